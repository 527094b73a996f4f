-- Objects lie beside the product as well; and a plan goes stale when objects move, until the restore moves them itself.
ALTER TABLE restore ADD COLUMN beside_bucket text;
ALTER TABLE restore ADD COLUMN rows_hash text;
