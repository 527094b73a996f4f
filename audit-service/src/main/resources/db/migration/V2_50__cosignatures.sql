-- What witnesses said of the log's states; like the log itself, never changed.
CREATE TABLE log_cosignature (
  size        bigint      NOT NULL CHECK (size >= 0),
  witness     text        NOT NULL,  -- its address
  line        text        NOT NULL,  -- signature line, with its line feed
  cosigned_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (size, witness)
);
CREATE INDEX log_cosignature_witness ON log_cosignature (witness, size);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_cosignature
  FOR EACH STATEMENT EXECUTE FUNCTION log_is_append_only();
