/** A Chromium: the one that is there, else the one of the system's package manager. */

import { existsSync } from 'node:fs';
import path from 'node:path';

import { run, runs } from './command.mjs';
import { MissingPrerequisite, step } from './progress.mjs';

const PROGRAMS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'msedge',
  'chrome',
];
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

const ADVICE =
  'No Chromium was found and it could not be installed: install one (on Debian: apt-get install chromium fonts-dejavu-core) or set CHROMIUM to its path.';

/**
 * The path of a browser; `CHROMIUM` overrides the search.
 *
 * @returns {Promise<string>}
 */
export async function ensureChromium() {
  const chosen = process.env['CHROMIUM'];
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new MissingPrerequisite(`CHROMIUM names ${chosen}, which does not exist: set it to a browser’s path.`);
  }
  const present = find();
  if (present !== undefined) return present;
  await install();
  const installed = find();
  if (installed === undefined) throw new MissingPrerequisite(ADVICE);
  return installed;
}

function find() {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  const inPath = PROGRAMS.flatMap((name) => folders.map((folder) => path.join(folder, name + suffix)));
  return [...inPath, ...APPLICATIONS].find((file) => existsSync(file));
}

async function install() {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const [command = '', ...prefix] = [...sudo, 'apt-get'];
  if (process.platform !== 'linux' || !(await runs(command, [...prefix, '--version'])))
    throw new MissingPrerequisite(ADVICE);
  const wait = ['-o', 'DPkg::Lock::Timeout=300'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await step('Chromium', async (stage) => {
      stage('1/2 read the package lists');
      await run(command, [...prefix, ...wait, 'update', '-qq'], { env });
      stage('2/2 install chromium and a font (about 110 MB)');
      const packages = ['chromium', 'fonts-dejavu-core'];
      await run(command, [...prefix, ...wait, 'install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
    });
  } catch (error) {
    throw new MissingPrerequisite(`${ADVICE} (${error instanceof Error ? error.message : error})`);
  }
}
