-- Whether an account's restore was rehearsed lately, and how long it would take: backup-service's word, kept where people look at accounts.
CREATE TABLE last_drill (
    account_id                text PRIMARY KEY REFERENCES account,
    drill_id                  text NOT NULL,
    state                     text NOT NULL CHECK (state IN ('SUCCEEDED', 'FAILED')),
    ended_at                  timestamptz NOT NULL,
    seconds                   double precision,
    predicted_restore_seconds double precision
);
