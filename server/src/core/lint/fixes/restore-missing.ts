/** The inverse of those operations that a downgrade forgets, where adding it leads back to the schema there was. */

import { applyOperations } from '../../history/apply.ts';
import { definitionOf } from '../../operations/index.ts';
import type { Operation } from '../../operations/operation.ts';
import { writeOperation } from '../../operations/write.ts';
import type { Catalogue } from '../../schema/catalogue.ts';
import { insertion } from '../../text/edit.ts';
import { slice } from '../../text/span.ts';
import type { Undone } from '../downgrade.ts';
import { type Difference, differences } from '../net-effect.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { endOfLine, reindent, startOfLine } from './statement.ts';

export function restoreMissing(context: RuleContext, state: Undone, open: readonly Difference[]): readonly Fix[] {
  const { upgrade, downgrade, migration } = context;
  const { style, text, functions } = migration;
  const inverse = forgotten(context, open);
  const lines = inverse?.flatMap((each) => writeOperation(each, style) ?? []);
  const body = functions.downgrade?.body;
  if (inverse === undefined || lines === undefined || lines.length < inverse.length || body === undefined) return [];
  const after = upgrade.at(-1)?.after ?? state.before;
  const own = downgrade.map((step) => step.operation);
  const code = reindent(lines.join(style.newline), '', functions.downgrade?.indent ?? style.indent);
  const edits = leadsBack(after, [...inverse, ...own], state, open)
    ? [insertion(startOfLine(text, firstStatement(context)), code + style.newline)]
    : leadsBack(after, [...own, ...inverse], state, open)
      ? [insertion(endOfLine(text, body.start + slice(text, body).trimEnd().length), style.newline + code)]
      : [];
  return edits.length === 0 ? [] : [{ title: 'Undo the rest of the upgrade too', preferred: true, edits }];
}

/** Inverses of the operations of the upgrade that make the differences, last one first. */
function forgotten({ upgrade }: RuleContext, open: readonly Difference[]): readonly Operation[] | undefined {
  const keys = new Set(open.map((each) => each.key));
  const operations: Operation[] = [];
  for (const { operation, before, after } of upgrade.toReversed()) {
    if (!differences(before, after).some((each) => keys.has(each.key))) continue;
    const inverse = definitionOf(operation).invert(operation, before);
    if ('irreversible' in inverse) return undefined;
    operations.push(...inverse.operations);
  }
  return operations.length === 0 ? undefined : operations;
}

function leadsBack(
  from: Catalogue,
  operations: readonly Operation[],
  { before }: Undone,
  open: readonly Difference[],
): boolean {
  const after = applyOperations(from, operations, { revision: '', file: '' });
  const keys = new Set(open.map((each) => each.key));
  return !differences(before, after).some((each) => keys.has(each.key));
}

/** Where the first operation of the downgrade stands, else the body. */
function firstStatement({ downgrade, migration }: RuleContext): number {
  const { start = 0, end = 0 } = migration.functions.downgrade?.body ?? {};
  const starts = downgrade
    .map(({ operation }) => operation.origin.call.statement.start)
    .filter((each) => start <= each && each < end);
  return starts.length === 0 ? start : Math.min(...starts);
}
