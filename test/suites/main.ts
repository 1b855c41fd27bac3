/** Chooses the suites, fetches what they need, runs them in order and counts. */

import path from 'node:path';

import { ensureChromium } from '../environment/chromium.mjs';
import { PROJECT } from '../environment/packages.mjs';
import { type Cluster, ensurePostgres, start } from '../environment/postgres.mjs';
import { MissingPrerequisite, say } from '../environment/progress.mjs';
import { ensurePython } from '../environment/python.mjs';
import { ensureVsCodeServer } from '../environment/vscode-server.mjs';
import { host } from './host.ts';
import { integration } from './integration.ts';
import { packaged } from './package.ts';
import { statics } from './static.ts';
import { add, type Components, type Outcome, type Suite, type SuiteContext } from './suite.ts';
import { ui } from './ui.ts';
import { unit } from './unit.ts';

const SUITES: readonly Suite[] = [statics, unit, integration, packaged, host, ui];

const ENSURE: { readonly [Name in keyof Components]: () => Promise<Components[Name]> } = {
  python: ensurePython,
  postgres: ensurePostgres,
  vscode: ensureVsCodeServer,
  browser: ensureChromium,
};

type Missing = Map<keyof Components, Error>;
type Chosen = Map<Suite, string[]>;

const PATIENCE_MS = 10_000;

/** The exit code of a signal. The tests' processes got the signal too and are ending: we tidy up and follow. */
let interrupted: number | undefined;
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)
  process.on(signal, () => {
    if (interrupted !== undefined) process.exit(code);
    interrupted = code;
    setTimeout(() => process.exit(code), PATIENCE_MS).unref();
  });

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const chosen = choose(args);
  if (typeof chosen === 'string') {
    say(chosen);
    return 2;
  }
  process.env['NODE_COMPILE_CACHE'] ??= path.join(PROJECT, 'node_modules/.cache/compiled');
  const components: Partial<Components> = {};
  const missing = await prepare([...chosen.keys()], components);
  let cluster: Promise<Cluster> | undefined;
  let total: Outcome = { passed: 0, failed: 0 };
  for (const [suite, only] of chosen) {
    if (interrupted !== undefined) break;
    const context = { only, components, cluster: () => (cluster ??= start()) };
    total = add(total, await runSuite(suite, context, missing));
  }
  await (await cluster?.catch(() => undefined))?.stop();
  if (interrupted !== undefined) return interrupted;
  say(`\n${total.passed} passed, ${total.failed} failed`);
  if ([...missing.values()].some((error) => error instanceof MissingPrerequisite)) return 2;
  return total.failed > 0 ? 1 : 0;
}

/** Suites by name and files by path; nothing named means all suites. The answer is a message when one is unknown. */
function choose(args: readonly string[]): Chosen | string {
  const chosen: Chosen = new Map();
  if (args.length === 0) for (const suite of SUITES) chosen.set(suite, []);
  for (const arg of args) {
    const suite = SUITES.find(({ name }) => name === arg) ?? suiteOf(arg);
    if (suite === undefined)
      return `There is no suite or test file "${arg}": choose among ${SUITES.map(({ name }) => name).join(', ')}, or name a *.test.ts file.`;
    const files = chosen.get(suite) ?? [];
    chosen.set(suite, suite.name === arg ? files : [...files, path.resolve(arg)]);
  }
  return new Map(SUITES.flatMap((suite) => (chosen.has(suite) ? [[suite, chosen.get(suite) ?? []]] : [])));
}

function suiteOf(file: string): Suite | undefined {
  const [top, folder] = path.relative(PROJECT, path.resolve(file)).split(path.sep);
  if (top !== 'test' || !file.endsWith('.test.ts')) return undefined;
  return SUITES.find((suite) => suite.folder !== undefined && suite.folder === folder) ?? unit;
}

/** Fetches the components of these suites side by side; those that cannot be had are answered with the reason. */
async function prepare(suites: readonly Suite[], components: Partial<Components>): Promise<Missing> {
  const missing: Missing = new Map();
  const names = new Set(suites.flatMap(({ needs }) => needs));
  const ensure = async <Name extends keyof Components>(name: Name): Promise<void> => {
    try {
      components[name] = await ENSURE[name]();
    } catch (error) {
      missing.set(name, error instanceof Error ? error : new Error(String(error)));
    }
  };
  if (names.size > 0) say(`Components: ${[...names].join(', ')}`);
  await Promise.all([...names].map(ensure));
  return missing;
}

async function runSuite(suite: Suite, context: SuiteContext, missing: Missing): Promise<Outcome> {
  const started = Date.now();
  say(`\n${suite.name}`);
  const lacking = suite.needs.flatMap((name) => missing.get(name) ?? []);
  const outcome = lacking.length > 0 ? refuse(lacking) : atLeastOne(await suite.run(context).catch(crashed));
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  say(`  ${suite.name}: ${outcome.passed} passed, ${outcome.failed} failed (${seconds} s)`);
  return outcome;
}

function refuse(lacking: readonly Error[]): Outcome {
  for (const error of lacking) say(`  FAILED ${error.message}`);
  return { passed: 0, failed: 1 };
}

function crashed(error: unknown): Outcome {
  say(`  FAILED ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return { passed: 0, failed: 1 };
}

function atLeastOne(outcome: Outcome): Outcome {
  if (outcome.passed + outcome.failed > 0) return outcome;
  say('  FAILED The suite holds no test.');
  return { passed: 0, failed: 1 };
}
