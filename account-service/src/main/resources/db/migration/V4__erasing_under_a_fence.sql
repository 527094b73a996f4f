-- Set, in a commit of its own, before the product is asked to erase: from then on only the product's ledger knows whether it did.
ALTER TABLE fence ADD COLUMN erasing_at timestamptz;
