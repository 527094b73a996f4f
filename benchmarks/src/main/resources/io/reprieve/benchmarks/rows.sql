-- Fills the tables. Reads two settings of the session: bench.documents, the documents of the big account (about 15 rows
-- hang on each), and bench.others, those of the many accounts around it. Account 1 is the big one, 2 has about 30,000
-- rows, 3 about 100; accounts from 1001 on, as many as bench.alike says, 1,000 each; every other account has a share of the rest, few a large one. Rows lie in the order in which they
-- would have come in life: those of all accounts among each other.
SELECT setseed(0.42);
SELECT set_config('bench.prose', least(16384, greatest(1024, current_setting('bench.documents')::integer / 4))::text, false);

-- Prose that compresses as prose does: words of unequal frequency, and too much of it for a window to see it twice.
CREATE TEMPORARY TABLE words AS
    SELECT n - 1 AS n, substr(translate(md5('word ' || n), '0123456789', 'aeiouaeiou'), 1, 2 + n % 9) AS word
      FROM generate_series(1, 3000) n;
CREATE TEMPORARY TABLE prose AS
    SELECT p.n, string_agg(words.word, ' ') AS text
      FROM (SELECT n, floor(3000 * power(random(), 3))::integer AS word
              FROM generate_series(0, current_setting('bench.prose')::integer - 1) n, generate_series(1, 170)) p
      JOIN words ON words.n = p.word GROUP BY p.n;
CREATE UNIQUE INDEX ON prose (n);
ANALYZE prose;
ANALYZE words;

-- A spread-out number for a row: the same row, the same number.
CREATE FUNCTION pg_temp.spread(n bigint, salt integer) RETURNS integer LANGUAGE sql IMMUTABLE
    RETURN (hashint8extended(n, salt) & 1073741823)::integer;

CREATE TEMPORARY TABLE sizes AS
    SELECT id, documents::integer
      FROM (VALUES (1, current_setting('bench.documents')::numeric), (2, 2120), (3, 6)) chosen (id, documents)
    UNION ALL
    SELECT 3 + n, ceil(current_setting('bench.others')::numeric * (1.0 / n) / sum(1.0 / n) OVER ())::integer
      FROM generate_series(1, 250) n
    UNION ALL
    SELECT 1000 + n, 70 FROM generate_series(1, coalesce(current_setting('bench.alike', true), '0')::integer) n;

INSERT INTO plans SELECT n, 'plan ' || n, n * 10 FROM generate_series(1, 5) n;
INSERT INTO countries SELECT chr(64 + n) || chr(90 - n), 'country ' || n FROM generate_series(1, 26) n;
INSERT INTO accounts
    SELECT id, 'account ' || id, 1 + id % 5, timestamptz '2025-01-01Z', NULL FROM sizes ORDER BY id;

INSERT INTO users (id, account_id, manager_id, country_code, email, name, created_at)
    SELECT id, account_id, CASE WHEN nth > 1 THEN lag(id) OVER (PARTITION BY account_id ORDER BY id) END,
           chr(65 + (id % 26)::integer) || chr(89 - (id % 26)::integer), 'user' || id || '@example.com', 'user ' || id,
           timestamptz '2025-01-01Z' + id * interval '1 second'
      FROM (SELECT row_number() OVER (ORDER BY place) AS id, account_id,
                   row_number() OVER (PARTITION BY account_id ORDER BY place) AS nth
              FROM (SELECT sizes.id AS account_id, random() AS place
                      FROM sizes, generate_series(1, 2 + documents / 100)) placed) numbered
     ORDER BY id;
INSERT INTO tags (account_id, name)
    SELECT id, 'tag ' || n FROM sizes, generate_series(1, 3 + documents / 200) n ORDER BY random();

CREATE TEMPORARY TABLE people AS
    SELECT account_id, row_number() OVER (PARTITION BY account_id ORDER BY id) - 1 AS nth,
           count(*) OVER (PARTITION BY account_id) AS of, id FROM users;
CREATE TEMPORARY TABLE labels AS
    SELECT account_id, row_number() OVER (PARTITION BY account_id ORDER BY id) - 1 AS nth,
           count(*) OVER (PARTITION BY account_id) AS of, id FROM tags;
CREATE TEMPORARY TABLE heads AS SELECT account_id, count(*) AS people FROM users GROUP BY account_id;
CREATE TEMPORARY TABLE marks AS SELECT account_id, count(*) AS tags FROM tags GROUP BY account_id;
ANALYZE people;
ANALYZE labels;

INSERT INTO projects (id, account_id, owner_id, name, settings)
    SELECT p.n, p.account_id, people.id, 'project ' || p.n,
           jsonb_build_object('colour', p.n % 16, 'public', p.n % 7 = 0, 'about', left(prose.text, 120))
      FROM (SELECT row_number() OVER (ORDER BY random()) AS n, id AS account_id
              FROM sizes, generate_series(1, 1 + documents / 50)) p
      JOIN heads USING (account_id)
      JOIN people ON people.account_id = p.account_id AND people.nth = pg_temp.spread(p.n, 1) % heads.people
      JOIN prose ON prose.n = pg_temp.spread(p.n, 2) % current_setting('bench.prose')::integer
     ORDER BY p.n;
CREATE TEMPORARY TABLE folders AS
    SELECT account_id, row_number() OVER (PARTITION BY account_id ORDER BY id) - 1 AS nth, id FROM projects;
CREATE TEMPORARY TABLE shelves AS SELECT account_id, count(*) AS projects FROM projects GROUP BY account_id;
ANALYZE folders;

INSERT INTO documents (id, account_id, project_id, author_id, title, meta, created_at)
    SELECT d.n, d.account_id, folders.id, people.id, left(prose.text, 20 + (d.n % 40)::integer),
           jsonb_build_object('source', CASE d.n % 3 WHEN 0 THEN 'scan' WHEN 1 THEN 'mail' ELSE 'upload' END,
                              'pages', d.n % 97, 'reference', md5(d.n::text)),
           timestamptz '2025-01-01Z' + interval '364 days' * d.n / d.all
      FROM (SELECT row_number() OVER (ORDER BY random()) AS n, count(*) OVER () AS all, id AS account_id
              FROM sizes, generate_series(1, documents)) d
      JOIN heads USING (account_id) JOIN shelves USING (account_id)
      JOIN folders ON folders.account_id = d.account_id AND folders.nth = pg_temp.spread(d.n, 3) % shelves.projects
      JOIN people ON people.account_id = d.account_id AND people.nth = pg_temp.spread(d.n, 4) % heads.people
      JOIN prose ON prose.n = pg_temp.spread(d.n, 5) % current_setting('bench.prose')::integer
     ORDER BY d.n;

-- What follows a document follows it within days, among what follows the others.
CREATE TEMPORARY TABLE papers AS
    SELECT d.id, d.account_id, d.project_id, d.created_at, heads.people, marks.tags
      FROM documents d JOIN heads USING (account_id) JOIN marks USING (account_id);
ANALYZE papers;

INSERT INTO versions (id, document_id, author_id, number, body, checksum, created_at)
    SELECT v.n, v.id, people.id, v.number, v.number || '. ' || substr(prose.text, 1 + (v.n % 200)::integer, 250 + (v.n % 400)::integer),
           sha256(int8send(v.n)), v.at
      FROM (SELECT row_number() OVER (ORDER BY at) AS n, w.* FROM (
                SELECT id, account_id, people, number, created_at + random() * number * interval '1 day' AS at
                  FROM papers, generate_series(1, 3) number) w) v
      JOIN people ON people.account_id = v.account_id AND people.nth = pg_temp.spread(v.n, 6) % v.people
      JOIN prose ON prose.n = pg_temp.spread(v.n, 7) % current_setting('bench.prose')::integer
     ORDER BY v.n;

INSERT INTO attachments (id, version_id, name, size, thumbnail)
    SELECT md5('attachment ' || v.id)::uuid, v.id, 'page-' || v.id || '.png', (v.id % 100000)::integer,
           sha512(int8send(v.id)) || sha512(int8send(-v.id))
      FROM versions v WHERE v.id % 3 = 0 ORDER BY v.id;

INSERT INTO comments (id, document_id, author_id, reply_to, body, created_at)
    SELECT c.n, c.id, people.id, CASE WHEN c.nth > 1 THEN lag(c.n) OVER (PARTITION BY c.id ORDER BY c.nth) END,
           substr(prose.text, 1 + (c.n % 300)::integer, 40 + (c.n % 300)::integer), c.at
      FROM (SELECT row_number() OVER (ORDER BY at) AS n, w.* FROM (
                SELECT id, account_id, people, nth, created_at + (nth + random()) * interval '8 hours' AS at
                  FROM papers, generate_series(1, 3) nth) w) c
      JOIN people ON people.account_id = c.account_id AND people.nth = pg_temp.spread(c.n, 8) % c.people
      JOIN prose ON prose.n = pg_temp.spread(c.n, 9) % current_setting('bench.prose')::integer
     ORDER BY c.n;

INSERT INTO document_tags (document_id, tag_id)
    SELECT p.id, labels.id
      FROM papers p CROSS JOIN generate_series(0, 1) k
      JOIN labels ON labels.account_id = p.account_id AND labels.nth = (pg_temp.spread(p.id, 10) + k) % p.tags
     ORDER BY p.id;

INSERT INTO tasks (id, project_id, assignee_id, document_id, title, due, done)
    SELECT p.id, p.project_id, CASE WHEN p.id % 4 > 0 THEN people.id END, CASE WHEN p.id % 3 > 0 THEN p.id END,
           left(prose.text, 60), p.created_at::date + 14, p.id % 2 = 0
      FROM papers p
      JOIN people ON people.account_id = p.account_id AND people.nth = pg_temp.spread(p.id, 11) % p.people
      JOIN prose ON prose.n = pg_temp.spread(p.id, 12) % current_setting('bench.prose')::integer
     ORDER BY p.id;

INSERT INTO invoices (id, account_id, issued, total)
    SELECT row_number() OVER (ORDER BY n, id), id, date '2025-01-01' + n, 100 + n
      FROM sizes, generate_series(0, 2 + documents / 100) n;
INSERT INTO invoice_lines (invoice_id, description, amount)
    SELECT id, 'line ' || n, total / 4 FROM invoices, generate_series(1, 4) n ORDER BY id, n;

INSERT INTO events (id, account_id, document_id, kind, payload, happened_at)
    SELECT e.n, e.account_id, CASE WHEN e.n % 5 > 0 THEN e.id END,
           CASE e.n % 3 WHEN 0 THEN 'viewed' WHEN 1 THEN 'changed' ELSE 'shared' END,
           jsonb_build_object('ip', '10.' || e.n % 200 || '.' || e.n % 251 || '.' || e.n % 241,
                              'session', md5(e.n::text), 'agent', 'Mozilla/5.0 (X11; Linux x86_64)', 'ms', e.n % 997),
           least(e.at, timestamptz '2025-12-31T23:59:59Z')
      FROM (SELECT row_number() OVER (ORDER BY at) AS n, w.* FROM (
                SELECT id, account_id, created_at + random() * interval '20 days' AS at
                  FROM papers, generate_series(1, 3)) w) e
     ORDER BY e.n;

DROP TABLE words, prose, sizes, people, labels, heads, marks, folders, shelves, papers;
DROP FUNCTION pg_temp.spread;
