/** Who may import whom. The house stays readable because these few rules are checked and not merely agreed. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import { globSync } from 'tinyglobby';

const PROJECT = path.resolve(import.meta.dirname, '..');
const CORE = 'server/src/core';

/**
 * The layers of the core from the bottom up: folders, and `analysis.ts`, which joins them into the snapshot that `ide/`
 * answers from. A layer imports itself and layers below; siblings do not know each other.
 */
const LAYERS: readonly (readonly string[])[] = [
  ['text'],
  ['python', 'sql'],
  ['schema'],
  ['operations'],
  ['effects', 'history'],
  ['lint', 'render'],
  ['analysis.ts'],
  ['ide'],
];

/** What stands around the core, and what each part may import beside itself. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  'server/src/core': [],
  'server/src/protocol': [],
  'server/src/workspace': ['server/src/core', 'server/src/protocol'],
  'server/src/runner': ['server/src/core', 'server/src/protocol', 'server/src/workspace'],
  'server/src/database': ['server/src/core', 'server/src/protocol', 'server/src/workspace', 'server/src/runner'],
  'server/src/verify': [
    'server/src/core',
    'server/src/protocol',
    'server/src/workspace',
    'server/src/runner',
    'server/src/database',
  ],
  'server/src/lsp': [
    'server/src/core',
    'server/src/protocol',
    'server/src/workspace',
    'server/src/runner',
    'server/src/database',
    'server/src/verify',
  ],
  'server/src/cli': [
    'server/src/core',
    'server/src/protocol',
    'server/src/workspace',
    'server/src/runner',
    'server/src/database',
    'server/src/verify',
    'server/src/lsp',
  ],
  'client/src': ['server/src/protocol'],
};

interface Import {
  readonly from: string;
  /** A path in the project, or a package's name as it is written. */
  readonly to: string;
  readonly line: number;
}

const sources = globSync(['server/src/**/*.ts', 'client/src/**/*.ts'], { cwd: PROJECT }).sort();
const imports = sources.flatMap(importsOf);

describe('architecture', () => {
  test('there are sources to check', () => {
    assert.ok(sources.length > 0);
    assert.ok(imports.length > 0);
  });

  test('each part imports only what stands below it', () => {
    none(
      imports.filter(({ from, to }) => isOurs(to) && partOf(from) !== undefined && !mayImport(from, to)),
      'is not below it',
    );
  });

  test('each layer of the core imports only lower layers', () => {
    none(
      imports.filter(({ from, to }) => isIn(CORE, from) && isIn(CORE, to) && !layerMayImport(from, to)),
      'is not a lower layer',
    );
  });

  test('the core imports no Node module and no package that needs one', () => {
    const allowed = /^(@lezer\/|sql-formatter$|@pgsql\/types$)/;
    none(
      imports.filter(({ from, to }) => isIn(CORE, from) && !isOurs(to) && !allowed.test(to)),
      'is not pure',
    );
  });

  test('a rule knows neither another rule nor what runs rules', () => {
    const above = new Set(['run', 'settings', 'suppress', 'steps'].map((name) => `${CORE}/lint/${name}.ts`));
    none(
      imports.filter(
        ({ from, to }) =>
          isIn(`${CORE}/lint/rules`, from) && !isRegistry(from) && (isIn(`${CORE}/lint/rules`, to) || above.has(to)),
      ),
      'stands above a rule',
    );
  });

  test('VS Code is known to the client alone', () => {
    none(
      imports.filter(({ from, to }) => to === 'vscode' && !isIn('client/src', from)),
      'is for the client',
    );
  });

  test('the protocol library of the server is known to server/src/lsp alone', () => {
    none(
      imports.filter(
        ({ from, to }) =>
          /^vscode-languageserver/.test(to) && !isIn('server/src/lsp', from) && from !== 'server/src/server.ts',
      ),
      'is for server/src/lsp',
    );
  });

  test('no file imports itself over a detour', () => {
    assert.deepEqual(cycles(), []);
  });

  test('no folder is a drawer for leftovers', () => {
    const drawer = /(^|\/)(utils?|helpers?|common|misc|shared|lib)\//;
    assert.deepEqual(
      [
        ...sources,
        ...globSync(['test/**/*.ts', 'test/**/*.mjs'], { cwd: PROJECT, ignore: 'test/{dist,fixtures}/**' }),
      ].filter((file) => drawer.test(file)),
      [],
    );
  });

  test("a rule's name stands in its own file only", () => {
    const rules = sources.filter((file) => isIn(`${CORE}/lint/rules`, file) && !isRegistry(file));
    const names = new Map(rules.map((file) => [path.basename(file, '.ts'), file]));
    const strays = sources.flatMap((file) =>
      [...read(file).matchAll(/(['"`])([a-z]+(?:-[a-z]+)+)\1/g)].flatMap(([, , name = '']) => {
        const home = names.get(name);
        return home === undefined || home === file ? [] : [`${file}: '${name}'`];
      }),
    );
    assert.deepEqual(strays, []);
  });
});

function importsOf(from: string): Import[] {
  const text = read(from);
  const pattern =
    /^\s*(?:import|export)\b[^'";]*?\bfrom\s+'([^']+)'|^\s*import\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm;
  return [...text.matchAll(pattern)].map((match) => {
    const written = match[1] ?? match[2] ?? match[3] ?? '';
    const to = written.startsWith('.') ? path.posix.join(path.posix.dirname(from), written) : written;
    return { from, to, line: text.slice(0, match.index).split('\n').length };
  });
}

function mayImport(from: string, to: string): boolean {
  const own = partOf(from);
  const other = partOf(to);
  if (own === undefined || other === undefined) return false; // an entry file is nobody's to import
  return own === other || (PARTS[own] ?? []).includes(other);
}

function layerMayImport(from: string, to: string): boolean {
  const own = layerOf(from);
  const other = layerOf(to);
  if (own === other) return true;
  const height = (layer: string): number => LAYERS.findIndex((names) => names.includes(layer));
  return height(other) >= 0 && height(other) < height(own);
}

function cycles(): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) if (isOurs(to)) next.set(from, [...(next.get(from) ?? []), to]);
  const found = new Set<string>();
  const done = new Set<string>();
  const walk = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file);
    if (start >= 0) found.add([...trail.slice(start), file].join(' → '));
    if (start >= 0 || done.has(file)) return;
    for (const other of next.get(file) ?? []) walk(other, [...trail, file]);
    done.add(file);
  };
  for (const file of sources) walk(file, []);
  return [...found];
}

function none(found: readonly Import[], why: string): void {
  assert.deepEqual(
    found.map(({ from, to, line }) => `${from}:${line} imports ${to}, which ${why}`),
    [],
  );
}

function read(file: string): string {
  return readFileSync(path.join(PROJECT, file), 'utf8');
}

function isIn(folder: string, file: string): boolean {
  return file.startsWith(`${folder}/`);
}

function isOurs(to: string): boolean {
  return /^(server|client|test)\//.test(to);
}

function partOf(file: string): string | undefined {
  return Object.keys(PARTS).find((part) => isIn(part, file));
}

function layerOf(file: string): string {
  return file.slice(CORE.length + 1).split('/')[0] ?? '';
}

/** The alphabetical list of a folder. */
function isRegistry(file: string): boolean {
  return path.basename(file) === 'index.ts';
}
