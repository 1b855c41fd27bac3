import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { loadSqlParser, longestSql } from '../../../server/src/workspace/sql-parser.ts';

const parser = await loadSqlParser();
const root = fileURLToPath(new URL('../../../', import.meta.url));
const run = promisify(execFile);

suite('parsing', () => {
  test('statements with their places in bytes', () => {
    const { statements } = parser.parse("SELECT 'é'; UPDATE t SET a = 1");
    assert.deepEqual(
      statements?.map((s) => [Object.keys(s.node)[0], s.location, s.length]),
      [
        ['SelectStmt', 0, 11],
        ['UpdateStmt', 13, 0],
      ],
    );
  });

  test('an error with its place in code points', () => {
    assert.deepEqual(parser.parse("SELECT '🎉' selec x y").error, {
      message: 'syntax error at or near "x"',
      cursor: 17,
    });
  });

  test('nothing at all', () => {
    for (const sql of ['', ' \n', '-- note', ';;']) assert.deepEqual(parser.parse(sql), { statements: [] });
  });

  test('a text of PostgreSQL 18', () => {
    const sql = 'ALTER TABLE t ADD CONSTRAINT n NOT NULL c NOT VALID, ADD COLUMN v int GENERATED ALWAYS AS (a) VIRTUAL';
    assert.equal(parser.parse(sql).statements?.length, 1);
  });
});

suite('hostile texts give an error, and the next text is read', () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['deep parentheses', `SELECT ${'('.repeat(20_000)}1${')'.repeat(20_000)}`, /nested too deeply/],
    ['a long chain of operators', `SELECT ${'1+'.repeat(50_000)}1`, /nested too deeply/],
    [
      'a long INSERT',
      `INSERT INTO t VALUES ${'(1, 2),'.repeat(longestSql / 7)}(1, 2)`,
      /only SQL up to 128 KB is read/,
    ],
    ['a NUL', 'SELECT 1\0; DROP TABLE t', /NUL character/],
    ['an unterminated literal', "SELECT 'a", /unterminated quoted string/],
    ['half a surrogate pair', "SELECT '\ud83c", /unterminated quoted string/],
  ];
  for (const [name, sql, message] of cases) {
    test(name, () => {
      assert.match(parser.parse(sql).error?.message ?? '', message);
      assert.equal(parser.parse('SELECT 1').statements?.length, 1);
    });
  }

  test('half a surrogate pair keeps the offsets', () => {
    const sql = "SELECT '\ud83c'; SELECT 1";
    assert.equal(parser.parse(sql).statements?.[1]?.location, 14);
  });
});

suite('in a bundle without node_modules', () => {
  async function bundleIn(folder: string) {
    const entry = join(folder, 'entry.ts');
    const source = join(root, 'server/src/workspace/sql-parser.ts');
    await writeFile(
      entry,
      `import { loadSqlParser } from ${JSON.stringify(source)};
       loadSqlParser().then((parser) => console.log(JSON.stringify(parser.parse('SELECT 1'))));`,
    );
    const outfile = join(folder, 'bundle.cjs');
    const options = { bundle: true, platform: 'node', target: 'node20', format: 'cjs', minify: true } as const;
    await build({
      ...options,
      entryPoints: [entry],
      outfile,
      nodePaths: [join(root, 'node_modules')],
      logLevel: 'error',
    });
    return outfile;
  }

  test('it finds the grammar beside the bundle, and says so where it is not there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sql-parser-'));
    try {
      const bundle = await bundleIn(folder);
      const without = await run(process.execPath, [bundle], { cwd: tmpdir() });
      assert.match(without.stdout, /grammar could not be loaded: .*libpg-query\.wasm/);

      await copyFile(join(root, 'node_modules/libpg-query/wasm/libpg-query.wasm'), join(folder, 'libpg-query.wasm'));
      const result = await run(process.execPath, [bundle], { cwd: tmpdir() });
      assert.match(result.stdout, /"SelectStmt"/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

test('many statements take no memory that stays, and the answers stay the same', () => {
  const asked = [
    'SELECT 1',
    'UPDATE t SET a = 1 WHERE b IS NULL',
    'selec 1',
    "CREATE TABLE t (id int PRIMARY KEY, state text DEFAULT 'new' CHECK (state <> ''))",
    'DO $$ BEGIN PERFORM 1; END $$',
    "INSERT INTO t VALUES ('unterminated",
    `SELECT ${'1, '.repeat(2000)}1`,
  ];
  const before = asked.map((sql) => JSON.stringify(parser.parse(sql)));
  const memory = process.memoryUsage().rss;
  for (let round = 0; round < 1500; round++) {
    for (const sql of asked.slice(0, 6)) parser.parse(sql);
    if (round % 100 === 0)
      assert.deepEqual(
        asked.map((sql) => JSON.stringify(parser.parse(sql))),
        before,
      );
  }
  assert.ok(process.memoryUsage().rss - memory < 100_000_000, `${process.memoryUsage().rss - memory} bytes more`);
});
