/** MySQL commits each change of the schema by itself. */

import type { Operation } from '../../operations/operation.ts';
import { mysqlEnvironment } from '../example-environment.ts';
import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const users = 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))';

export default defineRule({
  name: 'mysql-nontransactional-ddl',
  group: 'dialects',
  level: 'info',
  profile: 'strict',
  dialects: ['mysql'],
  fix: 'none',
  docs: {
    summary: 'A revision changes the schema more than once, in a project that runs on MySQL.',
    why: 'MySQL has no transactions around changes of the schema: each is committed at once. When the second fails, the first stays, the version row does not move, and the next upgrade stops at what is there already.',
    instead: 'Make one change per revision, so that a failed revision has changed nothing.',
  },
  examples: [
    {
      title: 'One change per revision',
      env: mysqlEnvironment,
      history: users,
      bad: `op.add_column("users", sa.Column("name", sa.Text()))
«op.add_column»("users", sa.Column("age", sa.Integer()))`,
      good: 'op.add_column("users", sa.Column("name", sa.Text()))',
    },
  ],

  *check({ upgrade, migration }) {
    const [first, second] = upgrade.filter(({ operation }) => changesSchema.has(operation.kind));
    if (first === undefined || second === undefined) return;
    yield {
      at: verb(second.operation, migration.text),
      message: 'MySQL commits the change before this one at once: if this fails, the revision is half done.',
      operation: second.operation,
      related: [{ message: 'The first change is here.', file: migration.file, span: first.operation.span }],
    };
  },
});

const changesSchema: ReadonlySet<Operation['kind']> = new Set([
  'add_check',
  'add_column',
  'add_foreign_key',
  'add_primary_key',
  'add_unique',
  'alter_column',
  'create_index',
  'create_table',
  'drop_column',
  'drop_constraint',
  'drop_index',
  'drop_table',
  'rename_table',
]);
