/** Types that SQLite writes otherwise than the generic ones. */

import { type TypeWriters, word } from './writer.ts';

export const sqliteTypes: TypeWriters = {
  // SQLite's own moments have text affinity unless a storage format says otherwise.
  DATE: word('DATE'),
  DATETIME: word('DATETIME'),
  TIME: word('TIME'),
};
