/** TRUNCATE empties tables that nobody has named. */

import { keysTo } from '../../effects/lookup.ts';
import type { OperationOf } from '../../operations/operation.ts';
import { type Catalogue, type QualifiedName, tableKey } from '../../schema/catalogue.ts';
import { type Edit, replacement } from '../../text/edit.ts';
import { contains, type Span } from '../../text/span.ts';
import { tableInSql } from '../fixes/code.ts';
import { clause } from '../place.ts';
import { defineRule, type Fix, type RuleContext, type Step } from '../rule.ts';

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
    const told = new Set<string>();
    for (const step of context.upgrade) {
      const { operation } = step;
      if (operation.kind !== 'statement' || operation.command !== 'TRUNCATE' || operation.table === undefined) continue;
      if (!operation.options?.includes('cascade') || step.isNewTable(operation.table)) continue;
      const whole = wholeOf(operation);
      const at = clause({ ...operation, span: whole }, context.migration.text, /\bCASCADE\b/i);
      const reached = reachedFrom(step.before, operation.table);
      const others = reached.map(context.show).join(', ');
      const key = `${at.start}`;
      const also = others === '' ? 'every table that refers to it' : `${others} and whatever else refers to it`;
      yield {
        at,
        message: `TRUNCATE CASCADE of ${context.show(operation.table)} also empties ${also}; name the tables that are meant.`,
        operation,
        ...(told.has(key) ? {} : { fixes: () => nameTables(context, step, operation) }),
      };
      told.add(key);
    }
  },
});

function wholeOf({ origin, span }: OperationOf<'statement'>): Span {
  return (origin.kind === 'sql' ? origin.part?.statement : undefined) ?? span;
}

/** Tables whose foreign keys lead to the table, over others or at once. */
function reachedFrom(catalogue: Catalogue, table: QualifiedName): readonly QualifiedName[] {
  const found = new Map<string, QualifiedName>([[tableKey(table), table]]);
  for (const each of found.values()) {
    for (const { table: child } of keysTo(catalogue, each)) {
      if (!found.has(tableKey(child))) found.set(tableKey(child), nameOf(child));
    }
  }
  return [...found.values()].slice(1);
}

function nameOf({ schema, name }: QualifiedName): QualifiedName {
  return schema === undefined ? { name } : { schema, name };
}

/** The reached tables behind the last that is named, in place of CASCADE. */
function nameTables(
  { migration, upgrade }: RuleContext,
  step: Step,
  operation: OperationOf<'statement'>,
): readonly Fix[] {
  const { text } = migration;
  const whole = wholeOf(operation);
  const named = upgrade.flatMap(({ operation: each }) =>
    each.kind === 'statement' &&
    each.origin.call === operation.origin.call &&
    each.table !== undefined &&
    each.command === 'TRUNCATE'
      ? [each.table]
      : [],
  );
  const last = named.at(-1);
  const cascade = /\s+CASCADE\b/i.exec(text.slice(whole.start, whole.end));
  if (last === undefined || cascade === null || !contains(whole, last.span)) return [];
  const known = new Set(named.map(tableKey));
  const reached = new Map(
    named.flatMap((table) => reachedFrom(step.before, table)).map((each) => [tableKey(each), each]),
  );
  const added = [...reached].flatMap(([key, table]) => (known.has(key) ? [] : [`, ${tableInSql(table)}`])).join('');
  const gone = whole.start + cascade.index;
  const edits: Edit[] = [replacement({ start: gone, end: gone + cascade[0].length }, '')];
  const title = added === '' ? 'Truncate without CASCADE' : 'Name the tables that are emptied';
  return [
    {
      title,
      preferred: true,
      edits: added === '' ? edits : [replacement({ start: last.span.end, end: last.span.end }, added), ...edits],
    },
  ];
}
