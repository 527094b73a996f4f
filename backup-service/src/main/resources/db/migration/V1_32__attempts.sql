-- How far the present attempt at a backup is, so that whoever carries it on after a crash does not begin an account anew when most of
-- it lies in the vault. Gone once the backup is verified or failed.
CREATE TABLE attempt (
    backup_id           text PRIMARY KEY REFERENCES backup (id),
    name                text        NOT NULL,
    -- Raised by each process that takes it over; what an earlier one still writes is refused.
    run                 integer     NOT NULL,
    begun_at            timestamptz NOT NULL,
    keys                text        NOT NULL,
    locks_kept          boolean     NOT NULL,
    rows                text,
    manifest_key        text,
    manifest_version_id text,
    manifest_sha256     text
);
CREATE TABLE attempt_object (
    backup_id  text NOT NULL REFERENCES attempt (backup_id) ON DELETE CASCADE,
    key        text NOT NULL,
    version_id text NOT NULL,
    part       text NOT NULL,
    PRIMARY KEY (backup_id, key, version_id)
);
ALTER TABLE operation ADD COLUMN started_at timestamptz;
