/** Hands the run's own PostgreSQL and Python to the test processes, through their environment. */

import { POSTGRES_URL, PYTHON } from '../support/environment.ts';
import type { SuiteContext } from './suite.ts';

export async function provideDatabase(context: SuiteContext): Promise<void> {
  const { host, port, user, password } = await context.cluster();
  process.env[POSTGRES_URL] = `postgresql://${user}:${password}@${host}:${port}/postgres`;
  if (context.components.python !== undefined) process.env[PYTHON] = context.components.python.python;
}
