/** A workspace that is not trusted: migrations are checked, nothing is run. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inWorkbench } from './support/workbench.ts';

test('in Restricted Mode there are findings and a tree, and no command that runs anything', () =>
  inWorkbench(
    { name: 'restricted', trust: true, settings: { 'security.workspace.trust.startupPrompt': 'never' } },
    async ({ page, openFile, openView, treeItem, offered, screenshot }) => {
      await page.locator('.part.statusbar').getByText('Restricted Mode').waitFor();
      await openFile('0012_municipio_del_cliente.py');
      await page.locator('.squiggly-error').first().waitFor();
      await openView('Alembic');
      await treeItem(/revision 0012/);
      await page.locator('.sidebar').getByText('no database is read and nothing can be run').waitFor();
      const commands = (await offered('Alembic: ', 'Alembic: Refresh')).join('\n');
      assert.doesNotMatch(commands, /Upgrade|Downgrade|Preview|New Revision/);
      await screenshot('restricted');
    },
  ));
