/**
 * The catalog of a real server as text, object by object, in the server's own words: what two databases hold can be
 * compared without knowing how anyone spells it. Names alone keep nothing from a later version of the server.
 */

import type { Database } from './database.ts';

/** What there is, by kind and name: `table app.users`, `column users.email`, `trigger users.touch`. */
export type Objects = ReadonlyMap<string, string>;

/** Everything that migrations made. Alembic's own table, extensions' objects and what partitions have of their parents is left out. */
export async function readServerCatalogue(database: Database, versionTable: string): Promise<Objects> {
  const rows = await database.query<{ key: string; text: string }>(serverCatalogueQuery, [versionTable]);
  return new Map(rows.map(({ key, text }) => [key, text] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const own = (namespace: string, oid: string, catalog: string) =>
  `${namespace}.nspname !~ '^pg_' AND ${namespace}.nspname <> 'information_schema' AND NOT EXISTS (
     SELECT FROM pg_depend d WHERE d.classid = '${catalog}'::regclass AND d.objid = ${oid} AND d.deptype = 'e')`;
const name = (namespace: string, object: string) =>
  `CASE ${namespace}.nspname WHEN 'public' THEN '' ELSE ${namespace}.nspname || '.' END || ${object}`;
const ofTables = `c.relkind IN ('r', 'p') AND c.relname <> $1 AND ${own('n', 'c.oid', 'pg_class')}`;

const queries: readonly string[] = [
  `SELECT 'schema ' || nspname AS key, '' AS text FROM pg_namespace n
    WHERE nspname <> 'public' AND $1 <> '' AND ${own('n', 'n.oid', 'pg_namespace')}`,
  `SELECT 'extension ' || extname AS key, '' AS text FROM pg_extension WHERE extname <> 'plpgsql' AND $1 <> ''`,
  `SELECT 'table ' || ${name('n', 'c.relname')} AS key,
          concat_ws(' ', CASE c.relpersistence WHEN 'u' THEN 'unlogged' END,
            'partition by ' || pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid),
            'of ' || (SELECT string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = c.oid),
            CASE WHEN c.relrowsecurity THEN 'row security' END, CASE WHEN c.relforcerowsecurity THEN 'forced' END,
            'comment ' || obj_description(c.oid, 'pg_class')) AS text
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${ofTables}`,
  `SELECT 'column ' || ${name('n', 'c.relname')} || '.' || a.attname AS key,
          concat_ws(' ', '#' || row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum), format_type(a.atttypid, a.atttypmod),
            CASE WHEN a.attcollation <> t.typcollation THEN 'collate ' || o.collname END,
            CASE WHEN a.attnotnull THEN 'not null' END,
            CASE a.attgenerated WHEN '' THEN 'default ' ELSE 'generated ' || a.attgenerated::text || ' ' END || pg_get_expr(x.adbin, x.adrelid),
            'identity ' || nullif(a.attidentity::text, ''), 'comment ' || col_description(c.oid, a.attnum)) AS text
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_collation o ON o.oid = a.attcollation
     LEFT JOIN pg_attrdef x ON x.adrelid = c.oid AND x.adnum = a.attnum
    WHERE a.attnum > 0 AND NOT a.attisdropped AND ${ofTables}`,
  `SELECT 'constraint ' || ${name('n', 'c.relname')} || '.' || k.conname AS key,
          pg_get_constraintdef(k.oid) || CASE WHEN k.convalidated THEN '' ELSE ' (not proven)' END AS text
     FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE k.contype IN ('p', 'u', 'c', 'x', 'f') AND k.conparentid = 0 AND k.conislocal AND ${ofTables}`,
  `SELECT 'index ' || ${name('n', 'i.relname')} AS key,
          pg_get_indexdef(x.indexrelid) || CASE WHEN x.indisvalid THEN '' ELSE ' (invalid)' END AS text
     FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
     JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT i.relispartition AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u', 'x'))
      AND c.relkind IN ('r', 'p', 'm') AND c.relname <> $1 AND ${own('n', 'c.oid', 'pg_class')}`,
  `SELECT 'enum ' || ${name('n', 't.typname')} AS key,
          (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid) AS text
     FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE t.typtype = 'e' AND $1 <> '' AND ${own('n', 't.oid', 'pg_type')}`,
  `SELECT 'domain ' || ${name('n', 't.typname')} AS key,
          concat_ws(' ', format_type(t.typbasetype, t.typtypmod), CASE WHEN t.typnotnull THEN 'not null' END, 'default ' || t.typdefault,
            (SELECT string_agg(k.conname || ' ' || pg_get_constraintdef(k.oid), ', ' ORDER BY k.conname)
               FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c')) AS text
     FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE t.typtype = 'd' AND $1 <> '' AND ${own('n', 't.oid', 'pg_type')}`,
  `SELECT 'type ' || ${name('n', 't.typname')} AS key,
          coalesce((SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
            FROM pg_attribute a WHERE a.attrelid = c.oid AND NOT a.attisdropped),
            (SELECT 'range of ' || format_type(r.rngsubtype, NULL) FROM pg_range r WHERE r.rngtypid = t.oid)) AS text
     FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
    WHERE (c.relkind = 'c' OR t.typtype = 'r') AND $1 <> '' AND ${own('n', 't.oid', 'pg_type')}`,
  `SELECT 'sequence ' || ${name('n', 'c.relname')} AS key,
          concat_ws(' ', format_type(s.seqtypid, NULL), 'start', s.seqstart, 'by', s.seqincrement, 'from', s.seqmin, 'to', s.seqmax,
            'cache', s.seqcache, CASE WHEN s.seqcycle THEN 'cycle' END,
            (SELECT 'of ' || d.refobjid::regclass || '.' || a.attname FROM pg_depend d
               JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
              WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0)) AS text
     FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE $1 <> '' AND ${own('n', 'c.oid', 'pg_class')}`,
  `SELECT 'view ' || ${name('n', 'c.relname')} AS key,
          concat_ws(' ', CASE c.relkind WHEN 'm' THEN 'materialized' END, array_to_string(c.reloptions, ','),
            CASE WHEN c.relkind = 'm' AND NOT c.relispopulated THEN 'empty' END,
            'comment ' || obj_description(c.oid, 'pg_class'), pg_get_viewdef(c.oid)) AS text
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('v', 'm') AND $1 <> '' AND ${own('n', 'c.oid', 'pg_class')}`,
  `SELECT p.prokind::text || ' ' || ${name('n', 'p.proname')} || '(' || pg_get_function_identity_arguments(p.oid) || ')' AS key,
          CASE WHEN p.prokind IN ('f', 'p') THEN pg_get_functiondef(p.oid) ELSE '' END AS text
     FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE $1 <> '' AND ${own('n', 'p.oid', 'pg_proc')}
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')`,
  `SELECT 'trigger ' || ${name('n', 'c.relname')} || '.' || t.tgname AS key, pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text AS text
     FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND $1 <> '' AND ${own('n', 'c.oid', 'pg_class')}`,
  `SELECT 'policy ' || ${name('n', 'c.relname')} || '.' || p.polname AS key,
          concat_ws(' ', p.polcmd, p.polpermissive, (SELECT string_agg(r::regrole::text, ', ') FROM unnest(p.polroles) r),
            'using ' || pg_get_expr(p.polqual, p.polrelid), 'check ' || pg_get_expr(p.polwithcheck, p.polrelid)) AS text
     FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE $1 <> '' AND ${own('n', 'c.oid', 'pg_class')}`,
];

/** All of it in one query, whose rows are `key` and `text`; its one parameter is the name of the version table. */
export const serverCatalogueQuery = queries.join('\nUNION ALL\n');
