-- The log. Rows are inserted and never change: triggers refuse everything else, for the owner of the tables too.

CREATE TABLE log_entry (
  index          bigint      PRIMARY KEY CHECK (index >= 0),
  event_id       text        NOT NULL UNIQUE,
  leaf           bytea       NOT NULL CHECK (octet_length(leaf) <= 32768),  -- exactly what the service wrote
  leaf_hash      bytea       NOT NULL CHECK (octet_length(leaf_hash) = 32),
  type           text        NOT NULL,
  source         text        NOT NULL,
  subject        text        NOT NULL,
  subject_seq    bigint      NOT NULL,
  prev           text,
  account_id     text,
  actor          text        NOT NULL,
  correlation_id text,
  outcome        text        NOT NULL,
  occurred_at    timestamptz NOT NULL,
  recorded_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX log_entry_account ON log_entry (account_id, index) WHERE account_id IS NOT NULL;
CREATE INDEX log_entry_correlation ON log_entry (correlation_id, index) WHERE correlation_id IS NOT NULL;
CREATE INDEX log_entry_actor ON log_entry (actor, index);
CREATE INDEX log_entry_type ON log_entry (type, index);
CREATE INDEX log_entry_occurred ON log_entry (occurred_at);
CREATE INDEX log_entry_subject ON log_entry (source, subject, subject_seq);

-- Hashes of complete subtrees (level 0: the leaves). Right edges that are not complete yet are computed.
CREATE TABLE log_node (
  level smallint NOT NULL,
  index bigint   NOT NULL,
  hash  bytea    NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (level, index)
);

CREATE TABLE log_checkpoint (
  size      bigint      PRIMARY KEY CHECK (size >= 0),
  root      bytea       NOT NULL CHECK (octet_length(root) = 32),
  note      text        NOT NULL,
  signed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The one row whose lock makes its holder the sequencer. It only ever moves forward.
CREATE TABLE log_head (
  one  boolean PRIMARY KEY DEFAULT true CHECK (one),
  size bigint  NOT NULL CHECK (size >= 0)
);
INSERT INTO log_head (size) VALUES (0);

CREATE FUNCTION log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % refused: the audit log is append-only', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE FUNCTION log_head_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.size <= OLD.size THEN
    RAISE EXCEPTION 'the log holds % entries and cannot go back to %', OLD.size, NEW.size
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_entry
  FOR EACH STATEMENT EXECUTE FUNCTION log_is_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_node
  FOR EACH STATEMENT EXECUTE FUNCTION log_is_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION log_is_append_only();
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON log_head
  FOR EACH STATEMENT EXECUTE FUNCTION log_is_append_only();
CREATE TRIGGER moves_forward BEFORE UPDATE ON log_head
  FOR EACH ROW EXECUTE FUNCTION log_head_moves_forward();
