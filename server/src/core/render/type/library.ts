/** Types of libraries that migrations use often, by the DDL they are known to write. */

import { assumed, exact, type Fragment, sql } from '../fragment.ts';
import { given, plainText } from '../item/arguments.ts';
import type { Setting } from '../setting.ts';
import type { TypeConstruct } from './construct.ts';
import { numberSql } from './writer.ts';

const guess = 'the library decides its own DDL';

/** On PostgreSQL, by class name. */
const postgresql: Readonly<Record<string, string>> = {
  EmailType: 'VARCHAR(255)',
  GUID: 'UUID',
  IPAddressType: 'VARCHAR(50)',
  JSONType: 'JSON',
  PasswordType: 'BYTEA',
  TSVectorType: 'TSVECTOR',
  URLType: 'TEXT',
  UUIDType: 'UUID',
};

/** Undefined for a class that is not known, or that is SQLAlchemy's own under another name. */
export function libraryType(type: TypeConstruct, setting: Setting): Fragment | undefined {
  if (setting.dialect.name !== 'postgresql') return undefined;
  const { name, args } = type;
  const known = postgresql[name];
  if (known !== undefined) return assumed(known, guess);
  if (name === 'Vector') {
    const size = given(args, 'dim');
    return size === undefined ? assumed('VECTOR', guess) : { ...sql`VECTOR(${numberSql(size, setting)})`, ...lower };
  }
  if (name !== 'Geometry' && name !== 'Geography') return undefined;
  const shape = plainText(given(args, 'geometry_type')) ?? 'GEOMETRY';
  const srid = given(args, 'srid');
  return {
    ...sql`${exact(name.toLowerCase())}(${shape},${srid === undefined ? exact('-1') : numberSql(srid, setting)})`,
    ...lower,
  };
}

const lower = { status: 'assumed', notes: [guess] } as const;
