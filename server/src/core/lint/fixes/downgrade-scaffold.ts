/** The downgrade that undoes the upgrade, in reverse order. */

import type { Style } from '../../operations/function.ts';
import { definitionOf } from '../../operations/index.ts';
import type { Operation } from '../../operations/operation.ts';
import { writeOperation } from '../../operations/write.ts';
import type { Catalogue } from '../../schema/catalogue.ts';
import { type Edit, replacement } from '../../text/edit.ts';
import { slice } from '../../text/span.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { literal } from './code.ts';
import { reindent } from './statement.ts';

export function scaffoldDowngrade(context: RuleContext): readonly Fix[] {
  const { upgrade, migration } = context;
  const { style } = migration;
  const lines: string[] = [];
  let undone = 0;
  for (const { operation, before } of upgrade.toReversed()) {
    const inverse = undo(operation, before, style);
    undone += inverse.python?.length ?? 0;
    lines.push(...(inverse.python ?? [`# Not undone: ${inverse.irreversible}`]));
  }
  if (lines.length === 0) return [];
  if (undone === 0) {
    const reasons = lines.map((line) => line.replace('# Not undone: ', '')).join('; ');
    return fix('Say that there is no way back', context, [
      `raise NotImplementedError(${literal(style, `irreversible: ${reasons}`)})`,
    ]);
  }
  return fix('Undo the upgrade in the downgrade', context, lines);
}

interface Undoing {
  /** Statements without indentation; undefined where nothing can undo it, or it can't be written. */
  readonly python?: readonly string[];
  readonly irreversible?: string;
}

function undo(operation: Operation, before: Catalogue, style: Style): Undoing {
  const inverse = definitionOf(operation).invert(operation, before);
  if ('irreversible' in inverse) return inverse;
  const python = inverse.operations.map((each) => writeOperation(each, style));
  if (python.includes(undefined)) return { irreversible: `what ${operation.kind} did can't be written as Python` };
  return { python: python.flatMap((each) => each ?? []) };
}

function fix(title: string, context: RuleContext, lines: readonly string[]): readonly Fix[] {
  const edit = intoDowngrade(context, lines);
  return edit === undefined ? [] : [{ title, preferred: true, edits: [edit] }];
}

/** In place of `pass` or `...`; comments and a docstring stay. */
function intoDowngrade({ migration }: RuleContext, lines: readonly string[]): Edit | undefined {
  const { text, style, functions } = migration;
  const { downgrade } = functions;
  if (downgrade === undefined) return undefined;
  const body = slice(text, downgrade.body);
  const code = reindent(lines.join(style.newline), '', downgrade.indent);
  const nothing = /(^|\n)([ \t]*)(pass|\.\.\.)(?=[ \t]*(#|\r?\n|$))/.exec(body);
  if (nothing !== null) {
    const start = downgrade.body.start + nothing.index + (nothing[1] ?? '').length + (nothing[2] ?? '').length;
    return replacement({ start, end: start + (nothing[3] ?? '').length }, code.trimStart());
  }
  const end = downgrade.body.start + body.trimEnd().length;
  return replacement({ start: end, end }, style.newline + code);
}
