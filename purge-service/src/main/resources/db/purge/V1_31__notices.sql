-- What an account's contacts are told during a cooling-off, and the links that were used to stop it.
CREATE TABLE notice (
  purge_id   text        NOT NULL REFERENCES purge_request,
  not_before timestamptz NOT NULL,      -- which clock: one that was set anew has notices of its own
  moment     text        NOT NULL CHECK (moment IN ('START', 'HALF_WAY', 'DAY_BEFORE')),
  due_at     timestamptz NOT NULL,
  sent_at    timestamptz,               -- settled: taken by a mail server, or nobody to send it to
  recipients integer,
  problem    text,
  PRIMARY KEY (purge_id, not_before, moment),
  CHECK ((sent_at IS NULL) = (recipients IS NULL))
);

CREATE TABLE undo_used (
  token_id text        PRIMARY KEY,
  purge_id text        NOT NULL REFERENCES purge_request,
  at       timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- What the probe write behind a purge's fence showed.
CREATE TABLE fence_probe (
  purge_id text        PRIMARY KEY REFERENCES purge_request,
  outcome  text        NOT NULL CHECK (outcome IN ('HELD', 'NOT_PROVED', 'NOT_DECLARED')),
  detail   text,
  at       timestamptz NOT NULL DEFAULT clock_timestamp()
);
