/** Nothing limits how long a statement of a migration may run. */

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
  name: 'missing-statement-timeout',
  group: 'transactions',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'suggested',
  docs: {
    summary: 'Nothing limits how long a statement of a migration may run.',
    why: 'A statement that takes much longer than anybody thought holds its locks as long, and nobody is there to end it at night.',
    instead:
      'Set `statement_timeout` for all migrations in env.py, long enough for the slowest of them, and raise it around a long concurrent build. It is said here at the newest revision, since it concerns all of them.',
  },
  examples: [
    {
      title: 'A limit for all migrations',
      env: exampleEnvironment(),
      files: { '1a2b3c4d5e6f_history.py': before },
      bad: newest('«"2b3c4d5e6f70"»'),
      good: newest('"2b3c4d5e6f70"'),
      goodEnv: exampleEnvironment({ engine: ', connect_args={"options": "-c statement_timeout=10min"}' }),
    },
  ],

  *check(context) {
    const at = placeForEnvironment(context);
    const isSet = sessionSetting(context.environment, 'statement_timeout') !== undefined;
    if (at === undefined || isSet || context.environment.session?.complete === false) return;
    yield {
      at,
      message:
        'env.py sets no statement_timeout, so a statement that runs away holds its locks until somebody ends it.',
      related: inEnvironment(context, 'engines'),
      fixes: () =>
        setForSessions(context, {
          name: 'statement_timeout',
          value: '10min',
          title: 'Set statement_timeout to 10min for all migrations, in env.py',
        }),
    };
  },
});
