/** The JSON document of `schema`; a contract, see `schemaVersion` and docs/schema.md. */

import type {
  Catalogue,
  ColumnState,
  ConstraintState,
  DomainState,
  IndexState,
  Provenance,
  QualifiedName,
  TableState,
  ViewState,
} from '../../core/schema/catalogue.ts';
import type { DataType, ServerDefault } from '../../core/schema/data-type.ts';
import { indexLines, type LineIndex, rangeOf } from '../../core/text/line-index.ts';
import type { Span } from '../../core/text/span.ts';
import { relative } from '../choose.ts';
import type { SchemaReport } from '../schema-report.ts';

export function schemaJson(report: SchemaReport): string {
  const { revisions, catalogue, unread } = report;
  const at = placesOf(report);
  const document = {
    schemaVersion: 1,
    at: revisions,
    ...catalogueJson(catalogue, (by) => ({
      revision: by.revision,
      ...at(by.file, by.span),
      ...(by.tentative === undefined ? {} : { tentative: by.tentative }),
    })),
    opaque: unread.map(({ revision, file, operation: { span, source, reason } }) => ({
      revision,
      ...at(file, span),
      source,
      reason,
    })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** Where an object comes from, as the document shows it. */
type Origin = (by: Provenance) => object;

/** Positions in any file, its lines counted once. */
function placesOf({ snapshot, terminal }: SchemaReport) {
  const indexes = new Map<string, LineIndex>();
  return (file: string, span: Span) => {
    const index = indexes.get(file) ?? indexLines(snapshot.text(file) ?? '');
    indexes.set(file, index);
    return { file: relative(terminal.cwd, file), range: rangeOf(index, span) };
  };
}

function catalogueJson(catalogue: Catalogue, origin: Origin): object {
  const all = <State extends { readonly by: Provenance }>(
    states: ReadonlyMap<string, State>,
    more: (state: State) => object,
  ) => [...states.values()].map((state) => ({ ...more(state), by: origin(state.by) }));
  return {
    schemas: all(catalogue.schemas, ({ name }) => ({ name })),
    extensions: all(catalogue.extensions, ({ by: _, ...state }) => state),
    enums: all(catalogue.enums, ({ schema, name, labels }) => ({
      schema: schema ?? null,
      name,
      labels: labels ?? null,
    })),
    domains: all(catalogue.domains, domainJson),
    types: all(catalogue.types, ({ by: _, ...type }) => ({
      ...named(type),
      kind: type.kind,
      definition: type.definition ?? null,
    })),
    sequences: all(catalogue.sequences, ({ by: _, options, ownedBy, from, ...name }) => ({
      ...named(name),
      options,
      ownedBy: ownedBy === undefined ? null : { ...named(ownedBy.table), column: ownedBy.column },
      from: from ?? null,
    })),
    tables: [...catalogue.tables.values()]
      .filter(({ temporary }) => !temporary)
      .map((table) => ({ ...tableJson(table, origin), by: origin(table.by) })),
    views: all(catalogue.views, (view) => viewJson(view, origin)),
    functions: all(catalogue.functions, ({ kind, signature, definition, ...name }) => ({
      ...named(name),
      kind,
      signature,
      definition: definition ?? null,
    })),
  };
}

function tableJson(table: TableState, origin: Origin): object {
  const { columns, constraints, indexes, triggers = [], policies = [], parents = [], rowSecurity } = table;
  return {
    ...named(table),
    comment: table.comment ?? null,
    whole: table.whole,
    unlogged: table.unlogged ?? false,
    partitionKey: table.partitionKey ?? null,
    parents: parents.map(named),
    bound: table.bound ?? null,
    rowSecurity: { enabled: rowSecurity?.enabled ?? false, forced: rowSecurity?.forced ?? false },
    columns: [...columns.values()].map((column) => ({ ...columnJson(column), by: origin(column.by) })),
    constraints: constraints.map((constraint) => ({ ...constraintJson(constraint), by: origin(constraint.by) })),
    indexes: indexes.map((index) => ({ ...indexJson(index), by: origin(index.by) })),
    triggers: triggers.map((trigger) => ({ ...trigger, function: named(trigger.function), by: origin(trigger.by) })),
    policies: policies.map((policy) => ({ ...policy, by: origin(policy.by) })),
  };
}

function columnJson({
  name,
  type,
  nullable,
  default: byDefault,
  serial,
  identity,
  computed,
  comment,
}: ColumnState): object {
  return {
    name,
    type: typeJson(type),
    nullable,
    default: byDefault === undefined ? null : defaultJson(byDefault),
    serial: serial === undefined ? null : named(serial),
    identity: identity ?? null,
    computed: computed === undefined ? null : { sql: computed.sql ?? null, stored: computed.stored ?? true },
    comment: comment ?? null,
  };
}

function typeJson({ name, schema, modifiers, dimensions, collation, source }: DataType): object {
  return {
    name: name ?? null,
    schema: schema ?? null,
    modifiers,
    dimensions,
    collation: collation ?? null,
    source,
  };
}

function defaultJson(value: ServerDefault): object {
  switch (value.kind) {
    case 'literal':
      return { kind: 'literal', text: value.text };
    case 'expression':
      return { kind: 'expression', sql: value.sql };
    case 'unknown':
      return { kind: 'unknown', source: value.source };
  }
}

function constraintJson({ by: _, name, ...constraint }: ConstraintState): object {
  if (constraint.kind !== 'foreign-key') return { name: name ?? null, ...constraint };
  return { name: name ?? null, ...constraint, referent: named(constraint.referent) };
}

function indexJson({ by: _, name, columns, keys, parent, invalid, partial, ...index }: IndexState): object {
  return {
    name: name ?? null,
    columns: columns.map((column) => column ?? null),
    keys: columns.map((column, i) => keys?.[i] ?? column ?? null),
    ...index,
    partial,
    valid: invalid !== true,
    parent: parent === undefined ? null : named(parent),
  };
}

function viewJson(view: ViewState, origin: Origin): object {
  return {
    ...named(view),
    materialized: view.materialized,
    columns: view.columns ?? null,
    query: view.query ?? null,
    reads: view.reads.map(named),
    comment: view.comment ?? null,
    indexes: view.indexes.map((index) => ({ ...indexJson(index), by: origin(index.by) })),
    triggers: view.triggers.map((trigger) => ({
      ...trigger,
      function: named(trigger.function),
      by: origin(trigger.by),
    })),
  };
}

function domainJson({ type, nullable, default: byDefault, checks, ...name }: DomainState): object {
  return {
    ...named(name),
    type: typeJson(type),
    nullable,
    default: byDefault === undefined ? null : defaultJson(byDefault),
    checks: checks.map((check) => ({ name: check.name ?? null, sql: check.sql ?? null, validated: check.validated })),
  };
}

function named({ schema, name }: QualifiedName): { readonly schema: string | null; readonly name: string } {
  return { schema: schema ?? null, name };
}
