/** The pages in docs are those that the code makes, and the schema takes what the checks take. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import Ajv from 'ajv-draft-04';
import { differences, pages } from '../../../../docs/generate.ts';
import { rules } from '../../../../server/src/core/lint/rules/index.ts';
import { kebabCase } from '../../../../server/src/core/lint/setting-value.ts';
import { defaultSettings } from '../../../../server/src/core/lint/settings.ts';
import { settingsSchema } from '../../../../server/src/core/lint/settings-schema.ts';
import { readSettings } from '../../../../server/src/workspace/read-settings.ts';
import { readToml, tableAt } from '../../../../server/src/workspace/toml.ts';

test('docs holds exactly what the code says', async () => {
  assert.deepEqual(differences(await pages()), [], 'Run "npm run docs" to write the pages anew.');
});

const validate = new Ajv.default({ strict: false, allErrors: true }).compile(settingsSchema(rules));

test('the schema takes what the checks take, in a file of its own and in pyproject.toml', () => {
  const texts = [
    'profile = "strict"\nbase-ref = "main"\n[rules]\ndrop-column = "off"\n[tenant]\nshared-tables = ["a"]',
    '[rules.fk-on-delete-cascade]\nlevel = "info"\nparents = ["carts"]',
    '[rules.tenant-rls-blind-backfill]\nbypasses-rls = true',
    '[tool.alembic-guard]\nfail-on = "never"\n[tool.other]\nx = 1',
    '',
  ];
  for (const text of texts) {
    const table = readToml(text).root;
    assert.deepEqual(tableAt(table, 'tool') ? [] : readSettings(table, 'kebab-case').notes, [], text);
    assert.ok(validate(table), `${text}: ${JSON.stringify(validate.errors)}`);
  }
});

test('the schema refuses what the checks refuse', () => {
  const texts = [
    'profil = "strict"',
    'profile = "strikt"',
    'postgres-version = 12',
    'small-tables = "a"',
    '[tenant]\ncolumn = []',
    '[rules]\ndrop-colum = "off"',
    '[rules]\ndrop-column = "fatal"',
    '[rules.fk-on-delete-cascade]\nparents = 1',
    '[tool.alembic-guard]\nprofil = "strict"',
  ];
  for (const text of texts) assert.equal(validate(readToml(text).root), false, text);
});

test('every key of the settings has its place on the page', async () => {
  const page = (await pages()).get('configuration.md') ?? '';
  const { rules: _, postgresVersionOrigin: _origin, tenant, ...general } = defaultSettings;
  for (const key of Object.keys(general)) assert.ok(page.includes(`\n### \`${kebabCase(key)}\`\n`), key);
  for (const key of Object.keys(tenant)) assert.ok(page.includes(`\n### \`tenant.${kebabCase(key)}\`\n`), key);
});

test('the page says nothing that the checks refuse', async () => {
  const page = (await pages()).get('configuration.md') ?? '';
  const [, example = ''] = /```toml\n(.*?)```/s.exec(page) ?? [];
  assert.deepEqual(
    readSettings(tableAt(readToml(example).root, 'tool', 'alembic-guard') ?? {}, 'kebab-case').notes,
    [],
  );
  for (const [, line = ''] of page.matchAll(/e\.g\. `(.+)`\*$/gm)) {
    const { root, error } = readToml(line);
    assert.equal(error, undefined, line);
    const isTenant = Object.keys(defaultSettings.tenant).some((key) => line.startsWith(`${kebabCase(key)} =`));
    assert.deepEqual(readSettings(isTenant ? { tenant: root } : root, 'kebab-case').notes, [], line);
  }
});
