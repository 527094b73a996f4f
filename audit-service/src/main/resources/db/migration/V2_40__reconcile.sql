-- What a follower has counted in the log, in its order. All of it can be had again from the leaves.

INSERT INTO log_follower (name) VALUES ('count');

-- Each service holds its outbox against this. digest: from 32 zero bytes on, SHA-256(digest, index, leaf hash).
CREATE TABLE log_source (
  source  text   PRIMARY KEY,
  entries bigint NOT NULL,
  digest  bytea  NOT NULL CHECK (octet_length(digest) = 32)
);

-- The newest entry of each aggregate: what its next one has to follow.
CREATE TABLE log_chain (
  source    text   NOT NULL,
  subject   text   NOT NULL,
  last_seq  bigint NOT NULL,
  last_hash bytea  NOT NULL,
  PRIMARY KEY (source, subject)
);

-- Where an entry does not follow the one before it: a number left out (GAP) or used again (REPEAT), or another
-- predecessor than the log holds (FORK). The entry was taken all the same.
CREATE TABLE log_break (
  index        bigint      PRIMARY KEY,
  source       text        NOT NULL,
  subject      text        NOT NULL,
  kind         text        NOT NULL CHECK (kind IN ('GAP', 'REPEAT', 'FORK')),
  expected_seq bigint      NOT NULL,
  found_seq    bigint      NOT NULL,
  found_at     timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- What this service itself has to say, on its way into the log: written in the transaction of what it found.
CREATE TABLE own_event (
  event_id text  PRIMARY KEY,
  leaf     bytea NOT NULL
);
