-- The policy is changed by two different people, the second repeating what the first proposed.
CREATE TABLE policy_proposal (
  id           integer     GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  base_version integer     NOT NULL REFERENCES policy,
  content      jsonb       NOT NULL,
  reason       text        NOT NULL,
  person_id    text        NOT NULL CHECK (person_id <> '' AND person_id NOT LIKE 'service:%'),
  subject      text        NOT NULL,
  client       text        NOT NULL,
  auth_time    timestamptz NOT NULL,
  at           timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (id, person_id)
);
CREATE INDEX policy_proposal_base ON policy_proposal (base_version);

-- configured: what the configuration said when this version came into force, so that a restart changes only what was
-- changed there. The foreign key pins proposed_by to the truth, so that the CHECK means something.
ALTER TABLE policy
  ADD COLUMN configured   jsonb,
  ADD COLUMN proposal_id  integer,
  ADD COLUMN proposed_by  text,
  ADD COLUMN confirmed_by text,
  ADD FOREIGN KEY (proposal_id, proposed_by) REFERENCES policy_proposal (id, person_id),
  ADD CONSTRAINT policy_is_configured_or_takes_two CHECK (num_nulls(proposal_id, proposed_by, confirmed_by) IN (0, 3)),
  ADD CONSTRAINT policy_takes_two CHECK (proposed_by <> confirmed_by AND confirmed_by NOT LIKE 'service:%');
UPDATE policy SET configured = content;
ALTER TABLE policy ALTER COLUMN configured SET NOT NULL;

-- Which groups an approver stood for when the key was turned; asked of Keycloak again before the act.
ALTER TABLE approval ADD COLUMN groups jsonb NOT NULL DEFAULT '[]';
