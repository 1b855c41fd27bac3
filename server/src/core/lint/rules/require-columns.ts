/** A table lacks a column that every table of the project has. */

import { emptyCatalogue } from '../../schema/catalogue.ts';
import { addColumns } from '../fixes/convention-column.ts';
import { madeTables } from '../made-columns.ts';
import { matchesName, namesOption } from '../name-patterns.ts';
import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const history = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("created_at", sa.DateTime(), server_default=sa.text("now()"), nullable=False),
    sa.Column("updated_at", sa.DateTime(), server_default=sa.text("now()"), nullable=False),
)`;

export default defineRule({
  name: 'require-columns',
  group: 'columns',
  level: 'warning',
  profile: 'all',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  options: {
    columns: {
      default: [],
      doc: 'Names of the columns that every new table must have; without any the rule says nothing.',
    },
    except: { default: [], doc: 'Tables that need none of them, by name, with `*` for any part of one.' },
  },
  docs: {
    summary: 'A new table lacks a column that the project wants in every table.',
    why: 'Code that all tables share, such as audits, exports and synchronisation, counts on these columns, and adding them later leaves the rows of before without their values.',
    instead: 'Add the columns, or name the table in `except`.',
  },
  examples: [
    {
      title: 'When a row was made and changed',
      options: { columns: ['created_at', 'updated_at'] },
      history,
      bad: `«op.create_table»(
    "payments",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("amount", sa.Numeric(10, 2)),
)`,
      good: `op.create_table(
    "payments",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("amount", sa.Numeric(10, 2)),
    sa.Column("created_at", sa.DateTime(), server_default=sa.text("now()"), nullable=False),
    sa.Column("updated_at", sa.DateTime(), server_default=sa.text("now()"), nullable=False),
)`,
    },
    {
      title: 'In SQL',
      options: { columns: ['created_at'] },
      bad: 'op.execute("«CREATE TABLE» payments (id bigint PRIMARY KEY)")',
      good: 'op.execute("CREATE TABLE payments (id bigint PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now())")',
      fixed: false,
    },
  ],

  *check(context) {
    const wanted = namesOption(context.options['columns']);
    const except = namesOption(context.options['except']);
    for (const { operation, state } of madeTables(context)) {
      const missing = wanted.filter((name) => !state.columns.has(name));
      if (missing.length === 0 || matchesName(except, operation.table)) continue;
      yield {
        at: verb(operation, context.migration.text),
        message: `${context.show(operation.table)} has no ${missing.join(' and no ')}, which every table here has.`,
        operation,
        fixes: () => addColumns(context, operation, missing, context.upgrade[0]?.before ?? emptyCatalogue),
      };
    }
  },
});
