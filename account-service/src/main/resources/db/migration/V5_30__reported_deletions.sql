-- Deletions that nobody had a warrant for, as they were reported.
CREATE INDEX timeline_entry_unsanctioned ON timeline_entry (id) WHERE type = 'deletion.unsanctioned';
