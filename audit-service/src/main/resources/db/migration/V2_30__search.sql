-- What search needs of the log, derived from the leaves and rebuilt from them at will: a projection, so its rows may change.
-- Filled in the order of the log by a follower, which keeps how far it came in log_follower.

CREATE TABLE log_follower (
  name     text   PRIMARY KEY,
  position bigint NOT NULL DEFAULT 0 CHECK (position >= 0)  -- index of the first entry it has not taken
);
INSERT INTO log_follower (name) VALUES ('search');

CREATE TABLE log_search (
  index          bigint      NOT NULL PRIMARY KEY,
  occurred_at    timestamptz NOT NULL,
  type           text        NOT NULL,
  category       text        NOT NULL,  -- the type's first word
  failed         boolean     NOT NULL,
  actor          text        NOT NULL,
  subject        text        NOT NULL,
  account_id     text,
  correlation_id text,
  words          tsvector               -- of the reason; null without one
) PARTITION BY RANGE (index);
CREATE INDEX log_search_type ON log_search (type, index) INCLUDE (failed);
CREATE INDEX log_search_category ON log_search (category, index) INCLUDE (failed);
CREATE INDEX log_search_failure ON log_search (index) WHERE failed;
CREATE INDEX log_search_actor ON log_search (actor, index);
CREATE INDEX log_search_subject ON log_search (subject, index);
CREATE INDEX log_search_account ON log_search (account_id, index) WHERE account_id IS NOT NULL;
CREATE INDEX log_search_correlation ON log_search (correlation_id, index) WHERE correlation_id IS NOT NULL;
CREATE INDEX log_search_words ON log_search USING gin (words);

-- Services write with delay, so times are nearly, not strictly, in the order of the log: what each span of 4096 holds.
CREATE TABLE log_search_span (
  first    bigint      PRIMARY KEY,
  earliest timestamptz NOT NULL,
  latest   timestamptz NOT NULL
);

-- Attaching locks out nobody who searches, as creating a partition in place would. Whoever writes the log owns no table.
CREATE FUNCTION log_search_partition(at bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  size   constant bigint := 1048576;
  first  constant bigint := at - at % size;
  called constant text   := 'log_search_' || lpad((first / size)::text, 6, '0');
BEGIN
  IF to_regclass(called) IS NULL THEN
    EXECUTE format('CREATE TABLE %I (LIKE log_search INCLUDING ALL)', called);
    EXECUTE format('ALTER TABLE log_search ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)', called, first, first + size);
  END IF;
END
$$;

-- The log itself is what was written and its hash. Everything else is read from the leaf.
ALTER TABLE log_entry
  DROP COLUMN type, DROP COLUMN source, DROP COLUMN subject, DROP COLUMN subject_seq, DROP COLUMN prev,
  DROP COLUMN account_id, DROP COLUMN actor, DROP COLUMN correlation_id, DROP COLUMN outcome, DROP COLUMN occurred_at;
