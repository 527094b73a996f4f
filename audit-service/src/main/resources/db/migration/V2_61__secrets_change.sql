-- While a receiver changes over to a new secret, messages are signed with the one before as well.
ALTER TABLE subscription
  ADD COLUMN former_secret bytea,       -- sealed
  ADD COLUMN former_until  timestamptz,
  ADD CHECK ((former_secret IS NULL) = (former_until IS NULL));
