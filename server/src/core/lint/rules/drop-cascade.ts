/** CASCADE drops what nobody has named. */

import { keysTo } from '../../effects/lookup.ts';
import type { Operation } from '../../operations/operation.ts';
import { type Catalogue, findTable, type QualifiedName, tableKey } from '../../schema/catalogue.ts';
import { execute, literal, schemaArgument, tableInSql } from '../fixes/code.ts';
import { isAlone, rewrite } from '../fixes/sql-statement.ts';
import { around } from '../fixes/statement.ts';
import { clause } from '../place.ts';
import { defineRule, type Fix, type RuleContext, type Step } from '../rule.ts';
import { sameStatement, statementSpan } from '../same-statement.ts';

const tables = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))
op.execute("CREATE VIEW user_emails AS SELECT email FROM users")
op.create_table("logins", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("user_id", sa.Integer()))
op.create_foreign_key("fk_logins_user", "logins", "users", ["user_id"], ["id"])`;

export default defineRule({
  name: 'drop-cascade',
  group: 'destructive',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'suggested',
  hazard: { name: 'dropped-object', specificity: 2 },
  docs: {
    summary: 'DROP … CASCADE also drops whatever depends on the object.',
    why: 'Views, foreign keys, columns of a type or triggers of a function go along, also those that another team or a later revision has made, and nothing in the migration says which. Each of them is locked and lost.',
    instead: 'Drop what depends on it by name, then the object without CASCADE: the server refuses what was forgotten.',
  },
  examples: [
    {
      title: 'What depends on it is dropped by name',
      history: tables,
      bad: `op.execute("DROP TABLE users «CASCADE»")  # alembic-guard: ignore[drop-table] unused since 4.2`,
      good: `op.execute("DROP VIEW user_emails")
op.drop_constraint("fk_logins_user", "logins", type_="foreignkey")
op.execute("DROP TABLE users")  # alembic-guard: ignore[drop-table] unused since 4.2`,
    },
    {
      title: 'Nothing known depends on it',
      history: tables,
      bad: 'op.execute("DROP VIEW user_emails «CASCADE»")',
      good: 'op.execute("DROP VIEW user_emails")',
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      const parts = operation.kind === 'drop_column' ? [step] : sameStatement(context.upgrade, step);
      if (!isCascading(operation) || parts[0] !== step || parts.every(isOfNewTable)) continue;
      const found = parts.flatMap((part) => dependents(step.before, part.operation));
      const also =
        found.length === 0
          ? 'whatever depends on it'
          : `${found.map(({ what }) => what).join(', ')}, and whatever else depends on it`;
      yield {
        at: clause(whole(operation), context.migration.text, /\bCASCADE\b/i),
        message: `CASCADE drops ${also}; drop that by name, and the object without CASCADE.`,
        operation,
        fixes: () => byName(context, operation, found),
      };
    }
  },
});

function isCascading(operation: Operation): boolean {
  if (operation.origin.kind !== 'sql') return false;
  if (operation.kind === 'statement') {
    return operation.command.startsWith('DROP') && operation.options?.includes('cascade') === true;
  }
  return operation.kind.startsWith('drop_') && 'cascade' in operation && operation.cascade === true;
}

function isOfNewTable({ operation, isNewTable }: Step): boolean {
  return 'table' in operation && operation.table !== undefined && isNewTable(operation.table);
}

/** `DROP TABLE a, b CASCADE` says it once for all. */
function whole(operation: Operation): Operation {
  return operation.kind === 'drop_column' ? operation : { ...operation, span: statementSpan(operation) };
}

interface Dependent {
  readonly what: string;
  readonly drop: (context: RuleContext, op: string) => string | undefined;
}

/** What is known to depend on a dropped table: keys of other tables, and views. */
function dependents(catalogue: Catalogue, operation: Operation): readonly Dependent[] {
  const name = operation.kind === 'drop_table' ? operation.table : droppedView(operation);
  if (name === undefined) return [];
  const views = viewsOn(catalogue, name).map(
    (view): Dependent => ({
      what: `the view ${tableKey(view)}`,
      drop: ({ migration: { style } }, op) =>
        execute(style, op, `DROP ${view.materialized ? 'MATERIALIZED ' : ''}VIEW ${tableInSql(view)}`),
    }),
  );
  const isTable = findTable(catalogue, name) !== undefined;
  const keys = (isTable ? keysTo(catalogue, name) : []).map(
    ({ table, key }): Dependent => ({
      what: `the foreign key of ${tableKey(table)}`,
      drop: ({ migration: { style } }, op) =>
        key.name === undefined
          ? undefined
          : `${op}.drop_constraint(${literal(style, key.name)}, ${literal(style, table.name)}, type_=${literal(style, 'foreignkey')}${schemaArgument(style, table)})`,
    }),
  );
  return [...views, ...keys];
}

function droppedView(operation: Operation): QualifiedName | undefined {
  if (operation.kind !== 'statement') return undefined;
  return operation.changes?.flatMap((each) => (each.subject === 'view' && each.do === 'drop' ? [each.name] : []))[0];
}

/** Views that read it, or read such a view; those that must go first in front. */
function viewsOn(catalogue: Catalogue, name: QualifiedName) {
  const found = new Map<string, NonNullable<ReturnType<Catalogue['views']['get']>>>();
  const collect = (read: string): void => {
    for (const view of catalogue.views.values()) {
      if (found.has(tableKey(view)) || !view.reads.some((each) => tableKey(each) === read)) continue;
      found.set(tableKey(view), view);
      collect(tableKey(view));
    }
  };
  collect(tableKey(name));
  return [...found.values()].toReversed();
}

function byName(context: RuleContext, operation: Operation, found: readonly Dependent[]): readonly Fix[] {
  const { migration } = context;
  const { op } = migration.style;
  const edits = rewrite(migration, whole(operation), /\s+CASCADE\b/i, '');
  const lines = op === undefined ? [] : found.flatMap(({ drop }) => drop(context, op) ?? []);
  if (edits.length === 0 || lines.length < found.length) return [];
  if (lines.length > 0 && !isAlone(migration, operation)) return [];
  const title = found.length === 0 ? 'Drop it without CASCADE' : 'Drop what depends on it by name';
  return [{ title, preferred: true, edits: [...around(migration, operation.origin.call, lines, []), ...edits] }];
}
