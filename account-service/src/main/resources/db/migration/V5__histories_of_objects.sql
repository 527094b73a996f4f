-- A key may have many versions now, and delete markers: their place in the manifest tells which is newest.
ALTER TABLE planned_object ADD COLUMN place bigint NOT NULL DEFAULT 0;
