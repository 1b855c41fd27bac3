/** The workbench opens on a sample with the extension installed: the ground of the other journeys. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inWorkbench } from './support/workbench.ts';

test('a migration opens in the editor', () =>
  inWorkbench({ name: 'workbench' }, async (workbench) => {
    await workbench.openFile('0012_municipio_del_cliente.py');
    const title = await workbench.page.locator('.tab.active').textContent();
    assert.match(title ?? '', /0012_municipio_del_cliente\.py/);
    await workbench.screenshot('workbench');
  }));
