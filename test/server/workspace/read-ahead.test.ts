/** Other threads read what this one would read, and where they can't, nothing is lost. */

import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';
import { readMigration } from '../../../server/src/core/history/migration.ts';
import { packMigration, unpackMigration } from '../../../server/src/workspace/packed-migration.ts';
import { type ReadAheadOptions, readAhead, worthwhile } from '../../../server/src/workspace/read-ahead.ts';
import { loadSqlParser } from '../../../server/src/workspace/sql-parser.ts';
import { revisionFile } from '../../support/revision.ts';

const parser = await loadSqlParser();
const helpers = 'def names():\n    return ["a", "b"]\n';
const how = {
  versionSchema: null,
  tableParameters: [],
  modules: new Map([['helpers', { path: '/helpers.py', text: helpers, isPackage: false }]]),
};
const files = Array.from({ length: worthwhile }, (_, number) => ({
  path: `/versions/r${number}.py`,
  text: revisionFile({
    id: `r${number}`,
    down: number === 0 ? null : `r${number - 1}`,
    // One that is worth comparing.
    upgrade:
      number === 45
        ? `from helpers import names
for name in names():
    op.add_column("t", sa.Column(name, sa.Enum("x", "y", name="e${number}"), server_default="x"))
op.execute("UPDATE t SET a = ${number} WHERE b IS NULL")
op.get_bind().execute(sa.text("DELETE FROM t WHERE a = :a"), {"a": [1, {2: ()}]})
handler = lambda value: value`
        : 'pass',
    downgrade: 'op.drop_column("t", "a")',
  }),
}));
const here = (file: { readonly path: string; readonly text: string }) =>
  readMigration(file.path, file.text, { ...how, parser });
/** A file far enough back that a thread reads it, and near enough that one has begun with it. */
const later = files[45];

function open(given: Partial<ReadAheadOptions> = {}) {
  return readAhead({ files, how, threads: 1, ...given });
}

describe('reading ahead', () => {
  test('a thread reads the same as this one', async () => {
    assert.ok(later && files[0]);
    const reading = open();
    await reading.prepare(files[0].path);
    assert.equal(reading.take(files[0].path, files[0].text), undefined, 'the first is read here');
    await reading.prepare(later.path);
    const migration = reading.take(later.path, later.text);
    assert.deepEqual(migration, here(later));
    assert.equal(migration?.upgrade.length, 4);
    reading.close();
  });

  test('another text is read anew', async () => {
    assert.ok(later && files[0]);
    const reading = open();
    await reading.prepare(files[0].path);
    await reading.prepare(later.path);
    assert.equal(reading.take(later.path, `${later.text}# typed meanwhile\n`), undefined);
    reading.close();
  });

  test('the end of the history is reached, whoever reads', async () => {
    const reading = open({ threads: 2 });
    let elsewhere = 0;
    for (const file of files) {
      await reading.prepare(file.path);
      if (reading.take(file.path, file.text) !== undefined) elsewhere++;
    }
    assert.ok(elsewhere > 0 && elsewhere < files.length, String(elsewhere));
  });

  test('who does not help finds everything read, also when it comes again', async () => {
    const reading = open({ helps: false });
    const read = () => files.every((file) => reading.take(file.path, file.text)?.header.state === 'ok');
    for (const file of files) await reading.prepare(file.path);
    assert.ok(read());
    assert.ok(read());
    reading.close();
    assert.equal(reading.take(files[0]?.path ?? '', files[0]?.text ?? ''), undefined);
  });

  test('a thread that cannot start leaves the work to this one', async () => {
    assert.ok(later && files[0]);
    const reading = open({ script: path.join(import.meta.dirname, 'no-such-worker.ts') });
    await reading.prepare(files[0].path);
    await reading.prepare(later.path);
    assert.equal(reading.take(later.path, later.text), undefined);
    await reading.prepare(files.at(-1)?.path ?? '');
  });

  test('a closed one and a short history wait for nothing', async () => {
    assert.ok(later && files[0]);
    for (const reading of [open(), open({ files: files.slice(0, 50) }), open({ threads: 0 })]) {
      reading.close();
      await reading.prepare(files[0].path);
      await reading.prepare(later.path);
      assert.equal(reading.take(later.path, later.text), undefined);
    }
  });
});

describe('packed migrations', () => {
  test('bytes that hold none are no migration', () => {
    assert.ok(later);
    const packed = packMigration(here(later));
    assert.deepEqual(unpackMigration(packed, later.path, later.text), here(later));
    for (const damaged of [packed.subarray(0, packed.length / 2), new Uint8Array(), new Uint8Array([255, 200, 1, 2])])
      assert.equal(unpackMigration(damaged, later.path, later.text), undefined);
  });
});
