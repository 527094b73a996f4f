-- The registry: who the customers are, what state each account is in, and the epoch that voids old decisions.

CREATE TABLE account (
    id                   text PRIMARY KEY CHECK (id LIKE 'acc\_%'),
    name                 text NOT NULL CHECK (btrim(name) <> ''),
    name_normalised      text NOT NULL,
    account_key          text NOT NULL UNIQUE,
    domain               text,
    plan                 text,
    source               text NOT NULL CHECK (source IN ('CPQ', 'PORTAL', 'API', 'IMPORT')),
    status               text NOT NULL CHECK (status IN ('ACTIVE', 'SUSPENDED', 'PENDING_PURGE', 'PURGED')),
    epoch                bigint NOT NULL CHECK (epoch >= 1),
    external_ids         jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(external_ids) = 'object'),
    contacts             jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(contacts) = 'array'),
    hold_reason          text,
    hold_by              text,
    hold_at              timestamptz,
    last_sign_of_life_at timestamptz,
    created_at           timestamptz NOT NULL,
    version              bigint NOT NULL,
    CONSTRAINT a_hold_says_who_and_why CHECK (
        (hold_reason IS NULL AND hold_by IS NULL AND hold_at IS NULL)
        OR (hold_reason IS NOT NULL AND hold_by IS NOT NULL AND hold_at IS NOT NULL))
);
CREATE INDEX account_domain ON account (domain) WHERE domain IS NOT NULL;
CREATE INDEX account_status ON account (status, id);
CREATE INDEX account_external_ids ON account USING gin (external_ids);
CREATE INDEX account_contacts ON account USING gin (contacts jsonb_path_ops);

-- Every way an account changes hands raises the epoch; nothing lowers it, and nothing forgets an account.
CREATE FUNCTION account_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an account is never deleted from the registry' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.id <> OLD.id OR NEW.account_key <> OLD.account_key THEN
        RAISE EXCEPTION 'id and account key never change' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.epoch < OLD.epoch THEN
        RAISE EXCEPTION 'epoch only grows' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> OLD.status AND NEW.epoch = OLD.epoch THEN
        RAISE EXCEPTION 'a change of status raises the epoch' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER account_moves_forward BEFORE UPDATE OR DELETE ON account
    FOR EACH ROW EXECUTE FUNCTION account_moves_forward();

CREATE TABLE duplicate_pair (
    first_account  text NOT NULL REFERENCES account,
    second_account text NOT NULL REFERENCES account,
    score          numeric(4, 3) NOT NULL CHECK (score > 0 AND score <= 1),
    reasons        jsonb NOT NULL,
    acknowledged   boolean NOT NULL,
    detected_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (first_account, second_account),
    CHECK (first_account < second_account)
);
CREATE INDEX duplicate_pair_second ON duplicate_pair (second_account);

-- The account's own record, kept when everything else of it is gone.
CREATE TABLE timeline_entry (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id       text NOT NULL REFERENCES account,
    at               timestamptz NOT NULL DEFAULT clock_timestamp(),
    type             text NOT NULL,
    actor_id         text NOT NULL,
    actor_kind       text NOT NULL CHECK (actor_kind IN ('person', 'service')),
    purge_request_id text,
    backup_id        text,
    restore_id       text,
    detail           jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX timeline_entry_account ON timeline_entry (account_id, id);

CREATE FUNCTION only_appended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only ever appended to', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER timeline_only_appended BEFORE UPDATE OR DELETE OR TRUNCATE ON timeline_entry
    FOR EACH STATEMENT EXECUTE FUNCTION only_appended();
