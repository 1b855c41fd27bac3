/** What is dangerous is seen while one reads, explained, and mended or excused from the keyboard. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inWorkbench } from './support/workbench.ts';

const rule = 'add-column-not-null-no-default';

test('a finding at its argument: explained by hovering, mended with one keystroke, or ignored with a reason', () =>
  inWorkbench({ name: 'findings' }, async ({ page, openFile, screenshot }) => {
    await openFile('0012_municipio_del_cliente.py');
    const error = page.locator('.squiggly-error');
    const warning = page.locator('.squiggly-warning');
    await error.first().waitFor();

    await page.keyboard.press('F8'); // to the next problem
    await page.locator('.zone-widget').getByText('NOT NULL without a server default').waitFor();
    await page.keyboard.press('Escape');
    assert.match(await page.locator('.part.statusbar').innerText(), /Ln 22, Col 53/); // nullable=False
    await page.keyboard.press('Control+K');
    await page.keyboard.press('Control+I');
    const hover = page.locator('.monaco-hover:visible').filter({ hasText: 'Instead:' });
    await hover.waitFor();
    const text = await hover.innerText();
    assert.match(text, /codigo_municipio as NOT NULL without a server default fails as soon as clientes has one row/);
    assert.ok(text.includes(rule));
    await screenshot('finding-hover');
    await page.keyboard.press('Escape');

    const fixes = page.locator('.action-widget .monaco-list-row');
    const ignore = fixes.filter({ hasText: `Ignore ${rule} here, with a reason` });
    // The editor closes the list when findings arrive, which may be after the squiggle that was there before is back.
    const listFixes = async () => {
      for (let tries = 0; tries < 5 && !(await ignore.isVisible()); tries++) {
        await page.keyboard.press('Control+.');
        await ignore.waitFor({ timeout: 5000 }).catch(() => undefined);
      }
    };
    await hover.waitFor({ state: 'hidden' });
    await listFixes();
    assert.match((await fixes.allInnerTexts()).join('\n'), /^Quick Fix\nAdd codigo_municipio as nullable\n/);
    await screenshot('finding-fixes');
    await page.keyboard.press('Enter');
    await error.first().waitFor({ state: 'detached' });
    await page.locator('.view-line').getByText('nullable=True').waitFor();
    await screenshot('finding-fixed');

    await page.keyboard.press('Control+Z');
    await error.first().waitFor();
    await listFixes();
    await ignore.click();
    await warning.first().waitFor(); // the reason is missing
    await error.first().waitFor();
    // The cursor follows the edit, to where the reason is to stand.
    await page
      .locator('.part.statusbar')
      .getByText(/^Ln 20, Col \d\d/)
      .waitFor();
    await page.keyboard.type('la tabla está vacía');
    await error.first().waitFor({ state: 'detached' });
    await warning.first().waitFor({ state: 'detached' });
    const line = await page.locator('.view-line').filter({ hasText: 'alembic-guard: ignore' }).innerText();
    assert.equal(line.replaceAll('\u00a0', ' ').trim(), `# alembic-guard: ignore[${rule}] la tabla está vacía`);
    await screenshot('finding-ignored');
  }));

test('the Problems panel lists the findings of all migrations with the names of their rules', () =>
  inWorkbench({ name: 'problems' }, async ({ page, openFile, screenshot }) => {
    await openFile('0010_recalcula_totales.py');
    await page.keyboard.press('Control+Shift+M');
    const rows = page.locator('.markers-panel .monaco-list-row');
    await rows.first().waitFor();
    await screenshot('problems');
    // Only what is in sight is there, so the panel is asked for each.
    const filter = page.locator('.panel input[placeholder^="Filter"]');
    for (const name of [
      'server-default-frozen-now',
      'tenant-column-missing',
      'tenant-filter-missing',
      'downgrade-empty',
      'alter-column-type-rewrite',
      'set-not-null-scan',
    ]) {
      const row = rows.filter({ hasText: name }).first();
      // The panel writes the former text back when it had not yet taken notice of it.
      for (let tries = 0; tries < 5 && !(await row.isVisible()); tries++) {
        await filter.fill(name);
        await row.waitFor({ timeout: 5000 }).catch(() => undefined);
      }
      await row.waitFor();
    }
  }));
