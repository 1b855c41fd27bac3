/** The mark of a data change that is meant for all tenants. */

import { insertion } from '../../text/edit.ts';
import type { DataChange } from '../data-change.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { startOfLine } from './statement.ts';

/** The suppression of the tenant rule above the statement; it counts once the author has written the reason behind it. */
export function markAllTenants({ migration }: RuleContext, { origin }: DataChange): Fix {
  const { text, style } = migration;
  const { statement, indent } = origin.call;
  const comment = `${indent}# alembic-guard: ignore[tenant-filter-missing]${style.newline}`;
  return {
    title: 'Mark as meant for all tenants',
    preferred: false,
    edits: [insertion(startOfLine(text, statement.start), comment)],
  };
}
