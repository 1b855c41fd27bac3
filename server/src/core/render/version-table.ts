/** The statements by which Alembic keeps its version table. */

import type { Environment } from '../history/environment.ts';
import type { RowChange } from '../history/version-rows.ts';
import type { Dialect } from './dialect.ts';
import type { Line } from './line.ts';
import type { Direction, Statement } from './statement.ts';
import { identifier } from './text/quote.ts';
import { noWork, type TableWork } from './work.ts';

export type VersionTable = Environment['versionTable'];

/** The step that a statement belongs to. */
export interface StepOf {
  readonly revision: string;
  readonly direction: Direction;
}

/** The first statement of a run that begins with an empty database. */
export function createdVersionTable(table: VersionTable, dialect: Dialect, step: StepOf): Line {
  const key = identifier(dialect, `${table.name}_pkc`);
  const body = `\n    version_num VARCHAR(32) NOT NULL, \n    CONSTRAINT ${key} PRIMARY KEY (version_num)\n`;
  return line(`CREATE TABLE ${nameOf(table, dialect)} (${body});`, step, noWork, doubts(table));
}

/** The statements that record a step. */
export function versionChanges(
  changes: readonly RowChange[],
  table: VersionTable,
  dialect: Dialect,
  step: StepOf,
): readonly Line[] {
  const unsorted = changes.length > 1 ? ['Alembic takes the rows of a merge in no certain order'] : [];
  const notes = [...doubts(table), ...unsorted];
  return changes.map((change) => line(changeSql(change, nameOf(table, dialect), dialect), step, rowLock(table), notes));
}

function doubts({ known }: VersionTable): readonly string[] {
  return known === false ? ['env.py computes the name of the version table'] : [];
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

function line(sql: string, step: StepOf, work: TableWork, notes: readonly string[]): Line {
  const status = notes.length === 0 ? 'exact' : 'assumed';
  const nowhere = { file: undefined, span: undefined, transaction: undefined };
  const statement: Statement = { ...step, ...nowhere, sql, status, notes, work };
  return { kind: 'statement', statement };
}

function rowLock({ name, schema }: VersionTable): TableWork {
  const relation = schema === undefined ? { name } : { schema, name };
  return { ...noWork, locks: [{ relation, mode: 'ROW EXCLUSIVE' }] };
}
