/** Python values as SQL literals, as `literal_binds` writes them. */

import type { Value } from '../../python/value.ts';
import { assumed, exact, type Fragment, join, lowered, sql } from '../fragment.ts';
import { textOf } from '../item/arguments.ts';
import type { Setting } from '../setting.ts';
import { literalSql, unknownSql } from '../text/name.ts';
import { affinityOf } from '../type/classes.ts';
import { baseType } from '../type/construct.ts';

/** A value by its own Python type. Undefined for what is no literal. */
export function plainLiteral(value: Value, setting: Setting): Fragment | undefined {
  switch (value.kind) {
    case 'none':
      return exact('NULL');
    case 'number':
      return exact(numberText(value.source, value.value));
    case 'boolean':
      return exact(booleanText(value.value, setting));
    case 'string':
      return literalSql(value, setting);
    case 'list':
    case 'tuple':
      return undefined;
    default:
      return textOf(value) === undefined ? undefined : literalSql(value, setting);
  }
}

/** A value that is stored into a column, whose type decides how SQLAlchemy writes it. */
export function storedLiteral(value: Value, type: Value | undefined, setting: Setting): Fragment {
  const plain = plainLiteral(value, setting);
  if (plain === undefined) return arrayLiteral(value, type, setting) ?? unknownSql(value, setting);
  if (value.kind === 'none') return plain;
  const affinity = type === undefined ? 'none' : affinityOf(baseType(type)?.name ?? '');
  if (affinity === 'none')
    return lowered(plain, 'assumed', 'the column has no type, so that offline Alembic refuses the value');
  return fits(value, affinity)
    ? plain
    : lowered(plain, 'assumed', `offline Alembic may not be able to write this value`);
}

export function booleanText(value: boolean, { dialect }: Setting): string {
  if (dialect.nativeBoolean || dialect.name === 'mysql') return value ? 'true' : 'false';
  return value ? '1' : '0';
}

function fits(value: Value, affinity: ReturnType<typeof affinityOf>): boolean {
  if (textOf(value) !== undefined) return affinity === 'string' || affinity === 'enum';
  if (value.kind === 'boolean') return affinity === 'boolean';
  return value.kind === 'number' && (affinity === 'integer' ? Number.isInteger(value.value) : affinity === 'numeric');
}

function arrayLiteral(value: Value, type: Value | undefined, setting: Setting): Fragment | undefined {
  if (value.kind !== 'list' || type === undefined || baseType(type)?.name !== 'ARRAY') return undefined;
  const items = value.items.map((item) => plainLiteral(item, setting) ?? unknownSql(item, setting));
  return assumed(sql`ARRAY[${join(items, ', ')}]`.sql, 'how an array is written depends on its items');
}

/** As Python's `repr` of the number. */
function numberText(source: string, value: number): string {
  return Number.isSafeInteger(value) && !/[.eE]/.test(source) ? String(value) : source.replaceAll('_', '');
}
