/** A change of a MySQL table that asks for the way which blocks others. */

import type { Operation } from '../../operations/operation.ts';
import { replacement } from '../../text/edit.ts';
import { slice } from '../../text/span.ts';
import { mysqlEnvironment } from '../example-environment.ts';
import { clause } from '../place.ts';
import { defineRule } from '../rule.ts';

const users = 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))';

export default defineRule({
  name: 'mysql-copy-or-lock-option',
  group: 'dialects',
  level: 'warning',
  profile: 'strict',
  dialects: ['mysql'],
  fix: 'suggested',
  docs: {
    summary: 'SQL for MySQL asks for `ALGORITHM=COPY` or a `LOCK` that stops others.',
    why: 'COPY writes the whole table anew and lets nobody change it meanwhile; LOCK=SHARED and LOCK=EXCLUSIVE stop others although the change could do without.',
    instead:
      'Ask for `ALGORITHM=INPLACE` and `LOCK=NONE`: MySQL then refuses at once what can not be done so, and a tool for online changes can do that.',
  },
  examples: [
    {
      title: 'In place, or not at all',
      env: mysqlEnvironment,
      history: users,
      bad: `if op.get_context().dialect.name == "mysql":
    op.execute("ALTER TABLE users ADD COLUMN age INT, «ALGORITHM=COPY»")`,
      good: `if op.get_context().dialect.name == "mysql":
    op.execute("ALTER TABLE users ADD COLUMN age INT, ALGORITHM=INPLACE")`,
    },
    {
      title: 'Without a lock',
      env: mysqlEnvironment,
      history: users,
      bad: `if op.get_context().dialect.name == "mysql":
    op.execute("CREATE INDEX ix_users_age ON users (age) «LOCK = SHARED»")`,
      good: `if op.get_context().dialect.name == "mysql":
    op.execute("CREATE INDEX ix_users_age ON users (age) LOCK = NONE")`,
    },
  ],

  *check({ upgrade, migration }) {
    for (const { operation } of upgrade) {
      for (const option of optionsOf(operation)) {
        const [name = '', value = ''] = option.split(' ');
        const better = instead[option];
        if (better === undefined) continue;
        const at = clause(operation, migration.text, new RegExp(`\\b${name}\\s*=\\s*${value}\\b`, 'i'));
        const written = slice(migration.text, at);
        const newText = written.replace(/\w+$/, better);
        yield {
          at,
          message: `MySQL lets nobody change the table until this is done; with ${name.toUpperCase()}=${better} it does, or says at once that it can't.`,
          operation,
          fixes: () => [
            { title: `Ask for ${name.toUpperCase()}=${better}`, preferred: true, edits: [replacement(at, newText)] },
          ],
        };
      }
    }
  },
});

const instead: Readonly<Record<string, string>> = {
  'algorithm copy': 'INPLACE',
  'lock shared': 'NONE',
  'lock exclusive': 'NONE',
};

function optionsOf(operation: Operation): readonly string[] {
  return operation.kind === 'opaque' || operation.kind === 'statement' ? (operation.options ?? []) : [];
}
