/** Projects of several folders keep their names unless two would be the same. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findProjects } from '../../../server/src/workspace/find-projects.ts';
import { withTellingNames } from '../../../server/src/workspace/telling-names.ts';
import { makeFolder } from './folder.ts';

const ini = '[alembic]\nscript_location = %(here)s/alembic\n';

test('a name that occurs in two folders says which one', async (t) => {
  const root = makeFolder(t, {
    'shop/backend/alembic.ini': ini,
    'crm/backend/alembic.ini': ini,
    'crm/reports/alembic.ini': ini,
  });
  const discoveries = await Promise.all(['shop', 'crm'].map((name) => findProjects(`${root}/${name}`)));
  const names = withTellingNames(discoveries).map(({ name }) => name);
  assert.deepEqual(names.sort(), ['crm/backend', 'reports', 'shop/backend']);
});
