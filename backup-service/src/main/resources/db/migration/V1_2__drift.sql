-- What was live and not accounted for by the data map when the backup was taken: a JSON list, absent when there was nothing.
ALTER TABLE backup ADD COLUMN drift text;
