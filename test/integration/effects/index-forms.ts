/** Forms that build, change and drop indexes. */

import type { Forms } from './form.ts';

const written = (text: string) => ({ text, heldUpBy: 'ROW EXCLUSIVE' }) as const;
const read = (text: string) => ({ text, heldUpBy: 'ACCESS SHARE' }) as const;

export const indexForms: Forms = [
  'CREATE INDEX k ON items (n)',
  'CREATE INDEX ON items (n)',
  'CREATE INDEX k ON items (lower(label))',
  'CREATE INDEX k ON items (n) WHERE n > 5',
  'CREATE INDEX k ON items USING gin (list)',
  'CREATE UNIQUE INDEX k ON items (filled)',
  'CREATE UNIQUE INDEX k ON items (filled) NULLS NOT DISTINCT',
  { text: 'CREATE UNIQUE INDEX k ON items (dup)', fails: 'duplicates-exist' },
  'CREATE INDEX IF NOT EXISTS k ON items (n)',
  written('CREATE INDEX CONCURRENTLY k ON items (n)'),
  written('CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS k ON items (filled)'),
  'op.create_index("k", "items", ["n"])',
  'op.create_index("k", "items", ["n"], unique=True)',
  written('op.create_index("k", "items", ["n"], postgresql_concurrently=True)'),
  'DROP INDEX items_indexed',
  'DROP INDEX IF EXISTS items_indexed',
  'DROP INDEX items_indexed, items_partly',
  read('DROP INDEX CONCURRENTLY items_indexed'),
  'op.drop_index("items_indexed")',
  'op.drop_index("items_indexed", table_name="items")',
  read('op.drop_index("items_indexed", table_name="items", postgresql_concurrently=True)'),
  'ALTER INDEX items_indexed RENAME TO k',
  'ALTER INDEX items_indexed SET (fillfactor = 80)',
  'REINDEX TABLE items',
  'REINDEX INDEX items_indexed',
  written('REINDEX TABLE CONCURRENTLY items'),
  { ...written('REINDEX INDEX CONCURRENTLY items_indexed'), on: 'items' },
  'CREATE STATISTICS k ON n, small FROM items',
];
