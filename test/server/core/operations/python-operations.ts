/** Migrations in Python, read; and their operations as one line each. */

import { readOperations } from '../../../../server/src/core/operations/read.ts';
import { parsePython } from '../../../../server/src/core/python/parse.ts';
import { loadSqlParser } from '../../../../server/src/workspace/sql-parser.ts';

export const parser = await loadSqlParser();

const head = 'import sqlalchemy as sa\nfrom sqlalchemy.dialects import postgresql\nfrom alembic import op\n';

/** A file whose `upgrade()` has this body. */
export function migration(body: string): string {
  return `${head}def upgrade():\n${body.replace(/^(?=.)/gm, '    ')}\n`;
}

export function readText(text: string) {
  return readOperations(parsePython(text), { parser });
}

/** The operations of `upgrade()`: kind, what is said of it, and in brackets the circumstances. */
export function upgradeLines(text: string): readonly string[] {
  return readText(text).upgrade.map(showOperation);
}

export function showOperation(operation: { readonly kind: string; readonly circumstance: object }): string {
  const { kind, circumstance, ...rest } = operation;
  const around = Object.entries(circumstance).map(([name, value]) =>
    value === true ? name : `${name} ${showAround(value)}`,
  );
  return `${kind} ${show(rest)}${around.length > 0 ? ` [${around.join('; ')}]` : ''}`;
}

function showAround(value: unknown): string {
  if (Array.isArray(value)) return value.join(' > ');
  return typeof value === 'object' && value !== null && 'table' in value ? show(value.table) : String(value);
}

/** Members that are empty, false, or only say where something stands are left out, and those with tests of their own. */
const silent = new Set([
  'changes',
  'others',
  'span',
  'nameSpan',
  'valueSpan',
  'whereSpan',
  'conditionSpan',
  'room',
  'origin',
  'call',
  'source',
  'comments',
  'dimensions',
]);

function show(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map((item) => (item === undefined ? '-' : show(item))).join(', ')}]`;
  if ('unknown' in value) return `?${value.unknown}?`;
  if ('final' in value && 'value' in value) return `f(${value.value})`;
  const entries = Object.entries(value).filter(([name, member]) => isSaid(name, member));
  const [first] = entries;
  if (entries.length === 1 && first && (first[0] === 'value' || first[0] === 'name')) return show(first[1]);
  return `{${entries.map(([name, member]) => `${name}: ${show(member)}`).join(', ')}}`;
}

function isSaid(name: string, value: unknown): boolean {
  if (name === 'dimensions' && value !== 0) return true;
  if (silent.has(name) || value === undefined || (value === false && name !== 'value')) return false;
  return !(Array.isArray(value) && value.length === 0);
}
