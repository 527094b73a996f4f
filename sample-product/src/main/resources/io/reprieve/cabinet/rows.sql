-- Fills an installed Cabinet from four settings: cabinet.accounts, cabinet.documents, cabinet.seed, cabinet.anchor.
-- The same settings always make the same rows. Ids are handed out in blocks, account by account, so that every row can
-- be computed from its number alone, without looking anything up.

CREATE OR REPLACE FUNCTION pg_temp.dice(what text, n bigint) RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT hashint8extended(n, hashtextextended(what, current_setting('cabinet.seed')::bigint)) & 9007199254740991 $$;
CREATE OR REPLACE FUNCTION pg_temp.pick(words text[], n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT words[1 + n % array_length(words, 1)] $$;

CREATE TEMP TABLE cast_list (id bigint, name text, domain text, crm_id text, cpq_id text, billing_id text, weight numeric) ON COMMIT DROP;
INSERT INTO cast_list VALUES __CAST__;

-- How much each account holds. A few firms are large, most are small.
CREATE TEMP TABLE load ON COMMIT DROP AS
WITH weighed AS (
    SELECT id, coalesce(c.weight, power(1 + (id * 37) % 19, 1.4)::numeric) AS weight
      FROM generate_series(1001, 1000 + current_setting('cabinet.accounts')::bigint) AS id
      LEFT JOIN cast_list c USING (id)
), counted AS (
    SELECT id, floor(current_setting('cabinet.documents')::numeric * weight / sum(weight) OVER ())::bigint AS documents
      FROM weighed
), sized AS (
    SELECT id, documents,
           CASE WHEN documents = 0 THEN 1 ELSE 2 + least(40, documents / 25) END AS users,
           CASE WHEN documents = 0 THEN 1 ELSE 1 + least(8, documents / 60) END AS cabinets,
           CASE WHEN documents = 0 THEN 1 ELSE 9 + documents / 7 END AS folders,
           CASE WHEN documents = 0 THEN 0 ELSE 5 + least(20, documents / 20) END AS tags,
           CASE WHEN id IN (SELECT id FROM cast_list) THEN least(documents, current_setting('cabinet.objects')::bigint)
                WHEN documents > 0 THEN current_setting('cabinet.objects')::bigint / 40 ELSE 0 END AS objects
      FROM counted
)
SELECT *,
       (sum(documents) OVER w)::bigint - documents AS documents_before, (sum(users) OVER w)::bigint - users + 1000 AS users_before,
       (sum(cabinets) OVER w)::bigint - cabinets AS cabinets_before, (sum(folders) OVER w)::bigint - folders AS folders_before,
       (sum(tags) OVER w)::bigint - tags AS tags_before
  FROM sized WINDOW w AS (ORDER BY id);
ANALYZE load;

INSERT INTO accounts (id, name, domain, plan_code, crm_id, cpq_id, billing_id, created_at)
SELECT l.id,
       coalesce(c.name, n.name || ' ' || n.trade),
       coalesce(c.domain, lower(n.name) || '.example'),
       CASE WHEN documents > 400 THEN 'firm' WHEN documents > 40 THEN 'team' ELSE 'solo' END,
       CASE WHEN c.id IS NULL THEN 'CRM-' || lpad((pg_temp.dice('crm', l.id) % 1000000)::text, 6, '0') ELSE c.crm_id END,
       CASE WHEN c.id IS NULL THEN 'Q-' || lpad((pg_temp.dice('cpq', l.id) % 1000000)::text, 6, '0') ELSE c.cpq_id END,
       CASE WHEN c.id IS NULL THEN 'B-' || lpad((pg_temp.dice('billing', l.id) % 1000000)::text, 6, '0') ELSE c.billing_id END,
       current_setting('cabinet.anchor')::timestamptz - make_interval(days => (400 + pg_temp.dice('since', l.id) % 900)::int)
  FROM load l
  LEFT JOIN cast_list c USING (id)
 CROSS JOIN LATERAL (SELECT
       pg_temp.pick('{Al,Bran,Cor,Dun,El,Fair,Gren,Hol,Ing,Jar,Kel,Lang,Mar,Nor,Os,Pem,Quar,Ros,Sel,Tor,Ul,Vel,Wyn,Yar,Zan,Ash,Brock,Cald,Drift,Ever,Frost,Glen,Haw,Iver,Juni,Knox,Lin,Mor,Nether,Oak}', l.id)
       || pg_temp.pick('{berry,bridge,combe,dale,den,fell,field,ford,gate,grove,hollow,hurst,lake,land,leigh,low,march,mere,mill,mont,moor,ness,port,quay,ridge,row,shaw,stead,stone,stow,thorpe,ton,vale,wald,well,wick,worth}', l.id * 7 + l.id / 40)
       || CASE WHEN l.id >= 2480 THEN (l.id / 1480)::text ELSE '' END AS name,
       pg_temp.pick('{Architects,Bakery,Cartography,Dental,Engineering,Freight,Glass,Horticulture,Insurance,Joinery,Kilns,Law,Motors,Notaries,Optics,Press,Quarries,Records,Surveyors,Textiles,Utilities,Veterinary,Wines}', l.id * 11 + l.id / 40) AS trade) n;

-- Users 1..50 are consultants who work for several firms; every other user belongs to one account's block.
INSERT INTO users (id, email, full_name, created_at)
SELECT u.id,
       CASE WHEN u.id <= 50 THEN u.first || u.id || '@consultants.example' ELSE u.first || u.id || '@' || u.domain END,
       initcap(u.first) || ' ' || u.last,
       current_setting('cabinet.anchor')::timestamptz - make_interval(days => (330 + pg_temp.dice('user', u.id) % 300)::int)
  FROM (SELECT n AS id, d.domain,
               pg_temp.pick('{ada,bo,chloé,dmitri,eun-ji,farah,gil,hana,ines,jörg,kwame,lior,małgorzata,noor,óscar,priya,quentin,rosa,søren,tomás,uma,vera,wei,ximena,yusuf,zoë}', pg_temp.dice('first', n)) AS first,
               pg_temp.pick('{Adler,Byrne,Çelik,Dąbrowski,Eriksen,Fofana,Guo,Haddad,Ibarra,Jansen,Kaya,Lindqvist,Moreau,Nakamura,O''Neill,Petrov,Quispe,Rossi,Šimić,Tanaka,Umarov,Vidal,Weiss,Xu,Yılmaz,Zhou}', pg_temp.dice('last', n)) AS last
          FROM (SELECT n, NULL::text AS domain FROM generate_series(1, 50) n
                UNION ALL
                SELECT l.users_before + n, a.domain FROM load l JOIN accounts a USING (id), generate_series(1, l.users) n) d) u;

INSERT INTO memberships (account_id, user_id, role, joined_at)
SELECT l.id, l.users_before + n, (CASE WHEN n = 1 THEN 'owner' WHEN n % 3 = 0 THEN 'reader' ELSE 'editor' END)::member_role,
       current_setting('cabinet.anchor')::timestamptz - make_interval(days => (pg_temp.dice('joined', l.users_before + n) % 330)::int)
  FROM load l, generate_series(1, l.users) n
UNION ALL
SELECT DISTINCT ON (l.id, 1 + pg_temp.dice('consultant', l.id * 4 + n) % 50)
       l.id, 1 + pg_temp.dice('consultant', l.id * 4 + n) % 50, 'reader'::member_role, current_setting('cabinet.anchor')::timestamptz - interval '90 days'
  FROM load l, generate_series(1, 2) n WHERE l.documents > 0;

-- The double was provisioned for the same person a second time: that is how a person would recognise it.
INSERT INTO memberships (account_id, user_id, role, joined_at)
SELECT __TWIN__, users_before + 1, 'owner', current_setting('cabinet.anchor')::timestamptz - interval '3 days' FROM load WHERE id = __TWIN_OF__;

INSERT INTO cabinets (id, account_id, name, keep_for, settings)
SELECT l.cabinets_before + n, l.id, pg_temp.pick('{Contracts,Personnel,Tenders,Correspondence,Quality,Board,Projects,Archive,Press}', n - 1),
       CASE n % 4 WHEN 0 THEN NULL WHEN 1 THEN interval '10 years' WHEN 2 THEN interval '1 year 2 mons 3 days 04:05:06.789' ELSE interval '-1 day' END,
       jsonb_build_object('colour', pg_temp.pick('{slate,ochre,moss,"bleu nuit"}', n), 'columns', jsonb_build_array('title', 'state', n), 'note', E'a "quoted"\tword')
  FROM load l, generate_series(1, l.cabinets) n;

-- Folder k of an account lies in cabinet k mod cabinets; inside a cabinet the folders form a tree three wide.
INSERT INTO folders (id, cabinet_id, parent_id, name)
SELECT l.folders_before + k + 1, l.cabinets_before + 1 + k % l.cabinets,
       CASE WHEN k >= l.cabinets THEN l.folders_before + 1 + ((k / l.cabinets - 1) / 3) * l.cabinets + k % l.cabinets END,
       CASE WHEN k < l.cabinets THEN 'Home' ELSE pg_temp.pick('{Drafts,Signed,Incoming,Outgoing,Übergabe,Scans,"2024","2025","2026",Legal,Notes}', k) || ' ' || k END
  FROM load l, generate_series(0, l.folders - 1) k;
ANALYZE users, memberships, cabinets, folders;

INSERT INTO documents (id, folder_id, author_id, title, state, object_key, thumbnail, legibility, created_at, expires_at, trashed_at)
OVERRIDING SYSTEM VALUE
SELECT d.id, d.folders_before + 1 + pg_temp.dice('folder', d.id) % d.folders,
       d.users_before + 1 + pg_temp.dice('author', d.id) % d.users,
       CASE d.n WHEN 1 THEN E'tab\there, line\nbreak, back\\slash' WHEN 2 THEN '\N' WHEN 3 THEN '\.' WHEN 4 THEN ''
                WHEN 5 THEN '契約書 „Größe“ 🗄️' WHEN 6 THEN '  padded  ' WHEN 7 THEN E'carriage\rreturn'
                ELSE pg_temp.pick('{Offer,Invoice,Minutes,Lease,Plan,Survey,Permit,Protocol,Letter,Receipt,Policy,Statement}', pg_temp.dice('title', d.id)) || ' ' || d.n END,
       (enum_range(NULL::document_state))[1 + pg_temp.dice('state', d.id) % 4],
       CASE WHEN d.n <= d.objects THEN 'accounts/' || d.account_id || '/documents/' || d.id || '/'
            || pg_temp.pick('{scan.pdf,"Überlassungsvertrag – Größe.pdf",契約書.pdf,"minutes (final) v2.txt",empty.txt,"плaн этажа.png",data.json,a+b&c=d.csv,"naïve café.txt"}', d.n - 1) END,
       CASE WHEN d.id % 3 = 0 THEN sha512(int8send(d.id)) WHEN d.n = 4 THEN '\x' END,
       CASE WHEN d.n = 5 THEN 'NaN' WHEN d.n = 6 THEN '-Infinity' ELSE (pg_temp.dice('legible', d.id) % 1000003) / 1000003.0::float8 END,
       current_setting('cabinet.anchor')::timestamptz - make_interval(secs => 3600 + pg_temp.dice('created', d.id) % 28000000),
       CASE d.n % 5 WHEN 0 THEN 'infinity' WHEN 1 THEN current_setting('cabinet.anchor')::timestamptz + interval '5 years' END,
       CASE WHEN d.n % 23 = 0 THEN current_setting('cabinet.anchor')::timestamptz - interval '2 days' END
  FROM (SELECT l.*, n, l.documents_before + n AS id FROM load l, generate_series(1, l.documents) n) d (account_id);
ANALYZE documents;

-- Three in four versions are small; every document has at least one.
INSERT INTO document_versions (id, document_id, number, author_id, content, checksum, page_heights, created_at)
SELECT d.id * 4 + n, d.id, n, d.author_id,
       jsonb_build_object('pages', 1 + pg_temp.dice('pages', d.id) % 40, 'language', pg_temp.pick('{en,de,fr,ja,pl}', d.id), 'text',
           CASE WHEN d.id % 7 = 0 THEN E'“Straße”\n\tline two \\ 🗝' ELSE repeat(pg_temp.pick('{"The parties agree. ","Invoice follows. ","See annex B. ","Signed in duplicate. "}', d.id + n), (3 + pg_temp.dice('text', d.id + n) % 12)::int) END,
           'ratio', 1e-7 * n),
       sha256(int8send(d.id * 4 + n)),
       CASE n WHEN 1 THEN ARRAY[297.000, 420.10, NULL] WHEN 2 THEN '{}' END,
       d.created_at + make_interval(mins => n)
  FROM documents d, LATERAL generate_series(1, 1 + (pg_temp.dice('versions', d.id) % 3)::int) n;

INSERT INTO tags (id, account_id, label)
SELECT l.tags_before + n, l.id, pg_temp.pick('{urgent,tax,2026,legal,"to sign","größer",paid,draft,archive,audit,"",client}', n - 1) || CASE WHEN n > 12 THEN ' ' || n ELSE '' END
  FROM load l, generate_series(1, l.tags) n;

CREATE TEMP TABLE lying ON COMMIT DROP AS
SELECT d.id, d.created_at, d.state, d.author_id, l.users, l.users_before, l.tags, l.tags_before
  FROM documents d JOIN load l ON d.id > l.documents_before AND d.id <= l.documents_before + l.documents;

INSERT INTO document_tags (document_id, tag_id)
SELECT d.id, d.tags_before + 1 + (pg_temp.dice('tag', d.id) + n) % d.tags FROM lying d, LATERAL generate_series(1, (pg_temp.dice('tagged', d.id) % 3)::int) n;

INSERT INTO comments (id, document_id, author_id, answers_id, body, written_at)
SELECT d.id * 3 + n, d.id, d.users_before + 1 + (pg_temp.dice('commenter', d.id) + n) % d.users, CASE n WHEN 2 THEN d.id * 3 + 1 END,
       pg_temp.pick('{"Please check page 2.","Fine by me.","Wer unterschreibt?","👍","Where is the annex?",""}', pg_temp.dice('comment', d.id) + n), d.created_at + make_interval(hours => n)
  FROM lying d, LATERAL generate_series(1, (pg_temp.dice('comments', d.id) % 3)::int) n;

INSERT INTO shares (document_id, user_id, valid, note)
SELECT d.id, d.users_before + 1 + pg_temp.dice('sharer', d.id) % d.users,
       CASE WHEN d.id % 11 = 0 THEN 'empty' ELSE tstzrange(d.created_at, CASE WHEN d.id % 2 = 0 THEN d.created_at + interval '30 days' END) END,
       CASE WHEN d.id % 4 = 0 THEN 'for review' END
  FROM lying d WHERE pg_temp.dice('shared', d.id) % 2 = 0;

INSERT INTO share_visits (document_id, user_id, visit, address, at)
SELECT s.document_id, s.user_id, n, CASE n WHEN 1 THEN '198.51.100.7'::inet ELSE '2001:db8::1/64'::inet END, current_setting('cabinet.anchor')::timestamptz - make_interval(hours => n)
  FROM shares s, LATERAL generate_series(1, (pg_temp.dice('visits', s.document_id) % 3)::int) n;

INSERT INTO signatures (id, version_id, signer_id, signature, signed_at)
SELECT md5('signature ' || d.id)::uuid, d.id * 4 + 1, d.author_id, sha512(int8send(d.id)) || sha256(int8send(d.id)), d.created_at + interval '2 days'
  FROM lying d WHERE d.state = 'final';

INSERT INTO activity (id, at, account_id, user_id, what)
SELECT l.documents_before + n, current_setting('cabinet.anchor')::timestamptz - make_interval(secs => 3600 + pg_temp.dice('when', l.documents_before + n) % 31000000),
       l.id, l.users_before + 1 + pg_temp.dice('who', l.documents_before + n) % l.users,
       pg_temp.pick('{opened,searched,downloaded,uploaded,signed in,printed,shared}', pg_temp.dice('what', l.documents_before + n))
  FROM load l, generate_series(1, l.documents) n;

SELECT setval(pg_get_serial_sequence('public.' || t, 'id'), 1000000000)
  FROM unnest(ARRAY['accounts', 'users', 'cabinets', 'folders', 'documents', 'document_versions', 'tags', 'comments', 'activity']) t;
