-- What is left of an erased account: the tombstone, and the objects still to be swept.

CREATE TABLE tombstone (
    id               text PRIMARY KEY CHECK (id LIKE 'tmb\_%'),
    purge_request_id text NOT NULL UNIQUE CHECK (purge_request_id LIKE 'prg\_%'),
    erasure_id       text NOT NULL UNIQUE CHECK (erasure_id LIKE 'ers\_%'),
    account_id       text NOT NULL REFERENCES account,
    epoch            bigint NOT NULL,
    erased_at        timestamptz NOT NULL,
    rows             bigint NOT NULL CHECK (rows >= 0),
    objects          bigint NOT NULL CHECK (objects >= 0),
    digest           text NOT NULL,
    backup_id        text NOT NULL,
    event_id         text NOT NULL UNIQUE,
    recorded_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (account_id, epoch)
);
CREATE TRIGGER tombstone_only_appended BEFORE UPDATE OR DELETE OR TRUNCATE ON tombstone
    FOR EACH STATEMENT EXECUTE FUNCTION only_appended();

-- The manifest's (key, version) pairs, written down before the point of no return, so that a crash after it loses none.
CREATE TABLE planned_object (
    erasure_id text NOT NULL CHECK (erasure_id LIKE 'ers\_%'),
    object_key text NOT NULL,
    version_id text NOT NULL,
    size       bigint NOT NULL,
    swept_at   timestamptz,
    PRIMARY KEY (erasure_id, object_key, version_id)
);
CREATE INDEX planned_object_left ON planned_object (erasure_id) WHERE swept_at IS NULL;

CREATE TABLE object_sweep (
    erasure_id  text PRIMARY KEY REFERENCES tombstone (erasure_id),
    account_id  text NOT NULL REFERENCES account,
    account_key text NOT NULL,
    epoch       bigint NOT NULL,
    due_at      timestamptz NOT NULL,
    state       text NOT NULL DEFAULT 'WAITING' CHECK (state IN ('WAITING', 'SWEPT', 'ENDED')),
    ended_at    timestamptz,
    ended_why   text,
    CHECK ((state = 'WAITING') = (ended_at IS NULL))
);
CREATE INDEX object_sweep_due ON object_sweep (due_at) WHERE state = 'WAITING';

-- What lay under the account's prefix and was not in the manifest: never deleted, for a person to look at.
CREATE TABLE sweep_finding (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    erasure_id text NOT NULL REFERENCES object_sweep,
    rule       text NOT NULL,
    subject    text NOT NULL,
    message    text NOT NULL,
    found_at   timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE reactivation (
    restore_id  text PRIMARY KEY CHECK (restore_id LIKE 'rst\_%'),
    account_id  text NOT NULL REFERENCES account,
    epoch_after bigint NOT NULL,
    at          timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Only a tombstone makes an account purged.
CREATE FUNCTION account_purged_by_tombstone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status = 'PURGED' AND OLD.status <> 'PURGED' AND NOT EXISTS (
        SELECT 1 FROM tombstone WHERE account_id = NEW.id AND epoch < NEW.epoch AND recorded_at >= transaction_timestamp())
    THEN
        RAISE EXCEPTION 'an account is purged by its tombstone alone' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER account_purged_by_tombstone BEFORE UPDATE ON account
    FOR EACH ROW EXECUTE FUNCTION account_purged_by_tombstone();
