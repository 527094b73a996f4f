-- What this service and the log have agreed on: the log up to this size holds this many entries of ours, with this
-- chained digest. Rows before it may go once they are old; pruned_to is how far that went.
CREATE TABLE audit_settled (
  one        boolean     PRIMARY KEY DEFAULT true CHECK (one),
  size       bigint      NOT NULL,
  entries    bigint      NOT NULL,
  digest     bytea       NOT NULL CHECK (octet_length(digest) = 32),
  settled_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  pruned_to  bigint      NOT NULL DEFAULT 0
);
INSERT INTO audit_settled (size, entries, digest) VALUES (0, 0, decode(repeat('00', 32), 'hex'));

CREATE INDEX audit_outbox_placed ON audit_outbox (log_index) WHERE log_index IS NOT NULL;
-- Aggregates that wait behind an event the log refused; nearly always empty.
CREATE INDEX audit_outbox_waiting ON audit_outbox (subject) WHERE sent_at IS NULL AND retry_at IS NOT NULL;

-- Each row is written twice and read at its front: dead rows there would be walked over again and again.
ALTER TABLE audit_outbox SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
