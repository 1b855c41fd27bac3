#!/usr/bin/env node
/**
 * Takes the place of a desktop VS Code for @vscode/test-electron: it accepts the same arguments, runs the suite in the
 * extension host of a VS Code server that a headless browser has opened, prints what the suite prints, and ends with its
 * exit code. `--install-extension=` without a suite installs into `--extensions-dir=`, as VS Code's own command does.
 */

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { format } from 'node:util';

import { ensureChromium } from './chromium.mjs';
import { say } from './progress.mjs';
import { ensureVsCodeServer } from './vscode-server.mjs';
import { installExtensions, launchBrowser, startSession } from './vscode-session.mjs';

const TIMEOUT_MS = Number(process.env['ALEMBIC_GUARD_HOST_TIMEOUT'] ?? 600) * 1000;
/** What the workbench tells itself: about its own services, and of requests that end with the window. */
const NOISE = [
  /^Ignoring fetching additional|^Updating additional builtin|Service Worker|Creating a socket|vsda/,
  /^Resolv(ed|ing) connection token|^\[(reconnection-grace-time|AgentHost|AccountPolicyGate)/,
  /^Canceled(: Canceled)*\n/,
];

/** Exit codes of our own, beside 0 and 1 of the suite. */
const CRASHED = 97;
const TIMED_OUT = 98;

/** Answers the exit code of a signal that asks us to end; what was started is then stopped in order. */
const interrupted = new Promise((resolve) => {
  for (const [signal, code] of /** @type {const} */ ([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ]))
    process.once(signal, () => resolve(code));
});

process.exitCode = await main();

/** @returns {Promise<number>} */
async function main() {
  const { options, target } = parse(process.argv.slice(2));
  const server = await ensureVsCodeServer();
  const extensions = options.get('install-extension') ?? [];
  const extensionsDir = options.get('extensions-dir')?.[0];
  const tests = options.get('extensionTestsPath')?.[0];
  if (tests === undefined) {
    await installExtensions({ ...server, extensions, extensionsDir });
    return 0;
  }
  const settings = await userSettings(options.get('user-data-dir')?.[0]);
  const session = await startSession({ ...server, extensions, extensionsDir, settings, tests: true });
  try {
    const browser = await launchBrowser(await ensureChromium());
    try {
      const developed = options.get('extensionDevelopmentPath') ?? [];
      const code = await runSuite(browser, session.authority, { tests, developed, target });
      if (code === TIMED_OUT)
        say(`The suite did not end within ${TIMEOUT_MS / 1000} s.\n${session.log().slice(-2000)}`);
      if (code === CRASHED) say('The page in the browser crashed.');
      return code;
    } finally {
      await browser.close();
    }
  } finally {
    await session.stop();
  }
}

/**
 * VS Code's own automation: the page is told which suite to run and calls these two functions.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} authority
 * @param {{ tests: string, developed: readonly string[], target: string }} suite
 * @returns {Promise<number>}
 */
async function runSuite(browser, authority, { tests, developed, target }) {
  const permissions = ['clipboard-read', 'clipboard-write'];
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, permissions });
  const page = await context.newPage();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const ended = new Promise((resolve) => {
    page.on('crash', () => resolve(CRASHED));
    timer = setTimeout(() => resolve(TIMED_OUT), TIMEOUT_MS);
    void page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => resolve(code));
  });
  await page.exposeFunction('codeAutomationLog', (/** @type {string} */ type, /** @type {unknown[]} */ args) => {
    const text = format(...args);
    if (!NOISE.some((pattern) => pattern.test(text))) say(type === 'error' ? `[error] ${text}` : text);
  });
  const uri = (/** @type {string} */ file) => `vscode-remote://${authority}${path.resolve(file)}`;
  const payload = [
    ...developed.map((folder) => ['extensionDevelopmentPath', uri(folder)]),
    ['extensionTestsPath', uri(tests)],
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  const kind = target.endsWith('.code-workspace') ? 'workspace' : 'folder';
  await page.goto(`http://${authority}/?${new URLSearchParams({ [kind]: target, payload: JSON.stringify(payload) })}`);
  const code = await Promise.race([ended, interrupted]);
  clearTimeout(timer);
  return Number(code);
}

/** @param {string | undefined} userData */
async function userSettings(userData) {
  if (userData === undefined) return {};
  return JSON.parse(await readFile(path.join(userData, 'User', 'settings.json'), 'utf8').catch(() => '{}'));
}

/**
 * `--name=value` options, each as often as it comes, and the first plain argument. Switches mean nothing here.
 *
 * @param {readonly string[]} args
 */
function parse(args) {
  /** @type {Map<string, string[]>} */
  const options = new Map();
  const plain = [];
  for (const arg of args) {
    const [, name, value] = /^--([\w-]+)=(.*)$/s.exec(arg) ?? [];
    if (name !== undefined && value !== undefined) options.set(name, [...(options.get(name) ?? []), value]);
    else if (!arg.startsWith('-')) plain.push(arg);
  }
  return { options, target: path.resolve(plain[0] ?? '.') };
}
