-- A plan of a part loads the archive beside the product to know what it comes to; its restore takes that over instead of loading it again.
CREATE TABLE beside_trial (
    plan_id     text PRIMARY KEY,
    table_rows  bigint      NOT NULL DEFAULT 0,
    -- Empty until it lies there whole.
    rows_digest text,
    kept_until  timestamptz NOT NULL
);
CREATE INDEX beside_trial_by_end ON beside_trial (kept_until);
