-- The tree is kept as the full tiles of C2SP tlog-tiles instead of every node: one row for 256 hashes. What is not yet a
-- full tile is read from the leaf hashes and from the roots of the tiles below. Everything is only ever inserted.

CREATE TABLE log_tile (
  level  smallint NOT NULL CHECK (level >= 0),
  index  bigint   NOT NULL CHECK (index >= 0),
  hashes bytea    NOT NULL CHECK (octet_length(hashes) = 8192),  -- 256 hashes of 256^level entries each
  root   bytea    NOT NULL CHECK (octet_length(root) = 32),      -- the hash over them: an entry of the tile above
  PRIMARY KEY (level, index)
);
-- Hashes do not compress.
ALTER TABLE log_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;

INSERT INTO log_tile (level, index, hashes, root)
SELECT n.level / 8, n.index >> 8, string_agg(n.hash, ''::bytea ORDER BY n.index), top.hash
FROM log_node n
JOIN log_node top ON top.level = n.level + 8 AND top.index = n.index >> 8
WHERE n.level % 8 = 0
GROUP BY n.level, n.index >> 8, top.hash;
DROP TABLE log_node;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_tile
  FOR EACH STATEMENT EXECUTE FUNCTION log_is_append_only();

-- A log that does not grow is signed again each minute, so that its silence can be told from its absence.
ALTER TABLE log_checkpoint DROP CONSTRAINT log_checkpoint_pkey;
ALTER TABLE log_checkpoint ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;
ALTER TABLE log_checkpoint ADD PRIMARY KEY (size, number);

-- Whose turn it is to append is an advisory lock of the transaction: a row lock would need the right to update.
DROP TABLE log_head;
DROP FUNCTION log_head_moves_forward();

-- Compared byte by byte, whatever the database's collation.
ALTER TABLE log_entry ALTER COLUMN event_id TYPE text COLLATE "C";
