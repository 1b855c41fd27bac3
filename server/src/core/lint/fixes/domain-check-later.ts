/** A check of a domain that is tested for new values only. */

import type { OperationOf } from '../../operations/operation.ts';
import { insertion } from '../../text/edit.ts';
import type { Fix } from '../rule.ts';

export function domainCheckLater({ changes = [], span, origin }: OperationOf<'statement'>): readonly Fix[] {
  const adds = changes.some((change) => change.subject === 'domain' && change.do === 'add-check');
  if (!adds || origin.kind !== 'sql' || !origin.linear) return [];
  return [{ title: 'Test new values only (NOT VALID)', preferred: true, edits: [insertion(span.end, ' NOT VALID')] }];
}
