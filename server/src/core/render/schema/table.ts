/** Tables of the catalogue as SQL: CREATE TABLE with what can stand in it, and what follows when all tables are there. */

import type {
  Catalogue,
  ColumnState,
  ConstraintState,
  PolicyState,
  TableState,
  TriggerState,
} from '../../schema/catalogue.ts';
import { tableKey } from '../../schema/catalogue.ts';
import { ownedSequence } from '../../schema/sequences.ts';
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../../sql/quote.ts';
import { constraintSql } from './constraint.ts';
import { defaultSql, nextValue, sequenceOptionsSql, typeSql, unknown, words } from './words.ts';

/** CREATE TABLE with its columns and the constraints that need no other table. */
export function tableSql(table: TableState, catalogue: Catalogue): string {
  const constraints = table.constraints.filter((one) => standsInTable(one, table));
  const [parent] = table.parents ?? [];
  const isPart = parent !== undefined && table.bound !== undefined && !joinsLater(table);
  const lines = isPart
    ? constraints.map(constraintSql)
    : [
        ...[...table.columns.values()].map((column) => columnSql(column, table, catalogue)),
        ...[...inheritedChecks(table, catalogue), ...constraints].map(constraintSql),
      ];
  const body = lines.length === 0 && isPart ? '' : ` (\n${lines.map((line) => `    ${line}`).join(',\n')}\n)`;
  return words(
    table.unlogged ? 'CREATE UNLOGGED TABLE' : 'CREATE TABLE',
    `${quoteQualified(table)}${isPart ? ` PARTITION OF ${quoteQualified(parent)}` : ''}${body}`,
    isPart && table.bound,
    table.partitionKey && `PARTITION BY ${table.partitionKey}`,
  );
}

/** A partition with keys of its own had them before it was attached; an heir's columns may stand in another order. */
function joinsLater({ bound, constraints }: TableState): boolean {
  return bound === undefined || constraints.some(({ kind }) => kind === 'primary-key' || kind === 'unique');
}

/** ATTACH PARTITION and INHERIT, for tables that were made alone. */
export function joiningSql(table: TableState): readonly string[] {
  const { parents = [], bound } = table;
  if (!joinsLater(table)) return [];
  const name = quoteQualified(table);
  return parents.map((parent) =>
    bound === undefined
      ? `ALTER TABLE ${name} INHERIT ${quoteQualified(parent)}`
      : `ALTER TABLE ${quoteQualified(parent)} ATTACH PARTITION ${name} ${bound}`,
  );
}

/** Checks of the tables above, which a table must have before it joins them. */
function inheritedChecks(table: TableState, catalogue: Catalogue): readonly ConstraintState[] {
  const own = new Set(table.constraints.map(({ name }) => name));
  return (table.parents ?? [])
    .flatMap((parent) => catalogue.tables.get(tableKey(parent))?.constraints ?? [])
    .filter((one) => one.kind === 'check' && !one.noInherit && !own.has(one.name));
}

/** The constraints that stand in statements of their own: foreign keys, second keys, and what is not proven. */
export function laterConstraints(table: TableState): readonly string[] {
  return table.constraints
    .filter((constraint) => !standsInTable(constraint, table))
    .map((constraint) => `ALTER TABLE ${quoteQualified(table)} ADD ${constraintSql(constraint)}`);
}

export function securitySql(table: TableState): readonly string[] {
  const name = quoteQualified(table);
  const { rowSecurity, policies = [] } = table;
  return [
    ...(rowSecurity?.enabled ? [`ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY`] : []),
    ...(rowSecurity?.forced ? [`ALTER TABLE ${name} FORCE ROW LEVEL SECURITY`] : []),
    ...policies.map((policy) => policySql(policy, name)),
  ];
}

/** CREATE TRIGGER, and how it fires if not as it is made. */
export function triggersSql(triggers: readonly TriggerState[], owner: string): readonly string[] {
  const switches = { disabled: 'DISABLE', always: 'ENABLE ALWAYS', replica: 'ENABLE REPLICA' };
  return triggers.flatMap((trigger) => {
    const name = quoteIdentifier(trigger.name);
    const made = words(
      trigger.constraint ? 'CREATE CONSTRAINT TRIGGER' : 'CREATE TRIGGER',
      name,
      trigger.when,
      `ON ${owner}`,
      trigger.scope,
      `EXECUTE FUNCTION ${quoteQualified(trigger.function)}(${trigger.arguments})`,
    );
    return trigger.firing === undefined
      ? [made]
      : [made, `ALTER TABLE ${owner} ${switches[trigger.firing]} TRIGGER ${name}`];
  });
}

export function tableComments(table: TableState): readonly string[] {
  const name = quoteQualified(table);
  return [
    ...(table.comment === undefined ? [] : [`COMMENT ON TABLE ${name} IS ${quoteLiteral(table.comment)}`]),
    ...[...table.columns.values()].flatMap((column) =>
      column.comment === undefined
        ? []
        : [`COMMENT ON COLUMN ${name}.${quoteIdentifier(column.name)} IS ${quoteLiteral(column.comment)}`],
    ),
  ];
}

function columnSql(column: ColumnState, table: TableState, catalogue: Catalogue): string {
  const name = quoteIdentifier(column.name);
  if (isPlainSerial(column, table, catalogue)) return `${name} ${serialTypes[column.type.name ?? '']}`;
  const { default: byDefault, serial, computed, nullable, type } = column;
  const generated =
    computed && `GENERATED ALWAYS AS (${computed.sql ?? unknown}) ${computed.stored === false ? 'VIRTUAL' : 'STORED'}`;
  return words(
    name,
    typeSql(type),
    serial ? `DEFAULT ${nextValue(serial)}` : byDefault && `DEFAULT ${defaultSql(byDefault)}`,
    generated,
    identitySql(column, table, catalogue),
    !nullable && 'NOT NULL',
  );
}

const serialTypes: Readonly<Record<string, string>> = { int2: 'smallserial', int4: 'serial', int8: 'bigserial' };

/** Whether a serial type makes the column with exactly the sequence that it has. */
export function isPlainSerial(column: ColumnState, table: TableState, catalogue: Catalogue): boolean {
  if (column.serial === undefined || column.nullable || serialTypes[column.type.name ?? ''] === undefined) return false;
  const sequence = catalogue.sequences.get(tableKey(column.serial));
  const isOwn = column.serial.name === `${table.name}_${column.name}_seq` && column.serial.name.length < 64;
  const isHere = (column.serial.schema ?? 'public') === (table.schema ?? 'public');
  return (
    isOwn &&
    isHere &&
    sequence !== undefined &&
    Object.keys(sequence.options).join() === 'type' &&
    sequence.options.type === column.type.name
  );
}

function identitySql(column: ColumnState, table: TableState, catalogue: Catalogue): string | undefined {
  const { identity } = column;
  if (identity === undefined) return undefined;
  const sequence = ownedSequence(catalogue, table, column.name, 'identity');
  const isOwn = sequence === undefined || sequence.name === `${table.name}_${column.name}_seq`;
  const details = words(
    !isOwn && `SEQUENCE NAME ${quoteQualified(sequence)}`,
    identity.options && sequenceOptionsSql(identity.options),
  );
  return `GENERATED ${identity.always ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY${details === '' ? '' : ` (${details})`}`;
}

function standsInTable(constraint: ConstraintState, table: TableState): boolean {
  // Of keys on the same columns in one CREATE TABLE the server makes one.
  if (isKey(constraint) && constraint !== firstKey(constraint, table)) return false;
  return constraint.kind !== 'foreign-key' && (constraint.kind !== 'check' || constraint.validated);
}

type Key = Extract<ConstraintState, { kind: 'primary-key' | 'unique' }>;

function isKey(constraint: ConstraintState): constraint is Key {
  return constraint.kind === 'primary-key' || constraint.kind === 'unique';
}

/** The key on the same columns that CREATE TABLE makes: the primary one where there is one. */
function firstKey({ columns }: Key, { constraints }: TableState): Key | undefined {
  const same = constraints.filter(isKey).filter((one) => one.columns.join('\0') === columns.join('\0'));
  return same.find(({ kind }) => kind === 'primary-key') ?? same[0];
}

function policySql(policy: PolicyState, table: string): string {
  return words(
    `CREATE POLICY ${quoteIdentifier(policy.name)} ON ${table}`,
    !policy.permissive && 'AS RESTRICTIVE',
    policy.command !== 'all' && `FOR ${policy.command.toUpperCase()}`,
    policy.roles.length > 0 && `TO ${policy.roles.join(', ')}`,
    policy.using !== undefined && `USING (${policy.using})`,
    policy.check !== undefined && `WITH CHECK (${policy.check})`,
  );
}
