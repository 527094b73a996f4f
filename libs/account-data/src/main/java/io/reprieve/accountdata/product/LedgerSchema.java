package io.reprieve.accountdata.product;

import io.reprieve.accountdata.check.KnownCatalog;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.sql.SqlText;
import java.util.List;

/** The schema {@code reprieve}: an append-only table, in which only the eraser writes erasures and the restorer restores. */
final class LedgerSchema {

    private LedgerSchema() {}

    static List<String> statements(String eraser, String restorer) {
        String roles = SqlName.quote(eraser) + ", " + SqlName.quote(restorer);
        return List.of(
                "CREATE SCHEMA IF NOT EXISTS reprieve",
                """
                CREATE TABLE IF NOT EXISTS reprieve.ledger (
                    seq bigint GENERATED ALWAYS AS IDENTITY,
                    kind text NOT NULL CHECK (kind IN ('ERASURE', 'RESTORE')),
                    id text PRIMARY KEY,
                    purge_request_id text UNIQUE,
                    account_id text NOT NULL,
                    account_key text NOT NULL,
                    epoch bigint NOT NULL,
                    counts jsonb NOT NULL,
                    digest text NOT NULL,
                    event bytea NOT NULL,
                    at timestamptz NOT NULL DEFAULT clock_timestamp(),
                    CHECK ((kind = 'ERASURE') = (purge_request_id IS NOT NULL))
                )""",
                "CREATE INDEX IF NOT EXISTS ledger_account ON reprieve.ledger (account_id)",
                """
                CREATE OR REPLACE FUNCTION reprieve.guard_ledger() RETURNS trigger LANGUAGE plpgsql
                SET search_path = pg_catalog, pg_temp AS $guard$
                BEGIN
                    IF TG_OP <> 'INSERT' THEN
                        RAISE EXCEPTION 'reprieve.ledger is append-only';
                    END IF;
                    IF NOT pg_has_role(current_user, TG_ARGV[CASE NEW.kind WHEN 'ERASURE' THEN 0 ELSE 1 END], 'MEMBER') THEN
                        RAISE EXCEPTION '% may not record a %', current_user, NEW.kind USING ERRCODE = '42501';
                    END IF;
                    NEW.at := clock_timestamp();
                    RETURN NEW;
                END $guard$""",
                "CREATE OR REPLACE TRIGGER guard_rows BEFORE INSERT OR UPDATE OR DELETE ON reprieve.ledger FOR EACH ROW"
                        + " EXECUTE FUNCTION reprieve.guard_ledger(" + SqlText.literal(eraser) + ", "
                        + SqlText.literal(restorer) + ")",
                "CREATE OR REPLACE TRIGGER guard_table BEFORE TRUNCATE ON reprieve.ledger FOR EACH STATEMENT"
                        + " EXECUTE FUNCTION reprieve.guard_ledger()",
                KnownCatalog.TABLES.get(0),
                KnownCatalog.TABLES.get(1),
                "REVOKE ALL ON reprieve.data_map, reprieve.known_catalog FROM PUBLIC, " + roles,
                "GRANT SELECT ON reprieve.data_map, reprieve.known_catalog TO " + roles,
                "REVOKE ALL ON reprieve.ledger FROM PUBLIC, " + roles,
                "GRANT USAGE ON SCHEMA reprieve TO " + roles,
                "GRANT SELECT, INSERT ON reprieve.ledger TO " + roles);
    }
}
