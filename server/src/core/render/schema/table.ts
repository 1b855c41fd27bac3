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
import { defaultSql, nextValue, sequenceOptionsSql, typeSql, words } from './words.ts';

/** CREATE TABLE with its columns and the constraints that need no other table. */
export function tableSql(table: TableState, catalogue: Catalogue): string {
  const inherited = inheritedColumns(table, catalogue);
  const columns = [...table.columns.values()].filter(({ name }) => !inherited.has(name));
  const constraints = table.constraints.filter(standsInTable);
  const lines = [
    ...(table.bound === undefined ? columns.map((column) => columnSql(column, table, catalogue)) : []),
    ...constraints.map(constraintSql),
  ];
  const body =
    lines.length === 0 && table.bound !== undefined ? '' : ` (\n${lines.map((line) => `    ${line}`).join(',\n')}\n)`;
  const [parent] = table.parents ?? [];
  return words(
    table.unlogged ? 'CREATE UNLOGGED TABLE' : 'CREATE TABLE',
    `${quoteQualified(table)}${table.bound !== undefined && parent ? ` PARTITION OF ${quoteQualified(parent)}` : ''}${body}`,
    table.bound,
    table.bound === undefined &&
      table.parents !== undefined &&
      table.parents.length > 0 &&
      `INHERITS (${table.parents.map(quoteQualified).join(', ')})`,
    table.partitionKey && `PARTITION BY ${table.partitionKey}`,
  );
}

/** The constraints that stand in statements of their own: foreign keys, and what is not proven. */
export function laterConstraints(table: TableState): readonly string[] {
  return table.constraints
    .filter((constraint) => !standsInTable(constraint))
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
    computed && `GENERATED ALWAYS AS (${computed.sql}) ${computed.stored === false ? 'VIRTUAL' : 'STORED'}`;
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

/** Columns that the table has of tables it inherits from. */
function inheritedColumns(table: TableState, catalogue: Catalogue): ReadonlySet<string> {
  if (table.bound !== undefined) return new Set();
  const parents = (table.parents ?? []).flatMap((parent) => catalogue.tables.get(tableKey(parent)) ?? []);
  return new Set(parents.flatMap((parent) => [...parent.columns.keys()]));
}

function standsInTable(constraint: ConstraintState): boolean {
  return constraint.kind !== 'foreign-key' && (constraint.kind !== 'check' || constraint.validated);
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
