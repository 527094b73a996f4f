-- The service's own role (${writer}) is not the owner: of the log it may read and insert, and nothing else.
-- Repeated after every migration, so that it holds for tables that came later and for a role that was changed.
DO $$
DECLARE
  writer CONSTANT text := '${writer}';
  insert_only CONSTANT text[] := ARRAY['log_entry', 'log_tile', 'log_checkpoint', 'log_cosignature'];
  entry record;
BEGIN
  IF writer = current_user THEN
    RETURN;
  END IF;
  IF NOT has_database_privilege(writer, current_database(), 'CONNECT') THEN
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO %I', current_database(), writer);
  END IF;
  FOR entry IN
    SELECT c.oid, c.oid::regclass AS name, c.relname = ANY (insert_only) AS of_the_log
    FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
      AND c.relname <> 'flyway_schema_history'
  LOOP
    IF NOT has_table_privilege(writer, entry.oid, 'INSERT') THEN
      EXECUTE format('GRANT SELECT, INSERT ON %s TO %I', entry.name, writer);
    END IF;
    IF NOT entry.of_the_log AND NOT has_table_privilege(writer, entry.oid, 'TRUNCATE') THEN
      EXECUTE format('GRANT UPDATE, DELETE, TRUNCATE ON %s TO %I', entry.name, writer);
    END IF;
    IF entry.of_the_log AND has_table_privilege(writer, entry.oid, 'UPDATE, DELETE, TRUNCATE') THEN
      EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM %I', entry.name, writer);
    END IF;
  END LOOP;
  -- What the owner makes later, in a function of its own (partitions), is the service's to fill.
  EXECUTE format(
    'ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON TABLES TO %I',
    current_schema(), writer);
END
$$;
