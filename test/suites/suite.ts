/** What a suite is: a name, the components it needs, and a run that answers how many tests passed and failed. */

import type { Cluster } from '../environment/postgres.mjs';
import type { PythonEnvironment } from '../environment/python.mjs';

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

/** The fetched parts that a suite can ask for. */
export interface Components {
  readonly python: PythonEnvironment;
  /** The folder of PostgreSQL's binaries. */
  readonly postgres: string;
  /** The VS Code server's main script and the Node that runs it. */
  readonly vscode: { readonly main: string; readonly node: string };
  /** A browser's executable. */
  readonly browser: string;
}

export interface SuiteContext {
  /** Only these files of the suite, when a person named some. */
  readonly only: readonly string[];
  readonly components: Partial<Components>;
  /** The one PostgreSQL of this run, started when first asked for. */
  cluster(): Promise<Cluster>;
}

export interface Suite {
  readonly name: string;
  /** The folder of its files under `test/`; a suite without one takes what no other suite takes. */
  readonly folder?: string;
  readonly needs: readonly (keyof Components)[];
  run(context: SuiteContext): Promise<Outcome>;
}

export const add = (one: Outcome, other: Outcome): Outcome => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
});
