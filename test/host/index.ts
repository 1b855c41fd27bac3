/** What VS Code calls: runs the bundled tests with mocha, prints failures in full and leaves the counts in a file. */

import { writeFileSync } from 'node:fs';
import path from 'node:path';

import Mocha from 'mocha';

import { HOST_FILES, HOST_RESULTS } from '../support/environment.ts';

export async function run(): Promise<void> {
  const files = (process.env[HOST_FILES] ?? '').split(path.delimiter).filter(Boolean);
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, color: false, forbidOnly: true, reporter: Failures });
  for (const file of files) mocha.addFile(file);
  const { passed, failed } = await new Promise<{ passed: number; failed: number }>((resolve) => {
    const runner = mocha.run(() => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed: failures + pending });
    });
  });
  const results = process.env[HOST_RESULTS];
  if (results !== undefined) writeFileSync(results, JSON.stringify({ passed, failed }));
  if (failed > 0) throw new Error(`${failed} of ${passed + failed} tests failed inside VS Code.`);
}

/** Says nothing of what passes; a skipped test counts as a failure and is named. */
class Failures extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    runner.on('pending', (test) => console.log(`  FAILED ${test.fullTitle()}: the test is skipped`));
    runner.on('end', () => {
      if (this.failures.length > 0) Mocha.reporters.Base.list(this.failures);
    });
  }
}
