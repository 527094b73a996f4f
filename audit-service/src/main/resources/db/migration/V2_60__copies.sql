-- How much of the log lies in each vault it was copied to. Lost, it is copied again, which alters nothing there.

CREATE TABLE log_copy (
  vault         text        PRIMARY KEY,
  copied        bigint      NOT NULL DEFAULT 0 CHECK (copied % 256 = 0),  -- entries, in full bundles
  closed        bigint      NOT NULL DEFAULT 0,                           -- size of the newest checkpoint there
  closed_at     timestamptz NOT NULL DEFAULT '-infinity',
  claimed_until timestamptz NOT NULL DEFAULT '-infinity'                  -- the replica that copies renews it
);
