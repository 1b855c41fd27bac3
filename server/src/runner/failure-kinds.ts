/** The kinds of failures in the order in which they are tried: the first whose pattern matches is taken. */

import { alembicFailures, environmentFailures, otherFailures } from './alembic-failures.ts';
import { connectionFailures, waitingFailures } from './database-failures.ts';
import type { FailureKind } from './failure-kind.ts';
import { containerFailures, pythonFailures } from './program-failures.ts';

export const failureKinds: readonly FailureKind[] = [
  ...pythonFailures,
  ...containerFailures,
  ...connectionFailures,
  ...waitingFailures,
  ...environmentFailures,
  ...alembicFailures,
  ...otherFailures,
];
