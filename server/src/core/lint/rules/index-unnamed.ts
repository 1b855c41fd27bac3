/** An index gets its name from SQLAlchemy or the server. */

import { isNamedByConvention } from '../../operations/final-name.ts';
import { findTable } from '../../schema/catalogue.ts';
import { giveName } from '../fixes/give-name.ts';
import { argument, verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const users = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))`;

export default defineRule({
  name: 'index-unnamed',
  group: 'indexes',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'safe',
  docs: {
    summary: 'An index is created without a name.',
    why: 'SQLAlchemy and the server each make up another one, numbered where it is taken, so a later `drop_index` can only guess. A naming convention of the metadata that has a template for indexes counts as a name.',
    instead: 'Name it.',
  },
  examples: [
    {
      title: 'The name that SQLAlchemy would give it',
      history: users,
      bad: `with op.get_context().autocommit_block():
    op.create_index(«None», "users", ["email"], postgresql_concurrently=True)`,
      good: `with op.get_context().autocommit_block():
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)`,
    },
    {
      title: 'In SQL',
      history: users,
      bad: `with op.get_context().autocommit_block():
    op.execute("«CREATE INDEX CONCURRENTLY» ON users (email)")`,
      good: `with op.get_context().autocommit_block():
    op.execute("CREATE INDEX CONCURRENTLY users_email_idx ON users (email)")`,
    },
  ],

  *check(context) {
    for (const { operation, before, after } of context.upgrade) {
      if (operation.kind !== 'create_index' || operation.name !== undefined) continue;
      if (isNamedByConvention('ix', { catalogue: before, origin: operation.origin.kind })) continue;
      const at = argument(operation, 'index_name') ?? verb(operation, context.migration.text);
      const made = findTable(after, operation.table)?.indexes.find((each) => each.by.span === operation.span)?.name;
      const hint = made === undefined ? '' : ` It becomes ${made}.`;
      yield {
        at,
        message: `This index of ${context.show(operation.table)} has no name to drop it by.${hint}`,
        operation,
        fixes: () => (made === undefined ? [] : giveName(context, operation, at, made)),
      };
    }
  },
});
