/** An upgrade from the palette: the question, the progress, the truth afterwards. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inWorkbench } from './support/workbench.ts';

test('one step up after a look at its SQL; a revision that PostgreSQL refuses changes nothing', () =>
  inWorkbench({ name: 'upgrade' }, async (workbench) => {
    const { page, openView, treeItem, palette, dialog, toast, query, screenshot } = workbench;
    const rows = () => query('SELECT version_num FROM alembic_version');
    await openView('Alembic');
    await treeItem(/revision 0009/);
    const { host, port, database, password } = workbench.database;

    await palette('Alembic: Upgrade One Step');
    const question = await (await dialog()).innerText();
    assert.match(question, new RegExp(`Upgrade ${host}:${port}/${database} by 1 revision\\?`));
    assert.match(question, /Now at 0008\n[\s\S]*0009 {2}Notas crédito\n/);
    assert.match(question, /3 findings \(1 error, 2 warnings\) in it\./);
    assert.ok(!question.includes(password));
    await page.keyboard.press('Enter'); // the harmless answer
    await page.locator('.tab.active').filter({ hasText: '0009 (upgrade).sql' }).waitFor();
    assert.deepEqual(await rows(), [{ version_num: '0008' }]);

    await palette('Alembic: Upgrade One Step');
    await (await dialog()).getByRole('button', { name: 'Upgrade', exact: true }).click();
    await toast(`Upgrade of ${host}:${port}/${database}`);
    await screenshot('upgrade-progress');
    await toast(`The database ${host}:${port}/${database} stands at 0009 now.`);
    await treeItem(/revision 0009, .*, current/);
    await treeItem(/revision 0008, .*, applied/);
    assert.deepEqual(await rows(), [{ version_num: '0009' }]);
    assert.deepEqual(await query("SELECT to_regclass('notas_credito')::text AS name"), [{ name: 'notas_credito' }]);
    await screenshot('upgrade-done');

    await palette('Notifications: Clear All Notifications');
    await palette('Alembic: Upgrade to Head');
    const second = await dialog();
    assert.match(
      await second.innerText(),
      /0010 {2}[\s\S]*0011 {2}[\s\S]*0012 {2}[\s\S]*5 findings .* in 0010, 0011, 0012\./,
    );
    await screenshot('upgrade-question');
    await second.getByRole('button', { name: 'Upgrade', exact: true }).click();
    await toast(/Revision 0012 failed: column "codigo_municipio" .* contains null values\. .* still stands at 0009\./);
    await screenshot('upgrade-refused');
    assert.deepEqual(await rows(), [{ version_num: '0009' }]);
    await treeItem(/revision 0009, .*, current/);
  }));
