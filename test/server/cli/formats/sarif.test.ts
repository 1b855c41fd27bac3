/** `lint --format sarif` is valid after the schema of SARIF 2.1.0 and says what a viewer needs. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import type { Log, Region, Result } from 'sarif';

import { lintSarif } from '../../../../server/src/cli/formats/lint-sarif.ts';
import { pageAddress } from '../../../../server/src/workspace/page-address.ts';
import { PROJECT } from '../../../environment/packages.mjs';
import { folderWith } from '../../../support/folder.ts';
import { project, revisionFile } from '../../../support/revision.ts';
import { onlyRules } from '../../../support/settings.ts';
import { runCommand } from '../../../support/terminal.ts';

const ajv = new Ajv.default({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const isValid = ajv.compile<Log>(schema);

function parse(text: string): Log {
  const log: unknown = JSON.parse(text);
  assert.ok(isValid(log), JSON.stringify(isValid.errors, null, 1));
  return log;
}

async function sarif(folder: string, ...args: string[]): Promise<{ log: Log; code: number }> {
  const { out, code } = await runCommand(folder, 'lint', '--format', 'sarif', ...args);
  return { log: parse(out), code };
}

const file = 'alembic/versions/0002_age.py';
const age = revisionFile({
  id: '0002',
  down: '0001',
  upgrade:
    'op.add_column("users", sa.Column("joined", sa.DateTime(), server_default="now()"))\nop.drop_table("logs")  # alembic-guard: ignore[drop-table] moved to the archive',
});
const shop = project({
  [file]: age,
  'alembic-guard.toml': onlyRules('server-default-frozen-now', 'drop-table'),
});

suite('lint --format sarif', () => {
  test('the schema refuses what is not SARIF', () => {
    assert.ok(!isValid({ version: '2.1.0', runs: [{ results: [] }] }));
    assert.ok(!isValid({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x', helpUri: 1 } } }] }));
  });

  test('holds the result with its place, function, fingerprint and fix', async (t) => {
    const folder = await folderWith(t, shop);
    const { log, code } = await sarif(folder);
    assert.equal(code, 1);
    const [run] = log.runs;
    assert.equal(run?.columnKind, 'utf16CodeUnits');
    assert.equal(run?.originalUriBaseIds?.['%SRCROOT%']?.uri, `${pathToFileURL(folder).href}/`);
    assert.equal(run?.invocations?.[0]?.executionSuccessful, true);
    const [result] = run?.results ?? [];
    const place = { uri: file, uriBaseId: '%SRCROOT%' };
    const { fixes: [fix] = [], partialFingerprints = {}, message, ...rest } = result ?? { message: {} };
    assert.deepEqual(rest, {
      ruleId: 'server-default-frozen-now',
      ruleIndex: 1,
      level: 'error',
      locations: [
        {
          physicalLocation: { artifactLocation: place, region: region(18, 63, 85) },
          logicalLocations: [{ name: 'upgrade', fullyQualifiedName: '0002.upgrade', kind: 'function' }],
        },
      ],
    });
    assert.match(message?.text ?? '', /joined/);
    assert.match(partialFingerprints['alembicGuard/v1'] ?? '', /^[0-9a-f]{32}$/);
    assert.deepEqual(fix?.artifactChanges, [
      {
        artifactLocation: place,
        replacements: [
          {
            deletedRegion: region(18, 78, 85),
            insertedContent: { text: fix?.artifactChanges[0]?.replacements[0]?.insertedContent?.text },
          },
        ],
      },
    ]);
    assert.match(fix?.artifactChanges[0]?.replacements[0]?.insertedContent?.text ?? '', /now\(\)/);
  });

  test('a suppressed finding is there, with the reason', async (t) => {
    const { log } = await sarif(await folderWith(t, shop));
    const suppressed = log.runs[0]?.results?.filter(({ suppressions }) => suppressions !== undefined) ?? [];
    assert.deepEqual(
      suppressed.map(({ ruleId, suppressions }) => ({ ruleId, suppressions })),
      [
        {
          ruleId: 'drop-table',
          suppressions: [{ kind: 'inSource', status: 'accepted', justification: 'moved to the archive' }],
        },
      ],
    );
  });

  test('a finding that the baseline knows is there, kept back from outside the source', async (t) => {
    const settings = `[tool.alembic-guard]\nbaseline = "known.json"\n${onlyRules('server-default-frozen-now', 'drop-table')}`;
    const folder = await folderWith(t, prefixed('shop', { ...shop, 'alembic-guard.toml': settings }));
    await runCommand(folder, 'lint', '--write-baseline');
    const { log, code } = await sarif(folder);
    const [run] = log.runs;
    assert.equal(code, 0);
    assert.deepEqual(
      run?.results?.map(({ ruleId, suppressions }) => ({ ruleId, suppressions })),
      [
        {
          ruleId: 'drop-table',
          suppressions: [{ kind: 'inSource', status: 'accepted', justification: 'moved to the archive' }],
        },
        {
          ruleId: 'server-default-frozen-now',
          suppressions: [{ kind: 'external', status: 'accepted', justification: 'shop/known.json knows it.' }],
        },
      ],
    );
    for (const { ruleId, ruleIndex = -1 } of run?.results ?? [])
      assert.equal(run?.tool.driver.rules?.[ruleIndex]?.id, ruleId);
  });

  test('rules that spoke are described, with their page as help', async (t) => {
    const { log } = await sarif(await folderWith(t, shop));
    const rules = log.runs[0]?.tool.driver.rules ?? [];
    assert.deepEqual(
      rules.map(({ id, defaultConfiguration }) => [id, defaultConfiguration?.level]),
      [
        ['drop-table', 'warning'],
        ['server-default-frozen-now', 'error'],
      ],
    );
    const page = readFileSync(path.join(PROJECT, 'docs/rules/drop-table.md'), 'utf8');
    assert.equal(rules[0]?.help?.markdown, page);
    assert.ok(page.includes(rules[0]?.shortDescription?.text ?? 'nothing'));
    for (const { results = [] } of log.runs)
      for (const { ruleId, ruleIndex } of results) assert.equal(rules[ruleIndex ?? -1]?.id, ruleId);
  });

  test('links lead below the homepage once there is one', () => {
    assert.equal(
      pageAddress('drop-table', { homepage: 'https://example.org/guard/' }),
      'https://example.org/guard/docs/rules/drop-table.md',
    );
    assert.equal(pageAddress('drop-table', { name: 'alembic-guard' }), undefined);
  });

  test('fingerprints stay when lines move, and regions move', async (t) => {
    const { log: before } = await sarif(await folderWith(t, shop));
    const { log: after } = await sarif(
      await folderWith(t, { ...shop, [file]: age.replace('def upgrade', '# a note\n\n\ndef upgrade') }),
    );
    const known = ({ runs }: Log) => runs[0]?.results?.map(({ partialFingerprints }) => partialFingerprints);
    assert.deepEqual(known(after), known(before));
    assert.equal(lines(after)[0], (lines(before)[0] ?? 0) + 3);
  });

  test('paths with spaces and other letters are escaped and lead back to the file', async (t) => {
    const odd = 'alembic/versions/0002_ñandú y más #1.py';
    const { [file]: _, ...others } = shop;
    const folder = await folderWith(t, { ...others, [odd]: age.replace('"joined"', '"😀"') });
    const { log } = await sarif(folder);
    const place = log.runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation;
    assert.match(place?.artifactLocation?.uri ?? '', /^[\x21-\x7e]+$/);
    const base = log.runs[0]?.originalUriBaseIds?.['%SRCROOT%']?.uri;
    assert.equal(fileURLToPath(new URL(place?.artifactLocation?.uri ?? '', base)), path.join(folder, odd));
    // In UTF-16 units: the emoji in place of `joined` is two.
    assert.deepEqual(place?.region, region(18, 59, 81));
  });

  test('a file outside the working directory has its whole address', async (t) => {
    const folder = await folderWith(t, { ...prefixed('shop', shop), 'elsewhere/x': '' });
    const { log } = await sarif(path.join(folder, 'elsewhere'), '../shop');
    const location = log.runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation;
    assert.deepEqual(location, { uri: pathToFileURL(path.join(folder, 'shop', file)).href });
  });

  test('several projects go into one run, and no findings are a run without results', async (t) => {
    const { log } = await sarif(await folderWith(t, { ...prefixed('one', shop), ...prefixed('two', shop) }));
    assert.equal(log.runs.length, 1);
    assert.deepEqual(
      log.runs[0]?.results?.map(({ locations: [at] = [] }) => at?.physicalLocation?.artifactLocation?.uri),
      [`one/${file}`, `one/${file}`, `two/${file}`, `two/${file}`],
    );
    const { log: empty, code } = await sarif(await folderWith(t, project({ 'alembic-guard.toml': onlyRules() })));
    assert.deepEqual([code, empty.runs[0]?.results, empty.runs[0]?.tool.driver.rules], [0, [], []]);
  });

  test('a rule that failed and a file that could not be read are notifications', async (t) => {
    const folder = await folderWith(t, shop);
    const problem = { level: 'error' as const, message: 'It broke.', file: path.join(folder, file), line: 4 };
    const report = { cwd: folder, selections: [], elapsedMs: 1 };
    const failed = parse(
      await lintSarif({ ...report, problems: [{ ...problem, code: 'rule-failed', rule: 'drop-table' }] }),
    );
    assert.deepEqual(failed.runs[0]?.invocations?.[0]?.toolExecutionNotifications, [
      {
        descriptor: { id: 'rule-failed' },
        level: 'error',
        message: { text: 'It broke.' },
        locations: [
          { physicalLocation: { artifactLocation: { uri: file, uriBaseId: '%SRCROOT%' }, region: { startLine: 5 } } },
        ],
        associatedRule: { id: 'drop-table' },
      },
    ]);
    assert.equal(failed.runs[0]?.invocations?.[0]?.executionSuccessful, true);
    const unread = parse(await lintSarif({ ...report, problems: [{ ...problem, code: 'unreadable-file' }] }));
    assert.equal(unread.runs[0]?.invocations?.[0]?.executionSuccessful, false);
  });

  test('what is said of all samples under every rule is valid, and each fix lies in its file', async () => {
    const samples = path.join(PROJECT, 'migrations-sample');
    const { log } = await sarif(samples);
    const results = log.runs[0]?.results ?? [];
    assert.ok(results.length > 20, `${results.length} results`);
    for (const result of results) for (const change of changesOf(result)) assert.ok(change.startLine > 0);
  });
});

function region(line: number, startColumn: number, endColumn: number): Region {
  return { startLine: line, startColumn, endLine: line, endColumn };
}

function lines({ runs }: Log): readonly (number | undefined)[] {
  return runs[0]?.results?.map(({ locations: [at] = [] }) => at?.physicalLocation?.region?.startLine) ?? [];
}

function changesOf({ fixes = [] }: Result): readonly { readonly startLine: number }[] {
  return fixes.flatMap(({ artifactChanges }) =>
    artifactChanges.flatMap(({ replacements }) =>
      replacements.map(({ deletedRegion }) => ({ startLine: deletedRegion.startLine ?? 0 })),
    ),
  );
}

function prefixed(folder: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
}
