-- The fence, the two keys, and what stops a purge for good.

CREATE TABLE fence (
    purge_request_id text PRIMARY KEY CHECK (purge_request_id LIKE 'prg\_%'),
    account_id       text NOT NULL REFERENCES account,
    epoch_before     bigint NOT NULL,
    epoch_after      bigint NOT NULL,
    status_before    text NOT NULL CHECK (status_before IN ('ACTIVE', 'SUSPENDED')),
    since            timestamptz NOT NULL DEFAULT clock_timestamp(),
    probe_outcome    text NOT NULL DEFAULT 'NOT_PROVED' CHECK (probe_outcome IN ('HELD', 'NOT_PROVED', 'NOT_DECLARED')),
    probe_detail     text,
    ended_at         timestamptz,
    ended_as         text CHECK (ended_as IN ('LIFTED', 'ERASED', 'RESTORED')),
    ended_reason     text,
    product_lifted   boolean NOT NULL DEFAULT false,
    CHECK (epoch_after = epoch_before + 1),
    CHECK ((ended_at IS NULL) = (ended_as IS NULL))
);
CREATE UNIQUE INDEX one_fence_stands_on_an_account ON fence (account_id) WHERE ended_at IS NULL;
CREATE INDEX fences_to_lift_in_the_product ON fence (ended_at) WHERE ended_at IS NOT NULL AND NOT product_lifted;

-- A purge that was stopped stays stopped, even when the order to fence arrives after the order to stop.
CREATE TABLE purge_stopped (
    purge_request_id text PRIMARY KEY CHECK (purge_request_id LIKE 'prg\_%'),
    account_id       text NOT NULL REFERENCES account,
    reason           text NOT NULL,
    at               timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TRIGGER purge_stopped_only_appended BEFORE UPDATE OR DELETE OR TRUNCATE ON purge_stopped
    FOR EACH STATEMENT EXECUTE FUNCTION only_appended();

-- Within one purge a person holds one key: whoever asks cannot approve, under whatever login.
CREATE TABLE key_holder (
    purge_request_id text NOT NULL CHECK (purge_request_id LIKE 'prg\_%'),
    person_id        text NOT NULL CHECK (person_id <> ''),
    turn             text NOT NULL CHECK (turn IN ('REQUEST', 'APPROVAL')),
    subject          text NOT NULL,
    PRIMARY KEY (purge_request_id, person_id),
    UNIQUE (purge_request_id, person_id, turn, subject)
);

CREATE TABLE key_turn (
    id               text PRIMARY KEY CHECK (id LIKE 'ktn\_%'),
    purge_request_id text NOT NULL,
    account_id       text NOT NULL REFERENCES account,
    turn             text NOT NULL,
    person_id        text NOT NULL,
    person_kind      text NOT NULL CHECK (person_kind IN ('person', 'service')),
    subject          text NOT NULL,
    client_id        text NOT NULL,
    roles            jsonb NOT NULL,
    digest           text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    epoch            bigint NOT NULL CHECK (epoch >= 1),
    kind             text NOT NULL,
    reason           text,
    evidence         text,
    at               timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (purge_request_id, turn, person_id, digest),
    FOREIGN KEY (purge_request_id, person_id, turn, subject)
        REFERENCES key_holder (purge_request_id, person_id, turn, subject),
    CONSTRAINT approvals_are_human CHECK (turn = 'REQUEST' OR person_kind = 'person'),
    CONSTRAINT a_request_says_why_an_approval_what_it_saw CHECK (
        (turn = 'REQUEST' AND reason IS NOT NULL AND evidence IS NULL)
        OR (turn = 'APPROVAL' AND evidence IS NOT NULL AND reason IS NULL))
);
CREATE TRIGGER key_turn_only_appended BEFORE UPDATE OR DELETE OR TRUNCATE ON key_turn
    FOR EACH STATEMENT EXECUTE FUNCTION only_appended();
CREATE TRIGGER key_holder_only_appended BEFORE UPDATE OR DELETE OR TRUNCATE ON key_holder
    FOR EACH STATEMENT EXECUTE FUNCTION only_appended();
