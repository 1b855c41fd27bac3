/** Tests of the database's dialect and of offline mode, as facts that hold on either side. */

import { itemsOf, plain } from '../python/constant.ts';
import type { Fact, TestMeaning } from '../python/machine.ts';
import type { Value } from '../python/value.ts';
import type { Circumstance } from './operation.ts';

/** What a test says of the world it runs in; undefined when it says nothing that is known. */
export function meaningOf(value: Value): TestMeaning | undefined {
  if (value.kind === 'operator') return operatorMeaning(value.operator, value.operands);
  if (isOfflineMode(value)) return { holds: undefined, fails: [online], prefer: 'fails' };
  if (value.kind === 'call' && value.callee.kind === 'member' && value.callee.name === 'startswith') {
    const prefix = value.arguments[0] && plain(value.arguments[0].value);
    return isDialectName(value.callee.object) ? dialectsThat((name) => name.startsWith(String(prefix))) : undefined;
  }
  return undefined;
}

const online: Fact = { subject: 'online', values: ['yes'], negated: false };

function operatorMeaning(operator: string, operands: readonly Value[]): TestMeaning | undefined {
  const [left, right] = operands;
  if (!left) return undefined;
  if (operator === 'not') return opposite(meaningOf(left));
  if (!right) return undefined;
  if (operator === 'and') return both(meaningOf(left), meaningOf(right));
  if (operator === 'or') return opposite(both(opposite(meaningOf(left)), opposite(meaningOf(right))));
  if (operator === '==' || operator === 'is') return comparison(left, right);
  if (operator === '!=' || operator === 'is not') return opposite(comparison(left, right));
  if (operator === 'in') return membership(left, right);
  return operator === 'not in' ? opposite(membership(left, right)) : undefined;
}

function comparison(left: Value, right: Value): TestMeaning | undefined {
  const [name, other] = isDialectName(left) ? [left, right] : [right, left];
  const dialect = plain(other);
  return isDialectName(name) && typeof dialect === 'string' ? dialects([dialect]) : undefined;
}

function membership(item: Value, container: Value): TestMeaning | undefined {
  if (isDialectName(item)) {
    const names = itemsOf(container)?.map(plain);
    return names?.every((name) => typeof name === 'string') ? dialects(names) : undefined;
  }
  // `"postgres" in bind.dialect.name`
  const part = plain(item);
  return isDialectName(container) ? dialectsThat((name) => name.includes(String(part))) : undefined;
}

/** The names of SQLAlchemy's own dialects, and of those that are likely beside PostgreSQL. */
const known = ['postgresql', 'sqlite', 'mysql', 'mariadb', 'oracle', 'mssql', 'cockroachdb', 'redshift', 'snowflake'];

/** Undefined for a test that says nothing of them, or holds of all. */
function dialectsThat(fit: (name: string) => boolean): TestMeaning | undefined {
  const fitting = known.filter(fit);
  return fitting.length === 0 || fitting.length === known.length ? undefined : dialects(fitting);
}

function dialects(values: readonly string[]): TestMeaning {
  const names = values.map((value) => (value === 'postgres' ? 'postgresql' : value));
  const fact = { subject: 'dialect', values: names };
  return {
    holds: [{ ...fact, negated: false }],
    fails: [{ ...fact, negated: true }],
    prefer: names.includes('postgresql') ? 'holds' : 'fails',
  };
}

function opposite(meaning: TestMeaning | undefined): TestMeaning | undefined {
  if (!meaning) return undefined;
  const swapped = { holds: 'fails', fails: 'holds', both: 'both' } as const;
  return {
    holds: meaning.fails,
    fails: meaning.holds,
    ...(meaning.more ? { more: swapped[meaning.more] } : {}),
    ...(meaning.prefer ? { prefer: meaning.prefer === 'holds' ? 'fails' : 'holds' } : {}),
  };
}

/** `a and b`: where it holds both sides do; where it fails, one of them does, and it isn't known which. */
function both(a: TestMeaning | undefined, b: TestMeaning | undefined): TestMeaning | undefined {
  if (!a && !b) return undefined;
  const holds = [...(a?.holds ?? []), ...(b?.holds ?? [])];
  const open = !a?.holds || !b?.holds || a.more !== undefined || b.more !== undefined;
  const fails = a && b ? either(a.fails, b.fails) : undefined;
  const prefer = a?.prefer === 'fails' || b?.prefer === 'fails' ? 'fails' : open ? undefined : 'holds';
  return { holds, fails, ...(open ? { more: 'holds' as const } : {}), ...(prefer ? { prefer } : {}) };
}

/** One of two sides holds: dialects of either. */
function either(a: readonly Fact[] | undefined, b: readonly Fact[] | undefined): readonly Fact[] | undefined {
  const [one, other] = [a?.[0], b?.[0]];
  if (!one || !other || a?.length !== 1 || b?.length !== 1) return undefined;
  if (one.subject !== other.subject || one.negated || other.negated) return undefined;
  return [{ ...one, values: [...new Set([...one.values, ...other.values])] }];
}

/** `….dialect.name`, `bind.engine.name`. */
function isDialectName(value: Value): boolean {
  if (value.kind === 'reference') return /\.(dialect|engine)\.name$/.test(value.path);
  if (value.kind !== 'member' || value.name !== 'name') return false;
  const { object } = value;
  return object.kind === 'member' && (object.name === 'dialect' || object.name === 'engine');
}

function isOfflineMode(value: Value): boolean {
  if (value.kind === 'member') return value.name === 'as_sql';
  if (value.kind !== 'call') return false;
  const { callee } = value;
  const name =
    callee.kind === 'member' ? callee.name : callee.kind === 'reference' ? callee.path.split('.').at(-1) : '';
  return name === 'is_offline_mode';
}

/** What facts mean for the operations under them. */
export function factsOf(facts: readonly Fact[]): Pick<Circumstance, 'onlyDialects' | 'exceptDialects' | 'onlineOnly'> {
  let only: readonly string[] | undefined;
  const except: string[] = [];
  for (const { subject, values, negated } of facts) {
    if (subject !== 'dialect') continue;
    if (negated) except.push(...values);
    else only = only ? only.filter((name) => values.includes(name)) : values;
  }
  return {
    ...(only ? { onlyDialects: only } : {}),
    ...(except.length > 0 ? { exceptDialects: [...new Set(except)] } : {}),
    ...(facts.some(({ subject }) => subject === 'online') ? { onlineOnly: true } : {}),
  };
}
