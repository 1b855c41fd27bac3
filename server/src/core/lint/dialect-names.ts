/** Databases as people call them. */

import type { Dialect } from './rule.ts';

export const dialectNames: Readonly<Record<Dialect, string>> = {
  postgresql: 'PostgreSQL',
  sqlite: 'SQLite',
  mysql: 'MySQL',
};
