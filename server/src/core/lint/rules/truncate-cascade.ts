/** TRUNCATE empties tables that nobody has named. */

import { keysTo } from '../../effects/lookup.ts';
import type { TableName } from '../../operations/operation.ts';
import { type Catalogue, type QualifiedName, tableKey } from '../../schema/catalogue.ts';
import { insertion, replacement } from '../../text/edit.ts';
import { contains } from '../../text/span.ts';
import { tableInSql } from '../fixes/code.ts';
import { clause } from '../place.ts';
import { defineRule, type Fix, type RuleContext, type Step } from '../rule.ts';
import { sameStatement, statementSpan } from '../same-statement.ts';

const tables = `op.create_table("carts", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table(
    "cart_lines",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("cart_id", sa.Integer(), sa.ForeignKey("carts.id")),
)`;

export default defineRule({
  name: 'truncate-cascade',
  group: 'destructive',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'suggested',
  hazard: { name: 'emptied-table', specificity: 2 },
  docs: {
    summary: 'TRUNCATE CASCADE empties every table whose foreign keys lead to the named one, whoever they belong to.',
    why: 'A table that gets a foreign key later is emptied too, in every database that has not run the migration yet, and nobody reading it sees which tables those are.',
    instead: 'Name all the tables that are meant: the server then refuses as soon as another one refers to them.',
  },
  examples: [
    {
      title: 'Every table by its name',
      history: tables,
      bad: `op.execute("TRUNCATE carts «CASCADE»")  # alembic-guard: ignore[truncate] abandoned carts only, cleared every release`,
      good: `op.execute("TRUNCATE carts, cart_lines")  # alembic-guard: ignore[truncate] abandoned carts only, cleared every release`,
    },
    {
      title: 'Nothing refers to the table',
      history: tables,
      bad: `op.execute("TRUNCATE cart_lines «CASCADE»")  # alembic-guard: ignore[truncate] abandoned carts only, cleared every release`,
      good: `op.execute("TRUNCATE cart_lines")  # alembic-guard: ignore[truncate] abandoned carts only, cleared every release`,
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      if (operation.kind !== 'statement' || operation.command !== 'TRUNCATE') continue;
      if (!operation.options?.includes('cascade') || sameStatement(context.upgrade, step)[0] !== step) continue;
      const named = tablesOf(context, step);
      if (named.length === 0 || named.every((table) => step.isNewTable(table))) continue;
      const others = reachedFrom(step.before, named).map(context.show).join(', ');
      const also = others === '' ? 'every table that refers to it' : `${others} and whatever else refers to it`;
      yield {
        at: clause({ ...operation, span: statementSpan(operation) }, context.migration.text, /\bCASCADE\b/i),
        message: `TRUNCATE CASCADE of ${named.map(context.show).join(', ')} also empties ${also}; name the tables that are meant.`,
        operation,
        fixes: () => nameTables(context, step),
      };
    }
  },
});

function tablesOf({ upgrade }: RuleContext, step: Step): readonly TableName[] {
  return sameStatement(upgrade, step).flatMap(({ operation }) =>
    operation.kind === 'statement' && operation.table !== undefined ? [operation.table] : [],
  );
}

/** Other tables whose foreign keys lead to these, over others or at once. */
function reachedFrom(catalogue: Catalogue, tables: readonly QualifiedName[]): readonly QualifiedName[] {
  const found = new Map<string, QualifiedName>(tables.map((table) => [tableKey(table), table]));
  for (const each of found.values()) {
    for (const { table: child } of keysTo(catalogue, each)) {
      if (!found.has(tableKey(child))) found.set(tableKey(child), nameOf(child));
    }
  }
  return [...found.values()].slice(tables.length);
}

function nameOf({ schema, name }: QualifiedName): QualifiedName {
  return schema === undefined ? { name } : { schema, name };
}

/** The reached tables behind the last that is named, in place of CASCADE. */
function nameTables(context: RuleContext, step: Step): readonly Fix[] {
  const { text } = context.migration;
  const whole = statementSpan(step.operation);
  const named = tablesOf(context, step);
  const last = named.at(-1);
  const cascade = /\s+CASCADE\b/i.exec(text.slice(whole.start, whole.end));
  if (last === undefined || cascade === null || !contains(whole, last.span)) return [];
  const added = reachedFrom(step.before, named)
    .map((table) => `, ${tableInSql(table)}`)
    .join('');
  const gone = whole.start + cascade.index;
  const removal = replacement({ start: gone, end: gone + cascade[0].length }, '');
  if (added === '') return [{ title: 'Truncate without CASCADE', preferred: true, edits: [removal] }];
  const edits = [insertion(last.span.end, added), removal];
  return [{ title: 'Name the tables that are emptied', preferred: true, edits }];
}
