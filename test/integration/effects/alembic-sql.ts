/** The SQL of forms that are calls of `op`, as the real Alembic renders them offline. */

import type { TestContext } from 'node:test';

import { makeProject } from '../../support/alembic-project.ts';
import { runAlembic } from '../../support/database.ts';
import { type Form, isCall } from './form.ts';

/** The statements of each form, in order; SQL stands for itself. */
export async function alembicSql(t: TestContext, forms: readonly Form[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const calls = forms.filter(isCall);
  const ids = calls.map((_, index) => `r${String(index).padStart(3, '0')}`);
  const revisions = calls.map(({ text }, index) => {
    const parent = ids[index - 1];
    return { id: ids[index] ?? '', ...(parent === undefined ? {} : { down: parent }), upgrade: text };
  });
  const project = await makeProject(t, revisions);
  const run = await runAlembic(project.cwd, ['upgrade', 'head', '--sql'], { DATABASE_URL: 'postgresql+psycopg://' });
  if (run.exitCode !== 0) throw new Error(run.stderr.slice(-2000));
  const [, ...parts] = run.stdout.split(/^-- Running upgrade .*$/m);
  return new Map(forms.map((form) => [form.text, isCall(form) ? statements(parts[calls.indexOf(form)] ?? '') : [form.text]]));
}

/** Alembic ends each statement with a semicolon and an empty line. */
function statements(part: string): readonly string[] {
  return part
    .split(/;\n/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '' && !/^(BEGIN|COMMIT)$|alembic_version/.test(statement));
}
