/** Sessions of migrations do not say what they are. */

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
  name: 'missing-application-name',
  group: 'transactions',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'suggested',
  docs: {
    summary: 'Sessions of migrations do not say what they are.',
    why: 'Whoever looks for the session that holds a lock finds it in `pg_stat_activity` among those of the application, and can not tell which to end.',
    instead:
      'Set `application_name` for all migrations in env.py. It is said here at the newest revision, since it concerns all of them.',
  },
  examples: [
    {
      title: 'A name in pg_stat_activity',
      env: exampleEnvironment(),
      files: { '1a2b3c4d5e6f_history.py': before },
      bad: newest('«"2b3c4d5e6f70"»'),
      good: newest('"2b3c4d5e6f70"'),
      goodEnv: exampleEnvironment({ engine: ', connect_args={"application_name": "alembic"}' }),
    },
  ],

  *check(context) {
    const at = placeForEnvironment(context);
    const isSet = sessionSetting(context.environment, 'application_name') !== undefined;
    if (at === undefined || isSet || context.environment.session?.complete === false) return;
    yield {
      at,
      message: 'env.py sets no application_name, so nobody can tell the session of a migration in pg_stat_activity.',
      related: inEnvironment(context, 'engines'),
      fixes: () =>
        setForSessions(context, {
          name: 'application_name',
          value: 'alembic',
          title: 'Name the sessions of migrations, in env.py',
        }),
    };
  },
});
