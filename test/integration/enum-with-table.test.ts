/** When Alembic creates the enum of a column along with its table: once in a run, whatever is there. */

import assert from 'node:assert/strict';
import path from 'node:path';
import { type TestContext, test } from 'node:test';

import { makeProject } from '../support/alembic-project.ts';
import { createDatabase, runAlembic } from '../support/database.ts';

const table = (name: string) =>
  `op.create_table("${name}", sa.Column("state", sa.Enum("open", "paid", name="order_state")))`;

/** Applies the revisions to an empty database, by one run for each target; what stopped it, if anything did. */
async function upgrade(
  t: TestContext,
  bodies: readonly string[],
  targets: readonly string[],
): Promise<string | undefined> {
  const project = await makeProject(
    t,
    bodies.map((body, i) => ({ id: `e${i}`, ...(i === 0 ? {} : { down: `e${i - 1}` }), upgrade: body })),
  );
  const database = await createDatabase();
  t.after(() => database.drop());
  for (const target of targets) {
    const args = ['-c', path.join(project.cwd, 'alembic.ini'), 'upgrade', target];
    const { exitCode, stderr } = await runAlembic(project.cwd, args, { DATABASE_URL: database.url });
    if (exitCode !== 0) return /\(psycopg\.errors\.(\w+)\)/.exec(stderr)?.[1] ?? stderr;
  }
  return undefined;
}

test('two tables of one revision may share it', async (t) => {
  assert.equal(await upgrade(t, [`${table('orders')}\n${table('bills')}`], ['head']), undefined);
});

test('those of two revisions may in one run, and fail in two', async (t) => {
  const bodies = [table('orders'), table('bills')];
  assert.equal(await upgrade(t, bodies, ['head']), undefined);
  assert.equal(await upgrade(t, bodies, ['e0', 'e1']), 'DuplicateObject');
});

test('one that was created otherwise is created again, in the same revision too', async (t) => {
  const own = 'sa.Enum("open", "paid", name="order_state").create(op.get_bind(), checkfirst=True)';
  const sql = `op.execute("CREATE TYPE order_state AS ENUM ('open', 'paid')")`;
  assert.equal(await upgrade(t, [`${own}\n${table('orders')}`], ['head']), 'DuplicateObject');
  assert.equal(await upgrade(t, [`${sql}\n${table('orders')}`], ['head']), 'DuplicateObject');
});
