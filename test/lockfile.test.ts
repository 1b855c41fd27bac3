/**
 * `npm ci` refuses a lockfile that lacks another platform's package. npm leaves such a package out, without a word, when
 * the registry doesn't have it at the moment of locking; on the machine that locked nothing is noticed.
 */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

interface Entry {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

test('the lockfile holds every platform', () => {
  const file = path.resolve(import.meta.dirname, '../package-lock.json');
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Entry> };
  const isLocked = (name: string, from: string): boolean => {
    if (`${from}${from && '/'}node_modules/${name}` in packages) return true;
    if (from === '') return false;
    return isLocked(name, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))));
  };
  const missing = Object.entries(packages).flatMap(([from, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !isLocked(name, from))
      .map((name) => `${name}, wanted by ${from}`),
  );
  assert.deepEqual(missing, []);
});
