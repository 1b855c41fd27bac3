/** The replayed schema of each sample held against the catalog of a real server that Alembic has upgraded. */

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { suite, test } from 'node:test';

import {
  type Catalogue,
  type ConstraintState,
  type TableState,
  tableKey,
} from '../../server/src/core/schema/catalogue.ts';
import { findProjects } from '../../server/src/workspace/find-projects.ts';
import { open } from '../../server/src/workspace/open-project.ts';
import { loadSqlParser } from '../../server/src/workspace/sql-parser.ts';
import { copySample, environmentOf, readSamples } from '../environment/samples.mjs';
import { createDatabase, type Database, runAlembic } from '../support/database.ts';

const parser = await loadSqlParser();

for (const sample of await readSamples()) {
  suite(`schema of ${sample.name}`, () => {
    test('tables, columns, constraints and indexes are those of the server', async (t) => {
      const folder = await mkdtemp(path.join(os.tmpdir(), 'ag-catalogue-'));
      const database = await createDatabase();
      t.after(async () => {
        await database.drop();
        await rm(folder, { recursive: true });
      });
      await copySample(sample, folder);
      const [project] = (await findProjects(folder)).projects;
      assert.ok(project);
      const { snapshot } = open(project, parser);
      const refused = new Set(sample.refused.filter((one) => !one.needsRows).map((one) => one.revision));
      const order = snapshot.graph.history.toReversed();
      const first = order.findIndex((id) => refused.has(id));
      const last = first < 0 ? order.at(-1) : order[first - 1];
      assert.ok(last);
      const env = { ...environmentOf(sample, { ...database, database: database.name }), PYTHONDONTWRITEBYTECODE: '1' };
      const config = path.join(folder, sample.config);
      const run = await runAlembic(path.join(folder, sample.cwd), ['-c', config, 'upgrade', last], env);
      assert.equal(run.exitCode, 0, run.stderr);
      assert.deepEqual(replayed(snapshot.catalogueAt(last)), await real(database, sample.versionTable.name));
    });
  });
}

function replayed(catalogue: Catalogue): readonly string[] {
  return [...catalogue.tables.values()].flatMap(linesOf).sort();
}

function linesOf(table: TableState): readonly string[] {
  const key = tableKey(table);
  return [
    ...[...table.columns.values()].map(({ name, type, nullable }) => {
      const modifiers = type.modifiers.length > 0 ? `(${type.modifiers})` : '';
      return `${key}.${name} ${type.name}${modifiers}${'[]'.repeat(type.dimensions)}${nullable ? '' : ' NOT NULL'}`;
    }),
    ...table.constraints.map((constraint) => `${key}: ${constraintLine(constraint)}`),
    ...table.indexes.map((index) => {
      const columns = index.columns.map((column) => column ?? '?');
      return `${key}: index ${index.name} ${index.method} (${columns})${index.unique ? ' unique' : ''}${index.partial ? ' partial' : ''}`;
    }),
  ];
}

function constraintLine(constraint: ConstraintState): string {
  const { name, kind } = constraint;
  if (kind === 'check') return `${name} check${constraint.validated ? '' : ' NOT VALID'}`;
  if (kind === 'exclude') return `${name} exclude`;
  if (kind !== 'foreign-key') return `${name} ${kind} (${constraint.columns})`;
  const { columns, referent, referentColumns, onDelete, validated } = constraint;
  const action = onDelete === undefined || onDelete === 'NO ACTION' ? '' : ` ${onDelete}`;
  return `${name} foreign-key (${columns}) -> ${tableKey(referent)}(${referentColumns})${action}${validated ? '' : ' NOT VALID'}`;
}

/** The same lines, from the server's own catalog. Types in their internal names, modifiers undone. */
async function real(database: Database, versionTable: string): Promise<readonly string[]> {
  const key = (namespace: string, relation: string) =>
    `CASE ${namespace}.nspname WHEN 'public' THEN '' ELSE ${namespace}.nspname || '.' END || ${relation}.relname`;
  const columns = (keys: string, relation: string) =>
    `(SELECT string_agg(coalesce(a.attname, '?'), ',' ORDER BY k.n) FROM unnest(${keys}) WITH ORDINALITY AS k(attnum, n)
       LEFT JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = k.attnum AND k.attnum > 0)`;
  const own = `n.nspname !~ '^pg_|^information_schema$' AND c.relname <> $1`;
  const rows = await database.query<{ line: string }>(
    `SELECT ${key('n', 'c')} || '.' || a.attname || ' ' || coalesce(e.typname, t.typname) ||
            CASE WHEN a.atttypmod < 0 THEN ''
                 WHEN coalesce(e.typname, t.typname) = 'numeric' THEN
                   '(' || (((a.atttypmod - 4) >> 16) & 65535) || ',' || ((a.atttypmod - 4) & 65535) || ')'
                 ELSE '(' || (a.atttypmod - CASE WHEN t.typname ~ 'char' THEN 4 ELSE 0 END) || ')' END ||
            CASE WHEN e.oid IS NULL THEN '' ELSE '[]' END || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END AS line
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type e ON e.typarray = t.oid
      WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND ${own}
     UNION ALL
     SELECT ${key('n', 'c')} || ': ' || k.conname || ' ' || CASE k.contype
              WHEN 'p' THEN 'primary-key (' || ${columns('k.conkey', 'c.oid')} || ')'
              WHEN 'u' THEN 'unique (' || ${columns('k.conkey', 'c.oid')} || ')'
              WHEN 'c' THEN 'check' WHEN 'x' THEN 'exclude'
              ELSE 'foreign-key (' || ${columns('k.conkey', 'c.oid')} || ') -> ' || ${key('fn', 'f')} ||
                   '(' || ${columns('k.confkey', 'f.oid')} || ')' || CASE k.confdeltype
                     WHEN 'c' THEN ' CASCADE' WHEN 'n' THEN ' SET NULL' WHEN 'r' THEN ' RESTRICT'
                     WHEN 'd' THEN ' SET DEFAULT' ELSE '' END END ||
            CASE WHEN k.convalidated THEN '' ELSE ' NOT VALID' END
       FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
       LEFT JOIN pg_class f ON f.oid = k.confrelid LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
      WHERE k.contype IN ('p', 'u', 'c', 'x', 'f') AND ${own}
     UNION ALL
     SELECT ${key('n', 'c')} || ': index ' || i.relname || ' ' || m.amname || ' (' ||
            ${columns('(x.indkey::int2[])[0:x.indnkeyatts - 1]', 'c.oid')} || ')' ||
            CASE WHEN x.indisunique THEN ' unique' ELSE '' END || CASE WHEN x.indpred IS NULL THEN '' ELSE ' partial' END
       FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_am m ON m.oid = i.relam
       JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u', 'x'))
        AND ${own}`,
    [versionTable],
  );
  return rows.map((row) => row.line).sort();
}
