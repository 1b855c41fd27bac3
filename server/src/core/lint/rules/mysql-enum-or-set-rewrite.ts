/** Labels of a MySQL enum change places, so that every row must be written anew. */

import { findTable } from '../../schema/catalogue.ts';
import { mysqlEnvironment } from '../example-environment.ts';
import { callOf, wholeArgument } from '../place.ts';
import { defineRule } from '../rule.ts';

const orders = `op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("state", sa.Enum("open", "paid", name="order_state", native_enum=False), nullable=False),
)`;

/** A label's number takes one byte up to here. */
const oneByte = 255;

export default defineRule({
  name: 'mysql-enum-or-set-rewrite',
  group: 'dialects',
  level: 'warning',
  profile: 'strict',
  dialects: ['mysql'],
  fix: 'none',
  docs: {
    summary: 'Labels of an enum or set of MySQL are removed, reordered, or put between others.',
    why: "MySQL stores the label's number. Appending a label changes nothing in the rows; any other change makes it copy the table, and so does the step from 255 labels to 256. A label that is removed leaves an empty string behind, or stops the statement.",
    instead: 'Append new labels at the end, and leave old ones where they are.',
  },
  examples: [
    {
      title: 'At the end',
      env: mysqlEnvironment,
      history: orders,
      bad: `if op.get_context().dialect.name == "mysql":
    op.alter_column(
        "orders",
        "state",
        «type_=sa.Enum("draft", "open", "paid", name="order_state", native_enum=False)»,
        existing_type=sa.Enum("open", "paid", name="order_state", native_enum=False),
        existing_nullable=False,
    )`,
      good: `if op.get_context().dialect.name == "mysql":
    op.alter_column(
        "orders",
        "state",
        type_=sa.Enum("open", "paid", "draft", name="order_state", native_enum=False),
        existing_type=sa.Enum("open", "paid", name="order_state", native_enum=False),
        existing_nullable=False,
    )`,
    },
  ],

  *check({ upgrade, show }) {
    for (const step of upgrade) {
      const { operation, before } = step;
      if (operation.kind !== 'alter_column' || operation.type === undefined) continue;
      const state = findTable(before, operation.table)?.columns.get(operation.column.value);
      const now = operation.type.value.enum?.labels;
      const former = operation.existingType?.value.enum?.labels ?? state?.type.enum?.labels;
      if (now === undefined || former === undefined || step.isNewTable(operation.table)) continue;
      const isAppended = former.every((label, i) => now[i] === label);
      if (isAppended && (former.length > oneByte || now.length <= oneByte)) continue;
      const why = isAppended
        ? `more than ${oneByte} labels need a wider column`
        : 'the labels that are there get other numbers';
      yield {
        at: wholeArgument(callOf(operation), 'type_', operation.type.span),
        message: `MySQL copies all of ${show(operation.table)} for this, since ${why}.`,
        operation,
      };
    }
  },
});
