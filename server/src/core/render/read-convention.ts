/** The naming convention that a Python file hands to SQLAlchemy's MetaData, as far as it is written out. */

import { interpret } from '../python/interpret.ts';
import { parsePython } from '../python/parse.ts';
import type { Value } from '../python/value.ts';
import type { Convention } from '../schema/naming-convention.ts';
import { plainText } from './item/arguments.ts';

/** The word without which no file sets a convention. */
export const conventionWord = 'naming_convention';

const keys = new Set(['ix', 'uq', 'ck', 'fk', 'pk']);

/** Of one file; `unknown` where it names a convention that can't be read. */
export function readConvention(text: string): Convention {
  if (!text.includes(conventionWord)) return { kind: 'none' };
  const { names } = interpret(parsePython(text), { test: () => undefined });
  const seen = new Set<Value>();
  for (const value of names.values()) {
    const templates = conventionIn(value, seen);
    if (templates !== undefined) return { kind: 'known', templates };
  }
  return { kind: 'unknown' };
}

/** Of several files, the only one that is found; `unknown` where they differ. */
export function oneConvention(conventions: readonly Convention[]): Convention {
  const [first, ...others] = conventions.filter((convention) => convention.kind !== 'none');
  if (first === undefined) return { kind: 'none' };
  return others.every((other) => isSame(first, other)) ? first : { kind: 'unknown' };
}

type Templates = Readonly<Record<string, string>>;

/** A dictionary of templates, wherever it stands in the value. */
function conventionIn(value: Value, seen: Set<Value>): Templates | undefined {
  if (seen.has(value)) return undefined;
  seen.add(value);
  if (value.kind === 'dict') return templatesOf(value);
  for (const inner of innerValues(value)) {
    const found = conventionIn(inner, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

function innerValues(value: Value): readonly Value[] {
  if (value.kind === 'call') return [value.callee, ...value.arguments.map((argument) => argument.value)];
  if (value.kind === 'class') return [...value.attributes.values(), ...value.bases];
  if (value.kind === 'list' || value.kind === 'tuple') return value.items;
  return value.kind === 'member' ? [value.object] : [];
}

function templatesOf({ entries }: Extract<Value, { kind: 'dict' }>): Templates | undefined {
  const pairs = entries.map(({ key, value }) => [plainText(key), plainText(value)] as const);
  const known = pairs.flatMap(([key, template]) =>
    key !== undefined && template !== undefined && keys.has(key) ? [[key, template] as const] : [],
  );
  return known.length > 0 && known.length === pairs.length ? Object.fromEntries(known) : undefined;
}

function isSame(a: Convention, b: Convention): boolean {
  if (a.kind !== 'known' || b.kind !== 'known') return a.kind === b.kind;
  const names = [...new Set([...Object.keys(a.templates), ...Object.keys(b.templates)])];
  return names.every((name) => a.templates[name] === b.templates[name]);
}
