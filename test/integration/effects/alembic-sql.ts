/** The SQL of forms that are calls of `op`, as the real Alembic renders them offline. */

import { makeProject } from '../../support/alembic-project.ts';
import { runAlembic } from '../../support/database.ts';
import { type Form, isCall } from './form.ts';

/** The statements of each form, in order; SQL stands for itself. */
export async function alembicSql(forms: readonly Form[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const calls = forms.filter(isCall);
  const id = (index: number) => `r${String(index).padStart(3, '0')}`;
  const revisions = calls.map(({ text }, index) => ({
    id: id(index),
    ...(index === 0 ? {} : { down: id(index - 1) }),
    upgrade: text,
  }));
  const printed = await offline(revisions);
  const [, ...parts] = printed.split(/^-- Running upgrade .*$/m);
  const own = (form: Form) => (isCall(form) ? statements(parts[calls.indexOf(form)] ?? '') : [form.text]);
  return new Map(forms.map((form) => [form.text, own(form)]));
}

async function offline(revisions: Parameters<typeof makeProject>[1]): Promise<string> {
  let remove = async () => {};
  const project = await makeProject({ after: (done) => (remove = done) }, revisions);
  try {
    const url = { DATABASE_URL: 'postgresql+psycopg://' };
    const { exitCode, stdout, stderr } = await runAlembic(project.cwd, ['upgrade', 'head', '--sql'], url);
    if (exitCode !== 0) throw new Error(stderr.slice(-2000));
    return stdout;
  } finally {
    await remove();
  }
}

/** Alembic ends each statement with a semicolon and an empty line. */
function statements(part: string): readonly string[] {
  return part
    .split(/;\n/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '' && !/^(BEGIN|COMMIT)$|alembic_version/.test(statement));
}
