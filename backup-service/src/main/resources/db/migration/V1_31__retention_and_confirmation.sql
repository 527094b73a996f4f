-- How long a backup is kept follows from why it was taken. A scheduled backup whose content is live unchanged is not taken again:
-- the one there is gets confirmed, and its locks are raised to what the new one's would have been.
ALTER TABLE backup ADD COLUMN retention_class text NOT NULL DEFAULT 'ON_DEMAND'
    CHECK (retention_class IN ('NIGHTLY', 'ON_DEMAND', 'PURGE'));
ALTER TABLE backup ADD COLUMN confirmed_at timestamptz;
ALTER TABLE backup ADD COLUMN confirmations integer NOT NULL DEFAULT 0;
UPDATE backup SET retention_class = CASE WHEN purge_request_id IS NOT NULL THEN 'PURGE' ELSE 'NIGHTLY' END
    WHERE purge_request_id IS NOT NULL OR reason = 'NIGHTLY';
