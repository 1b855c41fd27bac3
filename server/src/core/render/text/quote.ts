/** Names and literals, quoted as SQLAlchemy quotes them. */

import type { Dialect } from '../dialect.ts';

/** Quoted when it must be: a reserved word, upper case, a leading digit, or a character outside letters, digits, `_`, `$`. */
export function identifier(dialect: Dialect, name: string): string {
  const lower = name.toLowerCase();
  const plain = lower === name && !dialect.reserved.has(lower) && /^[a-z_][a-z0-9_$]*$/.test(name);
  return plain ? name : quoted(dialect, name);
}

/** A schema as the `schema=` of an operation names it: each part between dots by itself. */
export function dotted(dialect: Dialect, name: string): string {
  return name
    .split('.')
    .map((part) => identifier(dialect, part))
    .join('.');
}

export function literal(dialect: Dialect, text: string): string {
  const doubled = text.replaceAll("'", "''");
  return `'${dialect.escapesBackslash ? doubled.replaceAll('\\', '\\\\') : doubled}'`;
}

function quoted(dialect: Dialect, name: string): string {
  const { quote } = dialect;
  return quote + name.replaceAll(quote, quote + quote) + quote;
}
