/**
 * A person's VS Code for one journey: the packaged extension, a copy of a sample with its own database, and the few
 * gestures that journeys are made of. Everything waits for what must appear; nothing sleeps.
 */

import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import type { Locator, Page } from 'playwright-core';

import { ensureChromium } from '../../environment/chromium.mjs';
import { type Database, dropDatabase, query } from '../../environment/database.mjs';
import { PROJECT } from '../../environment/packages.mjs';
import { copySample, prepareDatabase, readSamples, writeSettings } from '../../environment/samples.mjs';
import { temporaryFolder } from '../../environment/temporary.mjs';
import { ensureVsCodeServer } from '../../environment/vscode-server.mjs';
import { launchBrowser, startSession } from '../../environment/vscode-session.mjs';
import { python, superuser } from '../../support/database.ts';
import { VSIX } from '../../support/environment.ts';

const ARTIFACTS = path.join(PROJECT, 'test/artifacts');
const VIEWPORT = { width: 1280, height: 800 };
const TIMEOUT_MS = 30_000;

const SETTINGS = {
  'window.title': 'Alembic Guard',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.tips.enabled': false,
  'workbench.editor.empty.hint': 'hidden',
  'editor.minimap.enabled': false,
  'window.commandCenter': false,
};

export interface Workbench {
  readonly page: Page;
  /** The copy of the sample that is open. */
  readonly folder: string;
  readonly database: Database;
  /** Runs a statement on the sample's database and answers the rows. */
  query(sql: string): Promise<Record<string, unknown>[]>;
  /** Opens a file by its name or a part of its path, through Quick Open. */
  openFile(name: string): Promise<void>;
  /** Runs a command by its title, through the palette. */
  palette(title: string): Promise<void>;
  /** The palette's rows for what is typed; the palette is closed again. */
  offered(text: string, row: string): Promise<readonly string[]>;
  /** Opens a view container by the title in the activity bar. */
  openView(title: string): Promise<void>;
  /** The element of the side bar's trees that a screen reader calls so, once it is there. */
  treeItem(name: RegExp): Promise<Locator>;
  /** Makes the side bar as wide as that, by dragging its edge. */
  resizeSideBar(width: number): Promise<void>;
  /** The modal dialog, once it is there. */
  dialog(): Promise<Locator>;
  /** The notification with that text, once it is there. */
  toast(text: string | RegExp): Promise<Locator>;
  /** A picture at `test/artifacts/<name>.png`. */
  screenshot(name: string): Promise<void>;
}

export interface WorkbenchOptions {
  /** Names the picture of a journey that failed. */
  readonly name: string;
  readonly sample?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Whether the workspace has to be trusted first. */
  readonly trust?: boolean;
}

/** Opens a workbench, lets the journey happen and closes everything; a failed journey leaves a picture. */
export async function inWorkbench(
  { name, sample: wanted = 'facturacion', settings, trust = false }: WorkbenchOptions,
  journey: (workbench: Workbench) => Promise<void>,
): Promise<void> {
  const vsix = process.env[VSIX];
  const sample = (await readSamples()).find((candidate) => candidate.name === wanted);
  if (vsix === undefined) throw new Error('Journeys need the packaged extension: run them with npm test -- ui.');
  if (sample === undefined) throw new Error(`There is no sample ${wanted}.`);

  const { folder: place, remove } = await temporaryFolder('ag-ui-');
  const closing: (() => unknown)[] = [remove];
  try {
    const folder = path.join(place, sample.name);
    await copySample(sample, folder);
    const server = await superuser();
    const database = { sample, folder, server, python: await python(), name: `${sample.name}_dev` };
    await dropDatabase(server, database.name);
    closing.push(() => dropDatabase(server, database.name));
    const prepared = await prepareDatabase(database);
    await writeSettings(folder, { python: database.python, env: prepared.env });
    const whole = { ...SETTINGS, ...settings };
    const session = await startSession({ ...(await ensureVsCodeServer()), extensions: [vsix], settings: whole, trust });
    closing.push(session.stop);
    const browser = await launchBrowser(await ensureChromium());
    closing.push(() => browser.close());
    const page = await browser.newPage({ viewport: VIEWPORT });
    page.setDefaultTimeout(TIMEOUT_MS);
    await page.goto(`http://${session.authority}/?${new URLSearchParams({ folder })}`);
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
    const workbench = gestures(page, folder, prepared.database);
    await journey(workbench).catch(async (error) => {
      await workbench.screenshot(`${name}-failed`).catch(() => {});
      throw error;
    });
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

function gestures(page: Page, folder: string, database: Database): Workbench {
  const quickInput = page.locator('.quick-input-widget input');
  const quickRows = page.locator('.quick-input-list .monaco-list-row');
  const ask = async (keys: string, text: string): Promise<void> => {
    await page.keyboard.press(keys);
    await quickInput.waitFor();
    await page.keyboard.type(text);
  };
  const choose = async (keys: string, text: string): Promise<void> => {
    await ask(keys, text);
    // The list follows what is typed with a delay, and Enter takes the row that has the focus.
    await page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: text }).waitFor();
    await page.keyboard.press('Enter');
  };
  return {
    page,
    folder,
    database,
    query: (sql) => query(database, sql),
    async openFile(name) {
      await choose('Control+P', name);
      await page.locator('.tab.active').filter({ hasText: name }).waitFor();
      await page.locator('.editor-instance .view-line').first().waitFor();
    },
    palette: (title) => choose('F1', title),
    async offered(text, row) {
      await ask('F1', text);
      await quickRows.filter({ hasText: row }).first().waitFor();
      const rows = await quickRows.allInnerTexts();
      await page.keyboard.press('Escape');
      await quickInput.waitFor({ state: 'hidden' });
      return rows;
    },
    async openView(title) {
      await page.locator(`.activitybar [aria-label^="${title}"]`).first().click();
    },
    async treeItem(name) {
      const item = page.locator('.sidebar').getByRole('treeitem', { name });
      await item.waitFor();
      return item;
    },
    async resizeSideBar(width) {
      const box = await page.locator('.part.sidebar').boundingBox();
      if (box === null) throw new Error('There is no side bar.');
      const [edge, middle] = [box.x + box.width + 2, box.y + box.height / 2];
      await page.mouse.move(edge, middle);
      await page.mouse.down();
      await page.mouse.move(edge + width - box.width, middle, { steps: 4 });
      await page.mouse.up();
      await page.mouse.move(edge + width - box.width + 200, middle);
    },
    async dialog() {
      const dialog = page.locator('.monaco-dialog-box');
      await dialog.waitFor();
      return dialog;
    },
    async toast(text) {
      const toast = page.locator('.notification-toast').filter({ hasText: text });
      await toast.waitFor();
      return toast;
    },
    async screenshot(name) {
      await mkdir(ARTIFACTS, { recursive: true });
      await page.screenshot({ path: path.join(ARTIFACTS, `${name}.png`) });
    },
  };
}
