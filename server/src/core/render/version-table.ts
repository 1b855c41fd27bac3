/** The statements by which Alembic keeps its version table. */

import type { Effect } from '../effects/effects.ts';
import { factOf } from '../effects/facts.ts';
import type { RowChange } from '../history/version-rows.ts';
import type { Dialect } from './dialect.ts';
import type { Line } from './line.ts';
import type { Direction } from './statement.ts';
import { identifier } from './text/quote.ts';

export interface VersionTable {
  readonly name: string;
  readonly schema: string | undefined;
}

/** The step that a statement belongs to. */
export interface StepOf {
  readonly revision: string;
  readonly direction: Direction;
}

export function createdVersionTable(table: VersionTable, dialect: Dialect, step: StepOf): Line {
  const key = identifier(dialect, `${table.name}_pkc`);
  const body = `\n    version_num VARCHAR(32) NOT NULL, \n    CONSTRAINT ${key} PRIMARY KEY (version_num)\n`;
  return line(`CREATE TABLE ${nameOf(table, dialect)} (${body});`, step, []);
}

export function versionChange(change: RowChange, table: VersionTable, dialect: Dialect, step: StepOf): Line {
  return line(changeSql(change, nameOf(table, dialect), dialect), step, [rowEffect(table)]);
}

function changeSql(change: RowChange, name: string, dialect: Dialect): string {
  switch (change.kind) {
    case 'insert': {
      const returning = dialect.name === 'postgresql' ? ` RETURNING ${name}.version_num` : '';
      return `INSERT INTO ${name} (version_num) VALUES ('${change.id}')${returning};`;
    }
    case 'delete':
      return `DELETE FROM ${name} WHERE ${name}.version_num = '${change.id}';`;
    case 'update':
      return `UPDATE ${name} SET version_num='${change.to}' WHERE ${name}.version_num = '${change.from}';`;
  }
}

function nameOf({ name, schema }: VersionTable, dialect: Dialect): string {
  const own = identifier(dialect, name);
  return schema === undefined ? own : `${identifier(dialect, schema)}.${own}`;
}

function line(sql: string, step: StepOf, effects: readonly Effect[]): Line {
  const statement = {
    ...step,
    sql,
    status: 'exact',
    notes: [],
    file: undefined,
    span: undefined,
    effects,
    transaction: undefined,
  } as const;
  return { kind: 'statement', statement };
}

function rowEffect({ name, schema }: VersionTable): Effect {
  const table = schema === undefined ? { name } : { schema, name };
  const fact = factOf('change rows');
  return {
    name: 'change rows',
    fact,
    table,
    locks: [{ relation: table, mode: 'ROW EXCLUSIVE' }],
    at: { start: 0, end: 0 },
  };
}
