-- Accounts whose row the product no longer has and nobody had a warrant for: each is reported once, however often it is looked for.
CREATE TABLE missing_account (
    account_id text PRIMARY KEY REFERENCES account,
    since      timestamptz NOT NULL DEFAULT clock_timestamp()
);
