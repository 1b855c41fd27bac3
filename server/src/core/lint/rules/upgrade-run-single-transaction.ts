/** All pending revisions run in one transaction. */

import { inEnvironment, placeForEnvironment } from '../environment-place.ts';
import { exampleEnvironment } from '../example-environment.ts';
import { configureWith } from '../fixes/environment.ts';
import { defineRule } from '../rule.ts';

const change = 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))';
const file = (configured: string) => `import sqlalchemy as sa
from alembic import op

revision = ${configured}
down_revision = "1a2b3c4d5e6f"


def upgrade() -> None:
    ${change}


def downgrade() -> None:
    op.drop_table("users")
`;

export default defineRule({
  name: 'upgrade-run-single-transaction',
  group: 'transactions',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'suggested',
  docs: {
    summary: 'All pending revisions run in one transaction, as env.py stands.',
    why: 'Every lock that the first revision takes is held until the last one is done. A database that is several revisions behind is then closed for the sum of them, a value that one revision adds to an enum can not be used by the next, and splitting a migration into revisions gains nothing.',
    instead:
      'Pass `transaction_per_migration=True` to `context.configure`. It is said here at the newest revision, since it concerns all of them.',
  },
  examples: [
    {
      title: 'A transaction for each revision',
      env: exampleEnvironment(),
      files: {
        '1a2b3c4d5e6f_history.py': file('"1a2b3c4d5e6f"')
          .replace('down_revision = "1a2b3c4d5e6f"', 'down_revision = None')
          .replaceAll('"users"', '"teams"'),
      },
      bad: file('«"2b3c4d5e6f70"»'),
      good: file('"2b3c4d5e6f70"'),
      goodEnv: exampleEnvironment({ configure: ', transaction_per_migration=True' }),
    },
  ],

  *check(context) {
    const { environment } = context;
    const { script, transactionalDdl } = environment;
    const at = placeForEnvironment(context);
    if (at === undefined || script === undefined || script.configures.length === 0 || script.hidden) return;
    if (transactionalDdl === false || script.keywords.includes('transaction_per_migration')) return;
    yield {
      at,
      message:
        'env.py runs all pending revisions in one transaction, which holds every lock to the end of the run; pass transaction_per_migration=True to context.configure.',
      related: inEnvironment(context, 'configures'),
      fixes: () =>
        configureWith(context, {
          name: 'transaction_per_migration',
          value: 'True',
          title: 'Run each revision in a transaction of its own',
        }),
    };
  },
});
