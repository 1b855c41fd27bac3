/** The manifest and the code say the same. */

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import manifest from '../../package.json' with { type: 'json' };
import { commands } from '../../server/src/protocol/commands.ts';

const { contributes } = manifest;
const ids = Object.values(commands).sort();
const menus: Readonly<Record<string, readonly { command: string; when?: string; group?: string }[]>> =
  contributes.menus;
const properties: Readonly<Record<string, Record<string, unknown>>> = Object.assign(
  {},
  ...contributes.configuration.map((section) => section.properties),
);

/** Settings that decide what is run and what is connected to. */
const running = ['interpreter', 'command', 'env', 'envFile', 'xArguments', 'databaseUrl'].map(
  (name) => `alembicGuard.${name}`,
);
/** Commands that run something of the workspace. */
const executing = [
  commands.upgradeHead,
  commands.upgradeHere,
  commands.upgradeStep,
  commands.downgradeHere,
  commands.downgradeStep,
  commands.previewUpgrade,
  commands.previewDowngrade,
  commands.newRevision,
];
const writing = executing.slice(0, 5);

test('every command of the code is in the manifest, and no other', () => {
  assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), ids);
  for (const { category } of contributes.commands) assert.equal(category, 'Alembic');
});

test('menus name known commands', () => {
  for (const entry of Object.values(menus).flat())
    assert.ok(ids.includes(entry.command as (typeof ids)[number]), entry.command);
});

test('what runs something is hidden from a workspace that is not trusted', () => {
  for (const [menu, entries] of Object.entries(menus))
    for (const { command, when } of entries)
      if (executing.some((one) => one === command))
        assert.match(when ?? '', /\bisWorkspaceTrusted\b/, `${menu}: ${command}`);
  const palette = new Set(menus['commandPalette']?.map(({ command }) => command));
  for (const command of executing) assert.ok(palette.has(command), command);
});

test('nothing that writes is a button in the tree', () => {
  for (const { command, group } of menus['view/item/context'] ?? [])
    if (writing.some((one) => one === command)) assert.doesNotMatch(group ?? '', /inline/, command);
});

test('every setting that reaches a program or a connection is restricted in an untrusted workspace', () => {
  assert.deepEqual([...manifest.capabilities.untrustedWorkspaces.restrictedConfigurations].sort(), [...running].sort());
  const read = readFileSync(new URL('../../client/src/settings.ts', import.meta.url), 'utf8');
  const names = [...read.matchAll(/(?:one|several|settings\.get[^(]*)\('(\w+)'/g)].map(
    ([, name]) => `alembicGuard.${name}`,
  );
  assert.deepEqual([...new Set(names)].sort(), [...running].sort());
});

test('programs are machine-overridable', () => {
  for (const name of ['alembicGuard.interpreter', 'alembicGuard.command'])
    assert.equal(properties[name]?.['scope'], 'machine-overridable');
});

test('every setting has a description, a scope, a default and an order', () => {
  for (const [name, setting] of Object.entries(properties)) {
    assert.match(name, /^alembicGuard\./);
    assert.match(String(setting['markdownDescription']), /\.$/, name);
    assert.ok(setting['scope'], name);
    assert.ok('default' in setting, name);
    assert.equal(typeof setting['order'], 'number', name);
  }
});

test('a setting for checking is empty unless someone sets it, so that the project’s file decides', () => {
  const checking: Readonly<Record<string, { readonly default: unknown }>> =
    contributes.configuration.find(({ id }) => id === 'checking')?.properties ?? {};
  for (const [name, setting] of Object.entries(checking))
    assert.deepEqual(setting.default, name === 'alembicGuard.rules' ? {} : null, name);
});

test('every setting that the manifest offers is read', () => {
  const folder = new URL('../../client/src/', import.meta.url);
  const code = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n');
  for (const name of Object.keys(properties)) {
    const last = name.split('.').at(-1);
    assert.ok(code.includes(`'${last}'`) || code.includes(`'${name.replace('alembicGuard.', '')}'`), name);
  }
});

test('files that the manifest names are there', () => {
  const files = [
    manifest.icon,
    ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
    ...contributes.grammars.map(({ path }) => path),
  ];
  for (const file of files) assert.ok(existsSync(new URL(`../../${file}`, import.meta.url)), file);
});

test('it stays beside the code, needs no other extension and wakes for bounded patterns only', () => {
  assert.deepEqual(manifest.extensionKind, ['workspace']);
  assert.ok(!('extensionDependencies' in manifest));
  for (const event of manifest.activationEvents)
    assert.match(event, /^(onLanguage:python|workspaceContains:[^*]*(\*\/)?(\*\/)?[^*]*)$/);
});
