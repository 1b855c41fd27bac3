/** The Revisions view: what is applied, what is pending, and how a history branches. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inWorkbench } from './support/workbench.ts';

test('revisions newest first; Refresh tells which of them the database has; a new one becomes the head', () =>
  inWorkbench({ name: 'tree' }, async ({ page, openView, treeItem, palette, resizeSideBar, screenshot }) => {
    await openView('Alembic');
    await treeItem(/^project backend, 12 revisions, database not read$/);
    await treeItem(/revision 0012, 2026-11-17, database state unknown, head/);
    await screenshot('tree-unread');
    await palette('Alembic: Refresh');
    await treeItem(/^project backend, 12 revisions, 4 pending · 127\.0\.0\.1:\d+\/facturacion_dev$/);
    await treeItem(/revision 0012, 2026-11-17, pending, head, 1 finding \(1 error\)/);
    const current = await treeItem(/revision 0008, .*, current: the database stands here/);
    await treeItem(/revision 0001, .*, applied/);
    const spoken = await page
      .locator('.sidebar')
      .getByRole('treeitem', { name: /revision/ })
      .all();
    const ids = await Promise.all(
      spoken.map(async (row) => / (\d{4}),/.exec((await row.getAttribute('aria-label')) ?? '')?.[1]),
    );
    assert.deepEqual(ids, [...ids].sort().reverse());
    await resizeSideBar(520);
    await current.hover();
    await page.locator('.monaco-hover:visible').filter({ hasText: 'Follows 0007' }).waitFor();
    await screenshot('tree');

    await palette('Alembic: Go to Revision');
    const quickRow = page.locator('.quick-input-list .monaco-list-row');
    await quickRow.filter({ hasText: '0012_municipio' }).waitFor();
    await page.keyboard.type('resoluciones de');
    await quickRow.filter({ hasText: '0012_municipio' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await page.locator('.tab.active').filter({ hasText: '0003_resoluciones_de_numeracion.py' }).waitFor();
    await palette('Alembic: New Revision');
    await page.locator('.quick-input-widget').getByText('What does it do?').waitFor();
    await page.keyboard.type('Teléfono del cliente');
    await page.keyboard.press('Enter');
    await quickRow.filter({ hasText: 'Autogenerate' }).waitFor();
    await page.keyboard.press('Enter'); // empty
    await page
      .locator('.tab.active')
      .filter({ hasText: /_tel.fono_del_cliente\.py/ })
      .waitFor();
    await treeItem(/^Teléfono del cliente, revision [0-9a-f]{12}, [\d-]+, pending, head/);
  }));

test('branches and merges, in the light theme', () =>
  inWorkbench(
    { name: 'tree-boneca', sample: 'boneca', settings: { 'workbench.colorTheme': 'Default Light Modern' } },
    async ({ page, openView, treeItem, palette, resizeSideBar, screenshot }) => {
      await openView('Alembic');
      await treeItem(/revision f90e36d2a71c/);
      await palette('Alembic: Refresh');
      await treeItem(/revision f90e36d2a71c, .*, pending, head/);
      await treeItem(/revision 07fb2c8e5d61, .*, current/);
      await treeItem(/revision 5c18f0e97da3, .*, applied, merge/);
      await treeItem(/revision 8b07e35fd924, .*, applied, branch point/);
      await page.mouse.move(700, 400);
      await screenshot('tree-narrow');
      await resizeSideBar(520);
      await screenshot('tree-branches');
    },
  ));
