-- A hold waits, but the product's commit decides: a tombstone found while a purge is held makes it PURGED.
CREATE OR REPLACE FUNCTION purge_moves_legally() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  turned integer;
BEGIN
  IF (OLD.state || '>' || NEW.state) NOT IN (
      'REQUESTED>BACKING_UP', 'REQUESTED>BLOCKED', 'REQUESTED>REPRIEVED',
      'BACKING_UP>AWAITING_APPROVAL', 'BACKING_UP>BLOCKED', 'BACKING_UP>HELD', 'BACKING_UP>REPRIEVED',
      'AWAITING_APPROVAL>COOLING_OFF', 'AWAITING_APPROVAL>DENIED', 'AWAITING_APPROVAL>EXPIRED',
      'AWAITING_APPROVAL>BLOCKED', 'AWAITING_APPROVAL>REPRIEVED',
      'COOLING_OFF>ERASING', 'COOLING_OFF>HELD', 'COOLING_OFF>AWAITING_APPROVAL', 'COOLING_OFF>EXPIRED',
      'COOLING_OFF>REPRIEVED',
      'HELD>AWAITING_APPROVAL', 'HELD>EXPIRED', 'HELD>REPRIEVED', 'HELD>PURGED',
      'ERASING>HELD', 'ERASING>PURGED', 'ERASING>REPRIEVED',
      'PURGED>RESTORED') THEN
    RAISE EXCEPTION 'illegal move of %: % to %', OLD.id, OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state IN ('COOLING_OFF', 'ERASING') THEN
    SELECT count(DISTINCT a.person_id) INTO turned
      FROM approval a
     WHERE a.purge_id = NEW.id AND a.evidence_number = NEW.evidence_number AND a.round = NEW.round;
    IF turned < NEW.quorum THEN
      RAISE EXCEPTION '% has % of % approvals', NEW.id, turned, NEW.quorum USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  IF NEW.state = 'ERASING' AND (NEW.not_before IS NULL OR clock_timestamp() < NEW.not_before) THEN
    RAISE EXCEPTION 'the cooling-off of % is not over', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- The latest time at which this purge was looked at: execution stops while the clock shows less.
ALTER TABLE purge_request ADD COLUMN clock_seen timestamptz NOT NULL DEFAULT clock_timestamp();

-- Purged accounts are looked at in turn, the one longest not looked at first.
CREATE INDEX purge_request_purged ON purge_request (checked_at NULLS FIRST) WHERE state = 'PURGED';
