/** Nothing ends a migration that waits in its transaction for something else. */

import { sessionSetting } from '../../history/environment.ts';
import { inEnvironment, placeForEnvironment } from '../environment-place.ts';
import { exampleEnvironment } from '../example-environment.ts';
import { setForSessions } from '../fixes/environment.ts';
import { defineRule } from '../rule.ts';

const before = `import sqlalchemy as sa
from alembic import op

revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade() -> None:
    op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade() -> None:
    op.drop_table("users")
`;

const newest = (revision: string) => `import sqlalchemy as sa
from alembic import op

revision = ${revision}
down_revision = "1a2b3c4d5e6f"


def upgrade() -> None:
    op.create_table("teams", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade() -> None:
    op.drop_table("teams")
`;

export default defineRule({
  name: 'missing-idle-timeout',
  group: 'transactions',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'suggested',
  docs: {
    summary: 'Nothing ends a migration that waits in its transaction for something else.',
    why: 'A migration that hangs between two statements, in a call of a service or a debugger, keeps its transaction open, and with it every lock and every row that VACUUM wants.',
    instead:
      'Set `idle_in_transaction_session_timeout` for all migrations in env.py. It is said here at the newest revision, since it concerns all of them.',
  },
  examples: [
    {
      title: 'The server ends what hangs',
      env: exampleEnvironment(),
      files: { '1a2b3c4d5e6f_history.py': before },
      bad: newest('«"2b3c4d5e6f70"»'),
      good: newest('"2b3c4d5e6f70"'),
      goodEnv: exampleEnvironment({
        engine: ', connect_args={"options": "-c idle_in_transaction_session_timeout=1min"}',
      }),
    },
  ],

  *check(context) {
    const at = placeForEnvironment(context);
    const isSet = sessionSetting(context.environment, 'idle_in_transaction_session_timeout') !== undefined;
    if (at === undefined || isSet || context.environment.session?.complete === false) return;
    yield {
      at,
      message:
        'env.py sets no idle_in_transaction_session_timeout, so a migration that hangs between two statements holds its locks until somebody ends it.',
      related: inEnvironment(context, 'engines'),
      fixes: () =>
        setForSessions(context, {
          name: 'idle_in_transaction_session_timeout',
          value: '1min',
          title: 'Set idle_in_transaction_session_timeout to 1min for all migrations, in env.py',
        }),
    };
  },
});
