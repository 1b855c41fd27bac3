/**
 * `npm run oracle -- catalogue FOLDER [--only NAME] [--python PATH] [--stand-ins DIR] [--stops N] [--list]`: for every
 * repository in a
 * folder, runs its history on an empty PostgreSQL with an env.py of ours and compares the replayed schema with the real
 * one, object by object, at N revisions along the way (10). What revisions import should be installed for the
 * interpreter (the tests' own without `--python`), or stand in `DIR/<repository>` as modules that take the application's
 * place (beside a `prepare.sql` for what it does to a new database); what is in neither becomes a placeholder. A history that the server
 * refuses is compared as far as it runs. Exit code 1 when a difference does not follow from an opaque operation.
 */

import { readdirSync, statSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import type { ProjectSnapshot } from '../../server/src/core/analysis.ts';
import type { Convention } from '../../server/src/core/schema/naming-convention.ts';
import { findProjects } from '../../server/src/workspace/find-projects.ts';
import { open } from '../../server/src/workspace/open-project.ts';
import type { Project } from '../../server/src/workspace/project.ts';
import { loadSqlParser } from '../../server/src/workspace/sql-parser.ts';
import { compareWithServer, type Difference, stopsAlong } from '../support/catalogue-comparison.ts';
import { createDatabase, type Database, python } from '../support/database.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: '' },
    python: { type: 'string' },
    'stand-ins': { type: 'string' },
    stops: { type: 'string', default: '10' },
    list: { type: 'boolean', default: false },
  },
});
const [folder] = positionals;
if (folder === undefined) {
  console.error('Name the folder that holds the checkouts: npm run oracle -- catalogue FOLDER.');
  process.exit(2);
}

const interpreter = values.python ?? (await python());
const parser = await loadSqlParser();
let [compared, unexplained] = [0, 0];
for (const name of readdirSync(folder).sort()) {
  const root = path.resolve(folder, name);
  if (!name.includes(values.only) || !statSync(root).isDirectory()) continue;
  const { projects } = await findProjects(root);
  const whole = projects.filter((project) => project.files.length > 0);
  if (whole.length === 0) console.log(`\n${name}: no project with revisions`);
  for (const project of whole) await measure(`${name}${whole.length > 1 ? ` (${project.name})` : ''}`, root, project);
}
console.log(`\nAll: ${compared} objects compared, ${unexplained} differences without an opaque operation behind them.`);
process.exitCode = unexplained > 0 || compared === 0 ? 1 : 0;

async function measure(name: string, root: string, project: Project): Promise<void> {
  const { snapshot } = open(project, parser);
  const place = await mkdtemp(path.join(os.tmpdir(), 'ag-oracle-'));
  try {
    await writeEnvironment(place, project);
    const prepare = await preparation(root);
    const run = (database: Database, target: string) =>
      upgrade(place, { root, project, naming: snapshot.naming }, database, target);
    const order = snapshot.graph.history.toReversed();
    const far = await withDatabase(prepare, async (database) => {
      const { error, placeholders } = await run(database, 'heads');
      return { applied: await appliedOn(database, snapshot), error, placeholders };
    });
    const runnable = order.filter((id) => far.applied.has(id));
    console.log(`\n${name}: ${runnable.length} of ${order.length} revisions run`);
    if (far.error !== undefined) console.log(`  stopped by: ${far.error}`);
    if (far.placeholders.length > 0) console.log(`  ${far.placeholders.length} imports are placeholders`);
    if (values.list) for (const line of far.placeholders) console.log(`  ${line}`);
    if (runnable.length === 0) return;
    const stops = stopsAlong(runnable, (id) => snapshot.graph.map.byKey.get(id)?.parents ?? [], Number(values.stops));
    await withDatabase(prepare, async (database) => {
      for (const stop of stops) {
        const { error } = await run(database, stop);
        if (error !== undefined) {
          console.log(`  ${stop}: could not be reached alone: ${error}`);
          continue;
        }
        await compare(snapshot, stop, database, prepare);
      }
    });
  } finally {
    await rm(place, { recursive: true });
  }
}

async function compare(
  snapshot: ProjectSnapshot,
  stop: string,
  database: Database,
  prepare: readonly string[],
): Promise<void> {
  const catalogue = snapshot.catalogueAt(stop);
  const { objects, differences, refused, unknown, untyped } = await compareWithServer(
    catalogue,
    database,
    'alembic_version',
    prepare,
  );
  const applied = await appliedOn(database, snapshot);
  const opaque = opaqueRevisions(snapshot, applied);
  const sorted = differences.map((difference) => ({
    ...difference,
    by: explanation(difference, opaque) ?? unknownIn(difference, unknown),
  }));
  const ours = sorted.filter(({ by }) => by === undefined);
  compared += objects;
  unexplained += ours.length;
  console.log(
    `  ${stop} (${applied.size}): ${objects} objects, ${differences.length} differences, ${ours.length} of them ours; ${refused.length} statements refused, ${unknown.length} statements and ${untyped} columns not known`,
  );
  for (const { object, real, ours: found, by } of sorted) {
    if (by !== undefined && !values.list) continue;
    console.log(`    ${by === undefined ? '' : `[${show(by).slice(0, 60)}] `}${object}`);
    console.log(`      real: ${show(real)}\n      ours: ${show(found)}`);
  }
  if (ours.length > 0 || values.list) for (const one of refused) console.log(`    refused: ${show(one)}`);
}

function show(text: string | undefined): string {
  return text === undefined ? '-' : text.replace(/\s+/g, ' ').slice(0, 300);
}

interface OpaqueRevision {
  readonly revision: string;
  readonly text: string;
}

/** Applied revisions that do something nobody can read. */
function opaqueRevisions(snapshot: ProjectSnapshot, applied: ReadonlySet<string>): readonly OpaqueRevision[] {
  return [...applied].flatMap((id) => {
    const revision = snapshot.graph.revisions.get(id);
    const migration = revision && snapshot.migration(revision.file);
    const isOpaque = migration?.upgrade.some(
      (operation) =>
        operation.kind === 'opaque' ||
        operation.circumstance.conditional ||
        operation.circumstance.loop !== undefined ||
        (operation.kind === 'create_table' && operation.partial),
    );
    return migration !== undefined && isOpaque ? [{ revision: id, text: migration.text }] : [];
  });
}

/** The revision with an opaque operation that speaks of the object, or of the table that it belongs to. */
function explanation({ object }: Difference, opaque: readonly OpaqueRevision[]): string | undefined {
  const names = (object.split(' ')[1] ?? '').replace(/\(.*$/, '').split('.');
  return opaque.find(({ text }) => names.some((name) => new RegExp(`\\b${escapePattern(name)}\\b`).test(text)))
    ?.revision;
}

/** The statement that isn't wholly known and makes the object, or something that the object's definition names. */
function unknownIn({ object, real }: Difference, unknown: readonly string[]): string | undefined {
  return unknown.find((statement) => {
    const [, made] = /^[A-Z ]+ (?:[\w"]+\.)?"?(\w+)/.exec(statement) ?? [];
    return made !== undefined && new RegExp(`\\b${escapePattern(made)}\\b`).test(`${object} ${real ?? ''}`);
  });
}

function escapePattern(name: string): string {
  return name.replace(/[^\w]/g, '\\$&');
}

/** The revisions whose effects are in the database: the rows of its version table and all before them. */
async function appliedOn(database: Database, snapshot: ProjectSnapshot): Promise<ReadonlySet<string>> {
  const there = await database.query<{ there: boolean }>("SELECT to_regclass('alembic_version') IS NOT NULL AS there");
  if (!there[0]?.there) return new Set();
  const rows = await database.query<{ version_num: string }>('SELECT version_num FROM alembic_version');
  const found = new Set<string>();
  const waiting = rows.map((row) => row.version_num);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    waiting.push(...(snapshot.graph.map.byKey.get(id)?.parents ?? []));
  }
  return found;
}

/** What the application does to a new database before its first revision: `prepare.sql` among the stand-ins. */
async function preparation(root: string): Promise<readonly string[]> {
  if (values['stand-ins'] === undefined) return [];
  const file = path.resolve(values['stand-ins'], path.basename(root), 'prepare.sql');
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trim() === '' ? [] : [text];
}

async function writeEnvironment(place: string, project: Project): Promise<void> {
  await cp(path.join(import.meta.dirname, 'env'), path.join(place, 'env'), { recursive: true });
  const lines = [
    '[alembic]',
    `script_location = ${path.join(place, 'env')}`,
    'path_separator = newline',
    `recursive_version_locations = ${project.recursive}`,
    'version_locations =',
    ...project.versionLocations.map((location) => `    ${location}`),
  ];
  await writeFile(path.join(place, 'alembic.ini'), `${lines.join('\n')}\n`);
}

async function upgrade(
  place: string,
  { root, project, naming }: { readonly root: string; readonly project: Project; readonly naming: Convention },
  database: Database,
  target: string,
): Promise<{ readonly error: string | undefined; readonly placeholders: readonly string[] }> {
  const own = values['stand-ins'] === undefined ? [] : [path.resolve(values['stand-ins'], path.basename(root))];
  const roots = [...new Set([...own, project.cwd, project.root, root, path.join(root, 'src'), path.join(root, 'lib')])];
  const { exitCode, stderr } = await execa(
    interpreter,
    ['-m', 'alembic', '-c', path.join(place, 'alembic.ini'), 'upgrade', target],
    {
      cwd: root,
      env: {
        DATABASE_URL: database.url,
        PROJECT_ROOTS: roots.join(path.delimiter),
        PYTHONDONTWRITEBYTECODE: '1',
        ...(naming.kind === 'known' ? { NAMING_CONVENTION: JSON.stringify(naming.templates) } : {}),
      },
      reject: false,
    },
  );
  const lines = stderr.trimEnd().split('\n');
  const placeholders = lines.filter((line) => line.startsWith('placeholder for '));
  if (exitCode === 0) return { error: undefined, placeholders };
  const said = lines.findLast((line) => /^[\w.]*(Error|Exception|Warning)\b|^FAILED/.test(line)) ?? lines.at(-1);
  return { error: (said ?? `exit code ${exitCode}`).slice(0, 300), placeholders };
}

async function withDatabase<T>(prepare: readonly string[], use: (database: Database) => Promise<T>): Promise<T> {
  const database = await createDatabase();
  try {
    for (const statement of prepare) await database.query(statement);
    return await use(database);
  } finally {
    await database.drop();
  }
}
