/** Our statements held against those that Alembic prints. */

import { readMigration } from '../../server/src/core/history/migration.ts';
import type { DialectName } from '../../server/src/core/render/dialect.ts';
import type { Line } from '../../server/src/core/render/line.ts';
import { renderRevision } from '../../server/src/core/render/revision.ts';
import type { Direction } from '../../server/src/core/render/statement.ts';
import { emptyCatalogue } from '../../server/src/core/schema/catalogue.ts';
import type { Convention } from '../../server/src/core/schema/naming-convention.ts';
import type { SqlParser } from '../../server/src/core/sql/parser.ts';
import type { Reply, Request } from './render-driver.ts';

export interface Shown {
  readonly sql: string;
  readonly exact: boolean;
}

/** A request's body as we write it; only PostgreSQL has frames of transactions. */
export function rendered(source: string, { dialect, convention }: Request, parser: SqlParser): readonly Shown[] {
  const known: Convention = convention === null ? { kind: 'none' } : { kind: 'known', templates: convention };
  const lines = renderedFile(source, 'upgrade', dialect, known, parser);
  return shown(dialect === 'postgresql' ? lines : lines.filter((line) => line.kind === 'statement'));
}

export function renderedFile(
  source: string,
  direction: Direction,
  dialect: DialectName,
  convention: Convention,
  parser: SqlParser,
): readonly Line[] {
  const migration = readMigration('migration.py', source, { parser });
  const options = { dialect, version: 17, convention };
  return renderRevision({
    migration,
    revision: 'a',
    direction,
    catalogue: emptyCatalogue,
    options,
    madeTypes: new Set(),
  });
}

export function shown(lines: readonly Line[]): readonly Shown[] {
  return lines.flatMap((line) => {
    if (line.kind === 'statement') return [{ sql: line.statement.sql, exact: line.statement.status === 'exact' }];
    return line.kind === 'anchor' ? [] : [{ sql: line.kind === 'begin' ? 'BEGIN;' : 'COMMIT;', exact: true }];
  });
}

/**
 * Every exact statement must be printed, and nothing else when all are exact. After an error Alembic prints nothing more.
 */
export function differenceOf(ours: readonly Shown[], { statements, error }: Reply): string | undefined {
  // What asks the database ends offline; everything after it would run online.
  if (error !== null && /NoInspectionAvailable|'NoneType' object|MockConnection/.test(error)) return undefined;
  const unsure = ours.some((statement) => !statement.exact);
  if (!unsure) {
    if (error !== null) return `refused by Alembic: ${error}`;
    const [one, other] = [withoutSets(ours.map(({ sql }) => sql)), withoutSets(statements)];
    return one === other ? undefined : `rendered:\n${one}\nprinted:\n${other}`;
  }
  if (error !== null) return undefined;
  const rest = [...statements];
  for (const { sql, exact } of ours) {
    const at = rest.indexOf(sql);
    if (at >= 0) rest.splice(at, 1);
    else if (exact) return `not printed: ${sql}\nbut: ${statements.join('\n')}`;
  }
  return undefined;
}

/** Alembic keeps the constraints of a new column and the indexes of a new table in sets, which have no order. */
function withoutSets(statements: readonly string[]): string {
  const groups: string[][] = [];
  let last: string | undefined;
  for (const sql of statements) {
    const kind = /^ALTER TABLE .* ADD (?!COLUMN)/.test(sql)
      ? 'constraint'
      : /^CREATE (UNIQUE )?INDEX/.test(sql)
        ? 'index'
        : undefined;
    if (kind !== undefined && kind === last) groups.at(-1)?.push(sql);
    else groups.push([sql]);
    last = kind;
  }
  return groups.map((group) => group.sort().join('\n')).join('\n');
}
