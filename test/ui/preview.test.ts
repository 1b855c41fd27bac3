/** SQL, where a migration holds it and where Alembic prints it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inWorkbench } from './support/workbench.ts';

test('the SQL of the migration being edited: read-only, highlighted, made again when the file is saved', () =>
  inWorkbench({ name: 'preview' }, async ({ page, openFile, palette, screenshot }) => {
    await openFile('0010_recalcula_totales.py');
    await page.locator('.squiggly-error').first().waitFor();
    const editor = page.locator('.editor-instance').first();
    const colour = (line: string, word: string) =>
      page.locator(line).locator('span span').getByText(word, { exact: true }).first().getAttribute('class');
    const statement = `.view-line:has-text("op.execute")`;
    assert.notEqual(await colour(statement, 'UPDATE'), await colour(statement, ' facturas ')); // SQL inside Python

    await page.getByRole('button', { name: 'Preview Upgrade SQL' }).click();
    await page.locator('.tab.active').filter({ hasText: '0010 (upgrade).sql' }).waitFor();
    const sql = page.locator('.editor-instance').last();
    await sql.locator('.view-line').getByText('COMMIT').waitFor();
    await screenshot('preview');
    await page.keyboard.type('x');
    await page.getByText('Cannot edit in read-only editor').first().waitFor();
    await page.keyboard.press('Escape');

    await editor.locator('.view-line').getByText('impuestos').click();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.type(' WHERE empresa_id = 1');
    await page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
    await page.keyboard.press('Control+S');
    await sql.locator('.view-line').getByText('empresa_id').waitFor();
    await palette('Alembic: Preview Downgrade SQL');
    await page.locator('.tab.active').filter({ hasText: '0010 (downgrade).sql' }).waitFor();
    await screenshot('preview-downgrade');
  }));
