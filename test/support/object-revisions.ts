/** A history in raw SQL that makes, changes, renames, moves and drops objects of every kind. */

import type { RevisionText } from './alembic-project.ts';

export function objectRevisions(): readonly RevisionText[] {
  return steps.map((sql, i) => ({
    id: `o${i + 1}`,
    ...(i === 0 ? {} : { down: `o${i}` }),
    upgrade: sql
      .split(/^--+$/m)
      .map((statement) => `op.execute(r"""${statement.trim()}""")`)
      .join('\n'),
  }));
}

const steps: readonly string[] = [
  `CREATE SCHEMA app; CREATE SCHEMA IF NOT EXISTS old; CREATE EXTENSION IF NOT EXISTS citext SCHEMA public
--
CREATE TYPE app.mood AS ENUM ('sad', 'ok', 'Happy'); CREATE TYPE pair AS (a int, "B" text); CREATE TYPE span AS RANGE (subtype = int4)
--
CREATE DOMAIN positive AS integer DEFAULT 1 NOT NULL CHECK (VALUE > 0);
CREATE DOMAIN app.code AS varchar(8) CONSTRAINT short CHECK (length(VALUE) < 9) CHECK (VALUE <> '')
--
CREATE SEQUENCE app.numbers AS smallint START 10 INCREMENT BY -2 MINVALUE -100 MAXVALUE 100 CACHE 5 CYCLE
--
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.updated := now(); RETURN NEW; END $$;
CREATE OR REPLACE FUNCTION twice(n integer, VARIADIC others bigint[]) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n * 2';
CREATE PROCEDURE noop(IN a text, INOUT b int DEFAULT 1) LANGUAGE plpgsql AS $body$ BEGIN b := 2; END $body$;
CREATE AGGREGATE total (integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0')
--
CREATE TABLE app.people (
  id bigint GENERATED ALWAYS AS IDENTITY (START WITH 100 INCREMENT BY 5) PRIMARY KEY,
  number smallserial,
  name text COLLATE "C" NOT NULL,
  mail citext UNIQUE NULLS NOT DISTINCT,
  mood app.mood DEFAULT 'ok',
  age positive,
  two pair,
  parts app.code[],
  price numeric(10, 2) DEFAULT 0 CHECK (price >= 0),
  doubled numeric GENERATED ALWAYS AS (price * 2) STORED,
  updated timestamptz(3) DEFAULT CURRENT_TIMESTAMP,
  stay tstzrange,
  CONSTRAINT uq_people UNIQUE (name, number) INCLUDE (mood) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT adult CHECK (age > 17 OR name = 'x') NO INHERIT,
  CONSTRAINT apart EXCLUDE USING gist (stay WITH &&) WHERE (price > 3)
);
CREATE UNLOGGED TABLE logs (
  at timestamp, person bigint REFERENCES app.people ON DELETE CASCADE ON UPDATE SET NULL DEFERRABLE, number int, name text,
  CHECK (number > 0)
)`,
  `CREATE INDEX ON app.people (lower(name), (price + 1) DESC NULLS LAST, mood) INCLUDE (age) WITH (fillfactor = 70) WHERE price > 1;
CREATE INDEX ON app.people ((name || 'x'), (price::text));
CREATE UNIQUE INDEX ux_name ON app.people USING btree (name text_pattern_ops, number ASC) NULLS NOT DISTINCT;
CREATE INDEX ON app.people USING gin (parts)
--
CREATE TRIGGER touch_people BEFORE INSERT OR UPDATE OF name, price ON app.people
  FOR EACH ROW WHEN (NEW.price > 0) EXECUTE FUNCTION app.touch();
CREATE CONSTRAINT TRIGGER later AFTER UPDATE ON app.people DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.touch('a', 'b');
CREATE TRIGGER whole AFTER TRUNCATE ON logs EXECUTE PROCEDURE app.touch()
--
ALTER TABLE app.people ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON app.people AS RESTRICTIVE FOR UPDATE TO PUBLIC USING (name = current_user) WITH CHECK (price > 0);
CREATE POLICY seen ON app.people FOR SELECT USING (true);
ALTER POLICY seen ON app.people USING (number > 1)
--
CREATE VIEW named (who, how_many) AS SELECT name, count(*) FROM app.people GROUP BY 1;
CREATE OR REPLACE VIEW dear WITH (security_barrier = true) AS SELECT id, name FROM app.people WHERE price > 10 WITH LOCAL CHECK OPTION;
CREATE MATERIALIZED VIEW app.sums AS WITH p AS (SELECT mood, price FROM app.people) SELECT mood, sum(price) AS total FROM p GROUP BY mood WITH NO DATA;
CREATE UNIQUE INDEX ON app.sums (mood);
CREATE VIEW above AS SELECT n.who, l.at AS "At" FROM named n JOIN logs l ON l.name = n.who
--
COMMENT ON TABLE app.people IS 'it''s people'; COMMENT ON COLUMN app.people.name IS 'the name'; COMMENT ON VIEW named IS 'counted'`,
  `CREATE TABLE events (id bigint NOT NULL, at date NOT NULL, kind text DEFAULT 'x', PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE TABLE events_2 (id bigint NOT NULL, at date NOT NULL, kind text DEFAULT 'x', PRIMARY KEY (id, at));
ALTER TABLE events ATTACH PARTITION events_2 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE hashed (id int, part int) PARTITION BY HASH (part);
CREATE TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0) PARTITION BY LIST (id);
CREATE INDEX on_only ON ONLY events (kind);
CREATE TABLE base (a int, b text); CREATE TABLE heir (c int) INHERITS (base)
--
ALTER TABLE events ADD COLUMN more int DEFAULT 3; ALTER TABLE events RENAME COLUMN kind TO sort;
ALTER TABLE base ADD COLUMN d int, ALTER COLUMN b SET DEFAULT 'q', DROP COLUMN a`,
  `ALTER TYPE app.mood ADD VALUE IF NOT EXISTS 'meh' BEFORE 'ok'; ALTER TYPE app.mood RENAME VALUE 'sad' TO 'blue'
--
ALTER DOMAIN positive SET DEFAULT 5; ALTER DOMAIN positive ADD CONSTRAINT small CHECK (VALUE < 1000) NOT VALID;
ALTER DOMAIN positive VALIDATE CONSTRAINT small; ALTER DOMAIN positive DROP NOT NULL; ALTER DOMAIN positive RENAME CONSTRAINT small TO smaller
--
ALTER SEQUENCE app.numbers INCREMENT BY 3 NO CYCLE OWNED BY app.people.number; ALTER SEQUENCE app.numbers RENAME TO counts
--
ALTER TABLE app.people RENAME COLUMN name TO called; ALTER TABLE app.people RENAME CONSTRAINT adult TO grown;
ALTER INDEX app.ux_name RENAME TO ux_called; ALTER INDEX app.people_pkey RENAME TO pk_people;
ALTER TABLE app.people ALTER COLUMN number DROP DEFAULT, ALTER mail SET NOT NULL`,
  `ALTER TABLE app.people DISABLE TRIGGER touch_people; ALTER TRIGGER later ON app.people RENAME TO even_later;
ALTER TABLE logs ENABLE ALWAYS TRIGGER whole; ALTER POLICY own ON app.people RENAME TO mine
--
ALTER TABLE logs ADD COLUMN seq int; ALTER TABLE logs ALTER COLUMN seq SET NOT NULL;
ALTER TABLE logs ALTER COLUMN seq ADD GENERATED BY DEFAULT AS IDENTITY (MINVALUE 5);
ALTER TABLE logs SET LOGGED, ALTER CONSTRAINT logs_person_fkey NOT DEFERRABLE;
ALTER TABLE app.people ALTER COLUMN doubled DROP EXPRESSION
--
CREATE INDEX events_1_kind ON events_1 (sort); ALTER INDEX on_only ATTACH PARTITION events_1_kind;
ALTER TABLE events DETACH PARTITION events_2; ALTER TABLE heir NO INHERIT base`,
  `ALTER TABLE app.people SET SCHEMA old; ALTER TABLE old.people RENAME TO persons;
ALTER VIEW named RENAME TO counted; ALTER VIEW counted SET SCHEMA app; ALTER MATERIALIZED VIEW app.sums RENAME TO totals;
ALTER FUNCTION app.touch() RENAME TO stamp; ALTER FUNCTION app.stamp() SET SCHEMA public; ALTER TYPE app.mood RENAME TO state;
ALTER TYPE app.state SET SCHEMA old; ALTER DOMAIN app.code SET SCHEMA public; ALTER TABLE logs RENAME TO records
--
CREATE TABLE logs (id serial PRIMARY KEY, person bigint REFERENCES old.persons, UNIQUE (person)); CREATE INDEX ON logs (person)`,
  `DROP VIEW above; DROP MATERIALIZED VIEW app.totals; DROP TRIGGER even_later ON old.persons; DROP POLICY mine ON old.persons;
ALTER TABLE old.persons NO FORCE ROW LEVEL SECURITY; DROP FUNCTION twice(int, bigint[]); DROP AGGREGATE total(integer); DROP PROCEDURE noop;
ALTER TABLE old.persons DROP COLUMN two, DROP COLUMN called CASCADE; DROP TYPE pair; DROP INDEX IF EXISTS app.nothing
--
DROP FUNCTION stamp() CASCADE; DROP TABLE events; ALTER TABLE records ALTER COLUMN seq DROP IDENTITY`,
  `DROP TABLE old.persons CASCADE; DROP SCHEMA old CASCADE; DROP DOMAIN positive; ALTER SCHEMA app RENAME TO main; DROP TYPE span`,
];
