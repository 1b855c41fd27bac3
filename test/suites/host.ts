/** Mocha inside VS Code, on the packaged extension and copies of samples with real databases, one window after the other. */

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import {
  downloadAndUnzipVSCode,
  resolveCliArgsFromVSCodeExecutablePath,
  runTests,
  TestRunFailedError,
} from '@vscode/test-electron';
import { build } from 'esbuild';

import { run } from '../environment/command.mjs';
import { PROJECT } from '../environment/packages.mjs';
import { say } from '../environment/progress.mjs';
import { temporaryFolder } from '../environment/temporary.mjs';
import { HOST_FILES, HOST_RESULTS } from '../support/environment.ts';
import { testFiles } from './files.ts';
import { HOST_WINDOWS, type HostWindow } from './host-windows.ts';
import { provideDatabase } from './provide.ts';
import { add, type Outcome, type Suite, type SuiteContext } from './suite.ts';
import { packageExtension } from './vsix.ts';

const BUNDLES = path.join(PROJECT, 'test/dist/host');
const SHIM = path.join(PROJECT, 'test/environment/vscode-shim.mjs');

/**
 * The editor to start: `VSCODE_EXECUTABLE`; empty or `desktop` a desktop VS Code, which is downloaded. Unset it is, on
 * Linux, the server with a browser.
 */
const EXECUTABLE = process.env['VSCODE_EXECUTABLE'] ?? (process.platform === 'linux' ? SHIM : 'desktop');

export const host: Suite = {
  name: 'host',
  folder: 'host',
  needs: ['python', 'postgres', ...(EXECUTABLE === SHIM ? (['vscode', 'browser'] as const) : [])],
  async run(context) {
    const vsix = await packageExtension();
    await bundle(context);
    await provideDatabase(context);
    let total: Outcome = { passed: 0, failed: 0 };
    for (const window of HOST_WINDOWS) {
      const files = testFiles(host, context).filter((file) => windowOf(file) === window.name);
      if (files.length === 0) continue;
      const { folder, remove } = await temporaryFolder('ag-host-');
      try {
        total = add(total, await runInside(folder, window, files, vsix, context));
      } finally {
        remove();
      }
    }
    return total;
  },
};

/** The tests become one CommonJS file each; packages stay outside, `vscode` among them. */
async function bundle(context: SuiteContext): Promise<void> {
  await rm(BUNDLES, { recursive: true, force: true });
  await build({
    entryPoints: [path.join(PROJECT, 'test/host/index.ts'), ...testFiles(host, { ...context, only: [] })],
    outdir: BUNDLES,
    outbase: path.join(PROJECT, 'test/host'),
    outExtension: { '.js': '.cjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

async function runInside(
  place: string,
  window: HostWindow,
  files: readonly string[],
  vsix: string,
  context: SuiteContext,
): Promise<Outcome> {
  const results = path.join(place, 'results.json');
  const extensions = path.join(place, 'extensions');
  const userData = path.join(place, 'user-data');
  const desktop = EXECUTABLE === '' || EXECUTABLE === 'desktop';
  const executable = desktop ? await downloadAndUnzipVSCode(process.env['VSCODE_VERSION'] ?? 'stable') : EXECUTABLE;
  const folders = [`--extensions-dir=${extensions}`, `--user-data-dir=${userData}`];
  await mkdir(path.join(userData, 'User'), { recursive: true });
  await writeFile(path.join(userData, 'User/settings.json'), JSON.stringify({ 'workbench.startupEditor': 'none' }));
  await install(executable, vsix, folders);
  let complaint = '';
  try {
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: await harness(path.join(place, 'harness')),
      extensionTestsPath: path.join(BUNDLES, 'index.cjs'),
      extensionTestsEnv: { [HOST_RESULTS]: results, [HOST_FILES]: files.map(bundleOf).join(path.delimiter) },
      launchArgs: [await window.open(path.join(place, 'workspace'), context), ...folders],
    });
  } catch (error) {
    complaint = error instanceof TestRunFailedError ? `VS Code ended with exit code ${error.code}.` : String(error);
  }
  const outcome = await readFile(results, 'utf8').then(
    (text) => JSON.parse(text) as Outcome,
    () => undefined,
  );
  if (outcome !== undefined && (complaint === '' || outcome.failed > 0)) return outcome;
  say(`  FAILED ${complaint} The suite inside VS Code did not end as it should.`);
  return { passed: outcome?.passed ?? 0, failed: (outcome?.failed ?? 0) + 1 };
}

async function install(executable: string, vsix: string, folders: readonly string[]): Promise<void> {
  const [command = executable] = executable === SHIM ? [] : resolveCliArgsFromVSCodeExecutablePath(executable);
  await run(command, [`--install-extension=${vsix}`, ...folders]);
}

/** An empty extension: the tests must be somebody's, and the extension under test is the installed package. */
async function harness(folder: string): Promise<string> {
  const manifest = { name: 'harness', publisher: 'alembic-guard', version: '0.0.1', engines: { vscode: '*' } };
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

/** The folder under `test/host/` that a file lies in. */
const windowOf = (file: string): string | undefined =>
  path.relative(path.join(PROJECT, 'test/host'), file).split(path.sep)[0];

const bundleOf = (file: string): string =>
  path.join(BUNDLES, path.relative(path.join(PROJECT, 'test/host'), file)).replace(/\.ts$/, '.cjs');
