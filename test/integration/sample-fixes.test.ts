/**
 * `lint --fix` on copies of the five samples: it changes what is pinned in `sample-fixes/` and nothing else, settles at
 * once, brings no new finding, and what it leaves runs up, down and up again on a real server.
 */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { suite, test } from 'node:test';

import { execa } from 'execa';

import { readSamples, SAMPLES, type Sample } from '../environment/samples.mjs';
import { alembicIn, type Place, parentOf, placeOf, succeed } from '../support/sample-place.ts';
import { readServerCatalogue } from '../support/server-catalogue.ts';
import { runCommand } from '../support/terminal.ts';

/** What a fix says can't be undone, oldest first. Alembic refuses to go below it, with its words. */
const ONE_WAY: Readonly<Record<string, readonly string[]>> = {
  facturacion: ['0010'],
  fastvue: ['c04d8815ab6e'],
  siiapi: ['71d3be5420af', '06e9c7b4f18d'],
};

interface Finding {
  readonly rule: string;
  readonly severity: string;
  readonly file: string;
  readonly message: string;
}

for (const sample of await readSamples()) {
  suite(`lint --fix in ${sample.name}`, () => {
    test('changes what is at fault, keeps the rest, and settles', async (t) => {
      const place = await placeOf(t, sample);
      const before = await findings(place, 'lint');
      const fixed = await findings(place, 'lint', '--fix');
      assert.equal(fixed.code, fixed.found.some(({ severity }) => severity === 'error') ? 1 : 0);
      const known = new Set(before.found.map(({ file, rule }) => `${file} ${rule}`));
      assert.deepEqual(
        fixed.found.filter(({ file, rule }) => !known.has(`${file} ${rule}`)),
        [],
        'no finding is new',
      );

      const applied = fixed.error.split('\n').filter((line) => /^\S+:\d+: /.test(line));
      assert.match(fixed.error, new RegExp(`^${applied.length} fixes applied\\.$`, 'm'));
      assert.equal(before.found.length - fixed.found.length, applied.length, 'each fix settles one finding');
      const report = [
        ...applied.map((line) => line.replace(/:\d+:/, ':')),
        ...(await changes(place, sample)),
        ...fixed.found.map(({ file, rule }) => `left ${file}: ${rule}`),
      ];
      const pinned = path.join(import.meta.dirname, 'sample-fixes', `${sample.name}.txt`);
      assert.deepEqual(report, (await readFile(pinned, 'utf8')).trimEnd().split('\n'));

      const again = await findings(place, 'lint', '--fix');
      assert.equal(again.error.trim().split('\n').at(-1), '0 fixes applied.');
      assert.deepEqual(again.found, fixed.found);
    });

    test('keeps every comment of the author', async (t) => {
      const place = await placeOf(t, sample);
      const files = new Set((await findings(place, 'lint')).found.map(({ file }) => file));
      await findings(place, 'lint', '--fix');
      for (const file of files) {
        const kept = comments(await readFile(path.join(place.folder, file), 'utf8'));
        for (const comment of comments(await readFile(path.join(SAMPLES, sample.workspace, file), 'utf8')))
          assert.ok(kept.includes(comment), `${file}: ${comment}`);
      }
    });

    test('what it leaves runs up, down and up again', async (t) => {
      const place = await placeOf(t, sample);
      await findings(place, 'lint', '--fix');
      let lowest = 'base';
      for (const revision of ONE_WAY[sample.name] ?? []) {
        const parent = await parentOf(place, sample, revision);
        await upDownUp(place, sample, parent, lowest);
        await succeed(place, sample, ['upgrade', revision]);
        const { exitCode, stderr } = await alembicIn(place, sample, ['downgrade', parent]);
        assert.notEqual(exitCode, 0);
        assert.match(stderr, /^NotImplementedError: irreversible: /m);
        lowest = revision;
      }
      await upDownUp(place, sample, 'head', lowest);
    });
  });
}

async function findings(place: Place, ...args: readonly string[]) {
  const { code, out, error } = await runCommand(place.folder, ...args, '--format', 'json');
  const found: readonly Finding[] = JSON.parse(out).findings;
  return { code, error, found };
}

/** Lines added and removed by file, the files that were made included. */
async function changes({ folder }: Place, { workspace }: Sample): Promise<readonly string[]> {
  const former = path.join(SAMPLES, workspace);
  const command = ['diff', '--no-index', '--no-renames', '--numstat', '-z', former, folder];
  const { stdout } = await execa('git', command, { reject: false });
  const fields = stdout.split('\0');
  const lines: string[] = [];
  for (let i = 0; i + 2 < fields.length; i += 3) {
    const [added, removed] = (fields[i] ?? '').split('\t');
    const made = fields[i + 1] === '/dev/null';
    const name = path.relative(folder, fields[i + 2] ?? '');
    lines.push(`${made ? 'made' : 'changed'} ${name}: +${added} -${removed}`);
  }
  return lines.sort();
}

function comments(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => /(?:^|\s)(#.*|"""[^"]+""")\s*$/.exec(line)?.[1] ?? []);
}

async function upDownUp(place: Place, sample: Sample, top: string, bottom: string): Promise<void> {
  await succeed(place, sample, ['upgrade', top]);
  const first = await schema(place, sample);
  await succeed(place, sample, ['downgrade', bottom]);
  await succeed(place, sample, ['upgrade', top]);
  assert.deepEqual(await schema(place, sample), first, 'the second upgrade makes what the first made');
}

/** Without the order of columns: one that was dropped comes back as the last. */
async function schema({ database }: Place, { versionTable }: Sample): Promise<readonly string[]> {
  const objects = await readServerCatalogue(database, versionTable.name);
  return [...objects].map(([key, text]) => `${key}: ${key.startsWith('column ') ? text.replace(/^#\d+ /, '') : text}`);
}
