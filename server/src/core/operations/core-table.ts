/** Tables as SQLAlchemy Core and embedded models name them. */

import { plain } from '../python/constant.ts';
import type { ClassValue, Value } from '../python/value.ts';
import type { Span } from '../text/span.ts';
import { calledName, isCallOf, keyword, parameter } from './symbol.ts';
import { schemaOf } from './unknown-schema.ts';

export interface CoreTable {
  readonly schema?: string;
  readonly name: string;
  readonly alias?: string;
  readonly span: Span;
}

/** The table a value stands for; undefined when it is none, or one that isn't defined in this file. */
export function coreTable(value: Value): CoreTable | undefined {
  if (value.kind === 'class') return modelTable(value, value.span);
  if (value.kind === 'member') {
    if (isTableCollection(value.object)) return { name: value.name, span: value.span };
    if (value.name === '__table__' || value.name === 'table') return coreTable(value.object);
    return undefined;
  }
  if (value.kind === 'operator' && value.operator === '[]') return metadataTable(value.operands, value.span);
  if (value.kind !== 'call') return undefined;
  if (value.callee.kind === 'member' && value.callee.name === 'alias') {
    const table = coreTable(value.callee.object);
    const alias = text(value.arguments[0]?.value);
    return table && { ...table, ...(alias === undefined ? {} : { alias }), span: value.span };
  }
  const called = calledName(value);
  if (called === 'alias' || called === 'aliased') {
    const table = value.arguments[0] && coreTable(value.arguments[0].value);
    return table && { ...table, span: value.span };
  }
  // `op.create_table` returns the table it makes.
  if (value.callee.kind === 'reference' && value.callee.path === 'alembic.op.create_table') {
    return named(parameter(value, 0, 'table_name'), keyword(value, 'schema'), value.span);
  }
  if (called !== 'table' && called !== 'Table' && called !== 'TableClause') return undefined;
  return named(parameter(value, 0, 'name'), keyword(value, 'schema'), value.span);
}

/** What env.py hands to `upgrade()` as the tables of its metadata, by attribute. */
export function tableCollection(span: Span): Value {
  return { kind: 'member', object: { kind: 'reference', path: metadataPath, span }, name: 'tables', span };
}

const metadataPath = 'alembic.context.target_metadata';

function isTableCollection(value: Value): boolean {
  if (value.kind !== 'member' || value.name !== 'tables') return false;
  return value.object.kind === 'reference' && value.object.path === metadataPath;
}

/** `metadata.tables["users"]`. */
function metadataTable([object, key]: readonly Value[], span: Span): CoreTable | undefined {
  const tables =
    object?.kind === 'member' ? object.name : object?.kind === 'reference' ? object.path.split('.').at(-1) : '';
  const name = text(key);
  if (tables !== 'tables' || name === undefined) return undefined;
  const dot = name.lastIndexOf('.');
  return dot < 0 ? { name, span } : { schema: name.slice(0, dot), name: name.slice(dot + 1), span };
}

/** A declarative class: `__tablename__`, and a schema in `__table_args__`; SQLModel takes the class's own name. */
function modelTable({ name, attributes, bases }: ClassValue, span: Span): CoreTable | undefined {
  const table = attributes.get('__table__');
  if (table) return coreTable(table);
  const given = attributes.get('__tablename__');
  const args = attributes.get('__table_args__');
  const dict = args?.kind === 'tuple' ? args.items.at(-1) : args;
  const schema = dict?.kind === 'dict' ? dict.entries.find(({ key }) => text(key) === 'schema')?.value : undefined;
  if (given) return named(given, schema, span);
  const isSqlModel = bases.some((base) => base.kind === 'reference' && base.path === 'sqlmodel.SQLModel');
  return isSqlModel ? { name: name.toLowerCase(), span } : undefined;
}

function named(name: Value | undefined, schema: Value | undefined, span: Span): CoreTable | undefined {
  const [own, qualifier] = [text(name), text(schema)];
  if (own === undefined) return undefined;
  const inside = qualifier ?? (schema && schema.kind !== 'none' ? schemaOf(schema) : undefined);
  return inside ? { schema: inside, name: own, span } : { name: own, span };
}

function text(value: Value | undefined): string | undefined {
  const constant = value && plain(value);
  return typeof constant === 'string' ? constant : undefined;
}

/** The column of a model's attribute: the name given to `Column(…)`, else the attribute's own. */
export function modelColumn(model: ClassValue, attribute: string): string {
  const value = model.attributes.get(attribute);
  const isColumn = value && isCallOf(value, 'Column', 'mapped_column');
  return (isColumn ? text(value.arguments[0]?.value) : undefined) ?? attribute;
}
