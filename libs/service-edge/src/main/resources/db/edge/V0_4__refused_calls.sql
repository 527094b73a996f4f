-- Calls refused since the last audit event about them: one row a caller, rule and call while it goes on. The first is
-- told at once, the others with their count when the window ends; a window without any ends the row.
CREATE TABLE refused_call (
    actor      text        NOT NULL,
    client     text        NOT NULL,
    rule       text        NOT NULL,
    call       text        NOT NULL,
    subject    text        NOT NULL,  -- empty when it concerns nothing this service knows
    account_id text,
    untold     bigint      NOT NULL,
    first_at   timestamptz NOT NULL,  -- of the untold ones
    last_at    timestamptz NOT NULL,
    told_at    timestamptz,           -- null: nothing of it is told yet
    PRIMARY KEY (actor, client, rule, call, subject)
);
