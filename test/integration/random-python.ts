/** Names and literals in Python source, some of which need quotes in SQL. */

import type { Random } from './random-history.ts';

/** A Python string literal. */
export function py(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}

export function list(names: readonly string[]): string {
  return `[${names.map(py).join(', ')}]`;
}

export function maybe(random: Random, probability: number, make: () => string): readonly string[] {
  return random.chance(probability) ? [make()] : [];
}

const long = 'a_table_with_a_name_that_is_much_longer_than_anyone_would_like';

export function tableName(random: Random): string {
  if (random.chance(0.7)) return random.pick(['users', 'orders', 'invoice_lines', 'accounts2']);
  return random.pick([
    'Order',
    'user',
    'select',
    '1st',
    'with space',
    'quo"te',
    'ñandú',
    '$money',
    'back`tick',
    long,
    'name',
  ]);
}

export function columnName(random: Random): string {
  if (random.chance(0.75)) return random.pick(['id', 'name', 'email', 'created_at', 'tenant_id', 'amount', 'a', 'b']);
  return random.pick([
    'Name',
    'order',
    'desc',
    '2fa',
    'with space',
    'é',
    'column',
    'key',
    'interval',
    'a$b',
    `${long}_column`.slice(0, 60),
  ]);
}

export function schemaSource(random: Random): readonly string[] {
  return maybe(random, 0.15, () => `schema=${py(random.pick(['billing', 'Billing', 'a.b', 'user']))}`);
}

/** A constraint's or index's name, `op.f(…)`, or None. */
export function nameSource(random: Random, prefix: string, none = 0.15): string {
  if (random.chance(none)) return 'None';
  const name = random.chance(0.85)
    ? random.pick([`${prefix}_users_id`, `${prefix}_orders_name`, `${prefix.toUpperCase()}_Upper`])
    : `${prefix}_${long}_and_more_of_it`.slice(0, random.chance(0.5) ? 62 : 75);
  return random.chance(0.5) ? `op.f(${py(name)})` : py(name);
}
