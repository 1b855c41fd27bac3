/**
 * Which types a column can get without USING: the server converts its values by itself only where a cast is meant for
 * assignment. Compared with a real server for every pair of the types here (`test/integration/cast-oracle.test.ts`).
 */

import type { Catalogue } from '../schema/catalogue.ts';
import type { DataType } from '../schema/data-type.ts';
import { findEnum } from '../schema/enums.ts';
import { domainOf } from './lookup.ts';

/** What every type can become: its text. */
const textual: readonly string[] = ['text', 'varchar', 'bpchar', 'citext', 'name'];

/** What each type can become besides. */
const assignable: Readonly<Record<string, readonly string[]>> = {
  int2: ['int4', 'int8', 'numeric', 'float4', 'float8', 'oid', 'regclass'],
  int4: ['int2', 'int8', 'numeric', 'float4', 'float8', 'money', 'oid', 'regclass'],
  int8: ['int2', 'int4', 'numeric', 'float4', 'float8', 'money', 'oid', 'regclass'],
  numeric: ['int2', 'int4', 'int8', 'float4', 'float8', 'money'],
  float4: ['int2', 'int4', 'int8', 'numeric', 'float8'],
  float8: ['int2', 'int4', 'int8', 'numeric', 'float4'],
  money: ['numeric'],
  bool: [],
  text: ['regclass'],
  varchar: ['regclass'],
  bpchar: [],
  citext: [],
  name: [],
  bytea: [],
  date: ['timestamp', 'timestamptz'],
  time: ['timetz', 'interval'],
  timetz: ['time'],
  timestamp: ['date', 'time', 'timestamptz'],
  timestamptz: ['date', 'time', 'timetz', 'timestamp'],
  interval: ['time'],
  uuid: [],
  json: ['jsonb'],
  jsonb: ['json'],
  xml: [],
  inet: ['cidr'],
  cidr: ['inet'],
  macaddr: ['macaddr8'],
  macaddr8: ['macaddr'],
  bit: ['varbit'],
  varbit: ['bit'],
  oid: ['int4', 'int8', 'regclass'],
  regclass: ['int4', 'int8', 'oid'],
  tsvector: [],
  tsquery: [],
  int4range: [],
  tstzrange: [],
  hstore: [],
};

/** The types that are known here. */
export const castTypes: readonly string[] = Object.keys(assignable);

/** Whether the server converts the values by itself; undefined where it isn't known what a type is. */
export function convertsByItself(from: DataType, to: DataType, catalogue: Catalogue): boolean | undefined {
  const [source, target] = [baseOf(from, catalogue), baseOf(to, catalogue)];
  if (source === undefined || target === undefined) return undefined;
  if (textual.includes(target.name) && target.dimensions === 0) return true;
  if (source.dimensions > 0 !== target.dimensions > 0) return false;
  if (source.name === target.name) return true;
  return textual.includes(target.name) || (assignable[source.name]?.includes(target.name) ?? false);
}

/** Whether the type's values are text to the server, so that a cast of them reads the text. */
export function isTextual({ name, dimensions }: DataType): boolean {
  return name !== undefined && dimensions === 0 && textual.includes(name);
}

interface Base {
  readonly name: string;
  readonly dimensions: number;
}

/** What the type is to casts: that of a domain is its own; an enum is one by its name. */
function baseOf(type: DataType, catalogue: Catalogue): Base | undefined {
  const domain = domainOf(catalogue, type);
  if (domain !== undefined) return baseOf(domain.type, catalogue);
  const { name, schema, dimensions } = type;
  if (name === undefined) return undefined;
  if (assignable[name] !== undefined) return { name, dimensions };
  const isEnum = type.enum?.native === true || findEnum(catalogue, schema === undefined ? { name } : { name, schema });
  return isEnum ? { name: `${schema ?? 'public'}.${name}`, dimensions } : undefined;
}
