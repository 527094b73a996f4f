-- Alerts, and what rules that count have counted so far. Raised by a follower in the order of the log, with its position.

CREATE TABLE alert (
  number    bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id        text        NOT NULL UNIQUE,
  rule      text        NOT NULL,
  severity  text        NOT NULL,
  key       text        NOT NULL,                        -- whose entries were counted: the values the rule counts by
  entries   bigint[]    NOT NULL,                        -- indexes; the last one raised it
  at        timestamptz NOT NULL,                        -- when that entry happened
  raised_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX alert_rule ON alert (rule, number);

CREATE TABLE alert_window (
  rule  text NOT NULL,
  key   text NOT NULL,
  state text NOT NULL,  -- JSON: the entries counted, and until when the rule is quiet for this key
  PRIMARY KEY (rule, key)
);

INSERT INTO log_follower (name, position) SELECT 'alerts', coalesce(max(size), 0) FROM log_checkpoint;
