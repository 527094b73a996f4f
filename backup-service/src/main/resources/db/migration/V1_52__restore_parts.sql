-- Restores beside the product, around what is live, and of parts of an account.
ALTER TABLE restore_plan DROP CONSTRAINT restore_plan_mode_check;
ALTER TABLE restore_plan ADD CONSTRAINT restore_plan_mode_check CHECK (mode IN ('IN_PLACE', 'BESIDE'));
ALTER TABLE restore_plan DROP CONSTRAINT restore_plan_on_conflict_check;
ALTER TABLE restore_plan ADD CONSTRAINT restore_plan_on_conflict_check CHECK (on_conflict IN ('ABORT', 'KEEP_LIVE'));
-- JSON as it was asked for; null for the whole account.
ALTER TABLE restore_plan ADD COLUMN selection text;
ALTER TABLE restore ADD COLUMN beside_schema text;
ALTER TABLE restore ADD COLUMN beside_until timestamptz;
ALTER TABLE restore ADD COLUMN beside_dropped_at timestamptz;
CREATE INDEX restore_beside ON restore (beside_until) WHERE beside_schema IS NOT NULL AND beside_dropped_at IS NULL;
