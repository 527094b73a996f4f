-- What purge-service decides and remembers. The rules that protect people's data stand here a second time, so that no
-- bug in the code above them can write what they forbid.

CREATE TABLE policy (
  version    integer     GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  content    jsonb       NOT NULL,
  since      timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE purge_request (
  id                  text        PRIMARY KEY CHECK (id LIKE 'prg\_%'),
  account_id          text        NOT NULL CHECK (account_id LIKE 'acc\_%'),
  account_name        text        NOT NULL,
  account_key         text        NOT NULL,
  survivor_account_id text        CHECK (survivor_account_id LIKE 'acc\_%'),
  kind                text        NOT NULL
    CHECK (kind IN ('DUPLICATE_CLEANUP', 'CUSTOMER_REQUEST', 'CONTRACT_END', 'TEST_ACCOUNT', 'LEGAL_ERASURE')),
  reason              text        NOT NULL,
  ticket              text        NOT NULL,
  requester_person    text        NOT NULL,
  requester_subject   text        NOT NULL,
  requester_client    text        NOT NULL,
  requester_service   boolean     NOT NULL,
  request_epoch       bigint      NOT NULL,
  key_turned          boolean     NOT NULL,       -- false: blocked at once, never live
  quorum              integer     NOT NULL CHECK (quorum >= 1),
  state               text        NOT NULL
    CHECK (state IN ('REQUESTED', 'BACKING_UP', 'AWAITING_APPROVAL', 'COOLING_OFF', 'HELD', 'ERASING', 'PURGED',
                     'BLOCKED', 'DENIED', 'EXPIRED', 'REPRIEVED', 'RESTORED')),
  why                 text,                       -- of the present state, when it needs one
  version             bigint      NOT NULL DEFAULT 1,  -- the ETag
  round               integer     NOT NULL DEFAULT 1,  -- each backup taken for this request opens a new round
  evidence_number     integer,                    -- the evidence in force
  expires_at          timestamptz,
  fence_asked         boolean     NOT NULL DEFAULT false,  -- from here on there may be a fence of ours
  fence_epoch         bigint,                     -- the account's epoch while our fence stands
  fenced_at           timestamptz,                -- by account-service's clock
  fence_to_lift       boolean     NOT NULL DEFAULT false,
  not_before          timestamptz,                -- end of the cooling-off
  execute_by          timestamptz,
  checked_at          timestamptz,                -- newest check during the cooling-off
  executing_event     text,                       -- id of the audit event purge.executing
  warrant_id          text,                       -- the newest warrant
  warrant_expires_at  timestamptz,                -- set while that warrant has no definite answer
  reprieve_asked_by   jsonb,                      -- a reprieve that waits for account-service's word
  tombstone           jsonb,
  created_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (id, requester_person)
);

CREATE UNIQUE INDEX one_live_purge_per_account ON purge_request (account_id)
  WHERE key_turned AND state IN ('REQUESTED', 'BACKING_UP', 'AWAITING_APPROVAL', 'COOLING_OFF', 'HELD', 'ERASING');
CREATE INDEX purge_request_newest ON purge_request (created_at DESC, id DESC);
CREATE INDEX purge_request_account ON purge_request (account_id);

-- Each turn of the request key: the first, and one for every release.
CREATE TABLE request_turn (
  purge_id    text        NOT NULL REFERENCES purge_request,
  round       integer     NOT NULL,
  person_id   text        NOT NULL,
  subject     text        NOT NULL,
  client      text        NOT NULL,
  service     boolean     NOT NULL,
  epoch       bigint      NOT NULL,
  digest      text        NOT NULL,
  key_turn_id text        NOT NULL,
  at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (purge_id, round)
);

CREATE TABLE purge_round (
  purge_id     text        NOT NULL REFERENCES purge_request,
  round        integer     NOT NULL,
  cause        text        NOT NULL,
  operation_id text,
  backup_id    text,
  receipt      text,        -- newest receipt, compact form
  claims       jsonb,       -- its verified claims
  failure      text,
  started_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  verified_at  timestamptz,
  PRIMARY KEY (purge_id, round)
);

CREATE TABLE evidence (
  purge_id  text        NOT NULL REFERENCES purge_request,
  number    integer     NOT NULL,
  round     integer     NOT NULL,
  digest    text,                      -- null for a request that was blocked before it had a backup
  canonical text,
  shown     jsonb       NOT NULL,      -- footprint and guards in words, for people
  at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (purge_id, number),
  UNIQUE (purge_id, number, digest)
);
ALTER TABLE purge_request ADD FOREIGN KEY (id, evidence_number) REFERENCES evidence (purge_id, number);

-- The second key. The foreign key pins requester_person to the truth, so that the CHECK means something.
CREATE TABLE approval (
  purge_id         text        NOT NULL,
  requester_person text        NOT NULL,
  round            integer     NOT NULL,
  evidence_number  integer     NOT NULL,
  evidence_digest  text        NOT NULL,
  person_id        text        NOT NULL CHECK (person_id <> '' AND person_id NOT LIKE 'service:%'),
  subject          text        NOT NULL,
  client           text        NOT NULL,
  auth_time        timestamptz NOT NULL,
  comment          text        NOT NULL,
  key_turn_id      text        NOT NULL,
  at               timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (purge_id, evidence_number, person_id),
  FOREIGN KEY (purge_id, requester_person) REFERENCES purge_request (id, requester_person),
  FOREIGN KEY (purge_id, evidence_number, evidence_digest) REFERENCES evidence (purge_id, number, digest),
  CONSTRAINT approver_is_not_requester CHECK (person_id <> requester_person)
);

-- Whoever turned the request key at a release is a requester too; a CHECK cannot look there.
CREATE FUNCTION approver_turned_no_request_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM request_turn t WHERE t.purge_id = NEW.purge_id AND t.person_id = NEW.person_id) THEN
    RAISE EXCEPTION 'approver % turned the request key of %', NEW.person_id, NEW.purge_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'approver_is_not_requester';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER approver_turned_no_request_key BEFORE INSERT OR UPDATE ON approval
  FOR EACH ROW EXECUTE FUNCTION approver_turned_no_request_key();

CREATE FUNCTION requester_gave_no_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM approval a WHERE a.purge_id = NEW.purge_id AND a.person_id = NEW.person_id) THEN
    RAISE EXCEPTION 'requester % approved %', NEW.person_id, NEW.purge_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'approver_is_not_requester';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER requester_gave_no_approval BEFORE INSERT OR UPDATE ON request_turn
  FOR EACH ROW EXECUTE FUNCTION requester_gave_no_approval();

-- Legal moves only; no cooling-off without the quorum over the evidence in force; no execution before its time.
CREATE FUNCTION purge_moves_legally() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  turned integer;
BEGIN
  IF (OLD.state || '>' || NEW.state) NOT IN (
      'REQUESTED>BACKING_UP', 'REQUESTED>BLOCKED', 'REQUESTED>REPRIEVED',
      'BACKING_UP>AWAITING_APPROVAL', 'BACKING_UP>BLOCKED', 'BACKING_UP>HELD', 'BACKING_UP>REPRIEVED',
      'AWAITING_APPROVAL>COOLING_OFF', 'AWAITING_APPROVAL>DENIED', 'AWAITING_APPROVAL>EXPIRED',
      'AWAITING_APPROVAL>BLOCKED', 'AWAITING_APPROVAL>REPRIEVED',
      'COOLING_OFF>ERASING', 'COOLING_OFF>HELD', 'COOLING_OFF>AWAITING_APPROVAL', 'COOLING_OFF>EXPIRED',
      'COOLING_OFF>REPRIEVED',
      'HELD>AWAITING_APPROVAL', 'HELD>EXPIRED', 'HELD>REPRIEVED',
      'ERASING>HELD', 'ERASING>PURGED', 'ERASING>REPRIEVED',
      'PURGED>RESTORED') THEN
    RAISE EXCEPTION 'illegal move of %: % to %', OLD.id, OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state IN ('COOLING_OFF', 'ERASING') THEN
    SELECT count(DISTINCT a.person_id) INTO turned
      FROM approval a
     WHERE a.purge_id = NEW.id AND a.evidence_number = NEW.evidence_number AND a.round = NEW.round;
    IF turned < NEW.quorum THEN
      RAISE EXCEPTION '% has % of % approvals', NEW.id, turned, NEW.quorum USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  IF NEW.state = 'ERASING' AND (NEW.not_before IS NULL OR clock_timestamp() < NEW.not_before) THEN
    RAISE EXCEPTION 'the cooling-off of % is not over', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER purge_moves_legally BEFORE UPDATE OF state ON purge_request
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION purge_moves_legally();

CREATE TABLE purge_history (
  purge_id   text        NOT NULL REFERENCES purge_request,
  number     integer     NOT NULL,
  from_state text,
  to_state   text        NOT NULL,
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor_id   text        NOT NULL,
  actor_kind text        NOT NULL,
  reason     text,
  event_id   text        NOT NULL UNIQUE,
  event_type text        NOT NULL,
  PRIMARY KEY (purge_id, number)
);

CREATE TABLE purge_freeze (
  id        integer     GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  reason    text        NOT NULL,
  set_by    text        NOT NULL,
  set_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  lifted_at timestamptz
);
CREATE UNIQUE INDEX one_freeze_at_a_time ON purge_freeze ((true)) WHERE lifted_at IS NULL;

CREATE TABLE freeze_lift (
  freeze_id integer     NOT NULL REFERENCES purge_freeze,
  person_id text        NOT NULL,
  reason    text        NOT NULL,
  at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (freeze_id, person_id)
);

-- A freeze ends when two different people have said so, and not before.
CREATE FUNCTION freeze_takes_two() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.lifted_at IS NOT NULL AND (SELECT count(*) FROM freeze_lift l WHERE l.freeze_id = NEW.id) < 2 THEN
    RAISE EXCEPTION 'lifting a freeze takes two different people' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER freeze_takes_two BEFORE UPDATE ON purge_freeze FOR EACH ROW EXECUTE FUNCTION freeze_takes_two();

-- db-scheduler 16's table (github.com/kagkarlsson/db-scheduler, postgresql_tables.sql).
CREATE TABLE scheduled_tasks (
  task_name            text                     NOT NULL,
  task_instance        text                     NOT NULL,
  task_data            bytea,
  execution_time       timestamp with time zone NOT NULL,
  picked               boolean                  NOT NULL,
  picked_by            text,
  last_success         timestamp with time zone,
  last_failure         timestamp with time zone,
  consecutive_failures integer,
  last_heartbeat       timestamp with time zone,
  version              bigint                   NOT NULL,
  priority             smallint,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_due ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat);
