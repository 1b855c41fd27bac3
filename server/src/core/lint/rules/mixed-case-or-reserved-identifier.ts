/** A name that must be quoted wherever it is used. */

import { known, type Operation } from '../../operations/operation.ts';
import type { Span } from '../../text/span.ts';
import { identifier } from '../fixes/code.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'mixed-case-or-reserved-identifier',
  group: 'columns',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'A new table, column or index has a name that SQL must quote.',
    why: 'PostgreSQL folds unquoted names to lower case and keeps some words to itself: every query written by hand, every report and every `psql` session must quote such a name, and fails with a misleading message where it does not.',
    instead: 'Name it in lower case with underscores, and with no word of SQL alone.',
  },
  examples: [
    {
      title: 'Lower case with underscores',
      bad: 'op.create_table("events", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column(«"createdBy"», sa.Text()))',
      good: 'op.create_table("events", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("created_by", sa.Text()))',
    },
    {
      title: 'A word of SQL',
      bad: 'op.create_table(«"order"», sa.Column("id", sa.BigInteger(), primary_key=True))',
      good: 'op.create_table("orders", sa.Column("id", sa.BigInteger(), primary_key=True))',
    },
  ],

  *check(context) {
    for (const { operation } of context.upgrade) {
      for (const [what, name, at] of namesOf(operation)) {
        const quoted = identifier(name);
        if (quoted === name) continue;
        yield {
          at,
          message: `The ${what} ${name} must be written as ${quoted} in every query; choose a plain name.`,
          operation,
        };
      }
    }
  },
});

function namesOf(operation: Operation): readonly (readonly [what: string, name: string, at: Span])[] {
  switch (operation.kind) {
    case 'create_table':
      return [
        ['table', operation.table.name, operation.table.span],
        ...operation.columns.map(({ name, nameSpan }) => ['column', name, nameSpan] as const),
      ];
    case 'add_column':
      return [['column', operation.column.name, operation.column.nameSpan]];
    case 'rename_table':
      return [['table', operation.newName.value, operation.newName.span]];
    case 'create_index': {
      const name = known(operation.name);
      return name === undefined || operation.name === undefined ? [] : [['index', name, operation.name.span]];
    }
    default:
      return [];
  }
}
