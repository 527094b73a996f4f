-- A requester's last request, and what one person set going in an hour.
CREATE INDEX purge_request_requester ON purge_request (requester_person, created_at DESC);
CREATE INDEX request_turn_person ON request_turn (person_id, at);
CREATE INDEX approval_person ON approval (person_id, at);
CREATE INDEX purge_history_state ON purge_history (to_state, at);

-- account-service's reports of unsanctioned deletions that stopped everything, or were read while all stood still.
CREATE TABLE deletion_read (
  report  bigint      PRIMARY KEY,
  read_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
