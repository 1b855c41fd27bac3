/** What autogenerate doesn't look at, since env.py doesn't ask for it. */

import { inEnvironment, placeForEnvironment } from '../environment-place.ts';
import { exampleEnvironment } from '../example-environment.ts';
import { configureWith } from '../fixes/environment.ts';
import { defineRule } from '../rule.ts';

const file = (revision: string, down: string, table: string) => `import sqlalchemy as sa
from alembic import op

revision = ${revision}
down_revision = ${down}


def upgrade() -> None:
    op.create_table("${table}", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade() -> None:
    op.drop_table("${table}")
`;

export default defineRule({
  name: 'env-settings',
  group: 'meta',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  docs: {
    summary: 'Autogenerate does not compare server defaults, as env.py stands.',
    why: 'A `server_default` that is changed in a model makes no revision: the database keeps the old one, and nobody is told.',
    instead:
      'Pass `compare_server_default=True` to `context.configure`. It is said here at the newest revision, since it concerns all of them.',
  },
  examples: [
    {
      title: 'Defaults are compared',
      env: exampleEnvironment(),
      files: { '1a2b3c4d5e6f_history.py': file('"1a2b3c4d5e6f"', 'None', 'users') },
      bad: file('«"2b3c4d5e6f70"»', '"1a2b3c4d5e6f"', 'teams'),
      good: file('"2b3c4d5e6f70"', '"1a2b3c4d5e6f"', 'teams'),
      goodEnv: exampleEnvironment({ configure: ', compare_server_default=True' }),
    },
  ],

  *check(context) {
    const { script } = context.environment;
    const at = placeForEnvironment(context);
    if (at === undefined || script === undefined || script.configures.length === 0 || script.hidden) return;
    if (script.keywords.includes('compare_server_default')) return;
    yield {
      at,
      message: 'env.py does not pass compare_server_default, so a changed server default makes no revision.',
      related: inEnvironment(context, 'configures'),
      fixes: () =>
        configureWith(context, { name: 'compare_server_default', value: 'True', title: 'Compare server defaults too' }),
    };
  },
});
