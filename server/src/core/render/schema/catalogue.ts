/** A catalogue as the statements that make it on an empty database, in an order in which they run. */

import type { Catalogue, DomainState, FunctionState, SequenceState, ViewState } from '../../schema/catalogue.ts';
import { tableKey } from '../../schema/catalogue.ts';
import { mentions } from '../../schema/identifiers.ts';
import { isUnknownSchema } from '../../schema/name.ts';
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../../sql/quote.ts';
import { indexSql } from './constraint.ts';
import {
  isPlainSerial,
  joiningSql,
  laterConstraints,
  securitySql,
  tableComments,
  tableSql,
  triggersSql,
} from './table.ts';
import { columnList, defaultSql, sequenceOptionsSql, typeSql, unknown, words } from './words.ts';

/** Temporary tables are left out: they go with the connection that made them. */
export function catalogueSql(catalogue: Catalogue): readonly string[] {
  const tables = [...catalogue.tables.values()].filter(({ temporary }) => !temporary);
  const views = inOrder(catalogue);
  const [early, late] = functionsOf(catalogue);
  return [
    ...(early.length + late.length > 0 ? ['SET check_function_bodies = off'] : []),
    ...schemasOf(catalogue).map((name) =>
      words('CREATE SCHEMA', isUnknownSchema(name) && unknown, quoteIdentifier(name)),
    ),
    ...[...catalogue.extensions.values()].map(({ name, schema, version }) =>
      words(
        `CREATE EXTENSION ${quoteIdentifier(name)}`,
        schema && `SCHEMA ${quoteIdentifier(schema)}`,
        version && `VERSION ${quoteLiteral(version)}`,
      ),
    ),
    ...[...catalogue.enums.values()].map((state) => {
      const labels = state.labels?.map(quoteLiteral).join(', ') ?? unknown;
      return `CREATE TYPE ${quoteQualified({ schema: state.schema, name: state.name ?? '' })} AS ENUM (${labels})`;
    }),
    ...[...catalogue.types.values()].map((type) => `CREATE TYPE ${quoteQualified(type)} ${type.definition ?? unknown}`),
    ...[...catalogue.domains.values()].map(domainSql),
    ...[...catalogue.sequences.values()].filter((one) => !comesAlong(one, catalogue)).map(sequenceSql),
    ...early.map(functionSql),
    ...tables.map((table) => tableSql(table, catalogue)),
    ...tables.flatMap(joiningSql),
    ...owners(catalogue),
    ...late.map(functionSql),
    ...views.map(viewSql),
    ...tables.flatMap((table) => table.indexes.map((index) => indexSql(index, table))),
    ...views.flatMap((view) => view.indexes.map((index) => indexSql(index, view))),
    ...tables.flatMap(laterConstraints),
    ...tables.flatMap((table) => triggersSql(table.triggers ?? [], quoteQualified(table))),
    ...views.flatMap((view) => triggersSql(view.triggers, quoteQualified(view))),
    ...tables.flatMap(securitySql),
    ...tables.flatMap(tableComments),
    ...views.flatMap(viewComment),
    ...attached(catalogue),
  ];
}

/** Those that migrations made, and those that were there for them. */
function schemasOf(catalogue: Catalogue): readonly string[] {
  const { schemas, extensions, enums, types, domains, sequences, functions, tables, views } = catalogue;
  const states: readonly { readonly schema?: string }[] = [
    extensions,
    enums,
    types,
    domains,
    sequences,
    functions,
    tables,
    views,
  ].flatMap((all) => [...all.values()]);
  const used = states.flatMap(({ schema }) => (schema === undefined || schema === 'public' ? [] : [schema]));
  return [...new Set([...schemas.keys(), ...used])];
}

function domainSql(domain: DomainState): string {
  return words(
    `CREATE DOMAIN ${quoteQualified(domain)} AS ${typeSql(domain.type)}`,
    domain.default && `DEFAULT ${defaultSql(domain.default)}`,
    !domain.nullable && 'NOT NULL',
    ...domain.checks.map(({ name, sql }) =>
      words(name !== undefined && `CONSTRAINT ${quoteIdentifier(name)}`, `CHECK (${sql ?? unknown})`),
    ),
  );
}

function sequenceSql(sequence: SequenceState): string {
  return words(`CREATE SEQUENCE ${quoteQualified(sequence)}`, sequenceOptionsSql(sequence.options));
}

/** Whether a serial type or an identity of a column makes the sequence. */
function comesAlong(sequence: SequenceState, catalogue: Catalogue): boolean {
  const { from, ownedBy } = sequence;
  if (from === undefined || ownedBy === undefined) return false;
  const table = catalogue.tables.get(tableKey(ownedBy.table));
  const column = table?.columns.get(ownedBy.column);
  if (table === undefined || column === undefined) return false;
  if (from === 'identity') return column.identity !== undefined;
  return column.serial?.name === sequence.name && isPlainSerial(column, table, catalogue);
}

function owners(catalogue: Catalogue): readonly string[] {
  return [...catalogue.sequences.values()].flatMap((sequence) => {
    const { ownedBy } = sequence;
    if (ownedBy === undefined || comesAlong(sequence, catalogue)) return [];
    const column = `${quoteQualified(ownedBy.table)}.${quoteIdentifier(ownedBy.column)}`;
    return [`ALTER SEQUENCE ${quoteQualified(sequence)} OWNED BY ${column}`];
  });
}

/** Functions that name no table stand before tables, whose defaults and checks may call them. */
function functionsOf({ functions, tables }: Catalogue): readonly [readonly FunctionState[], readonly FunctionState[]] {
  const names = [...tables.values()].map(({ name }) => name);
  const isLate = ({ definition = '' }: FunctionState) => {
    const head = definition.split(/\bAS\b/i)[0] ?? '';
    return names.some((name) => mentions(head, name));
  };
  const all = [...functions.values()];
  return [all.filter((one) => !isLate(one)), all.filter(isLate)];
}

function functionSql({ kind, definition, ...name }: FunctionState): string {
  return `CREATE ${kind.toUpperCase()} ${quoteQualified(name)}${definition === undefined ? `() ${unknown}` : definition}`;
}

function viewSql(view: ViewState): string {
  return words(
    view.materialized ? 'CREATE MATERIALIZED VIEW' : 'CREATE VIEW',
    quoteQualified(view),
    view.columns && columnList(view.columns),
    view.options && `WITH (${view.options})`,
    'AS',
    view.query ?? unknown,
    view.checkOption && `WITH ${view.checkOption.toUpperCase()} CHECK OPTION`,
    view.populated === false && 'WITH NO DATA',
  );
}

function viewComment(view: ViewState): readonly string[] {
  if (view.comment === undefined) return [];
  const kind = view.materialized ? 'MATERIALIZED VIEW' : 'VIEW';
  return [`COMMENT ON ${kind} ${quoteQualified(view)} IS ${quoteLiteral(view.comment)}`];
}

function attached({ tables }: Catalogue): readonly string[] {
  return [...tables.values()].flatMap((table) =>
    table.indexes.flatMap(({ name, parent }) =>
      parent === undefined || name === undefined
        ? []
        : [`ALTER INDEX ${quoteQualified(parent)} ATTACH PARTITION ${quoteQualified({ schema: table.schema, name })}`],
    ),
  );
}

/** Views behind those that they read. */
function inOrder({ views }: Catalogue): readonly ViewState[] {
  const placed = new Map<string, ViewState>();
  const place = (view: ViewState, above: ReadonlySet<string>): void => {
    const key = tableKey(view);
    if (placed.has(key) || above.has(key)) return;
    for (const name of view.reads) {
      const read = views.get(tableKey(name));
      if (read !== undefined) place(read, new Set([...above, key]));
    }
    placed.set(key, view);
  };
  for (const view of views.values()) place(view, new Set());
  return [...placed.values()];
}
