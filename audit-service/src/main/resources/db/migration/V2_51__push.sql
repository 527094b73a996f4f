-- Who has entries or alerts pushed to them, and what is still to be pushed.

CREATE TABLE subscription (
  id          text        PRIMARY KEY,
  url         text        NOT NULL,
  topic       text        NOT NULL CHECK (topic IN ('EVENTS', 'ALERTS')),
  filter      text        NOT NULL,                       -- JSON; which entries
  secret      bytea       NOT NULL,                       -- sealed; shown once, needed for each signature
  state       text        NOT NULL DEFAULT 'ACTIVE' CHECK (state IN ('ACTIVE', 'GONE')),
  begins_at   bigint      NOT NULL,                       -- index of the first entry, or number of the first alert
  created_by  text        NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  failures    integer     NOT NULL DEFAULT 0,             -- in a row, of the receiver itself
  quiet_until timestamptz,                                -- nothing is sent to it before
  last_error  text
);

-- What was delivered is removed; what could not be stays as DEAD until somebody sends it again or ends the subscription.
CREATE TABLE delivery (
  id              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subscription_id text        NOT NULL REFERENCES subscription ON DELETE CASCADE,
  number          bigint      NOT NULL,                   -- index of the entry, or number of the alert
  state           text        NOT NULL DEFAULT 'PENDING' CHECK (state IN ('PENDING', 'DEAD')),
  attempts        integer     NOT NULL DEFAULT 0,
  since           timestamptz NOT NULL DEFAULT clock_timestamp(),
  due_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_error      text,
  UNIQUE (subscription_id, number)
);
CREATE INDEX delivery_due ON delivery (subscription_id, due_at) WHERE state = 'PENDING';
CREATE INDEX delivery_dead ON delivery (subscription_id, number) WHERE state = 'DEAD';

INSERT INTO log_follower (name, position) SELECT 'push', coalesce(max(size), 0) FROM log_checkpoint;
