/** The downgrade that undoes the upgrade, in reverse order. */

import { runsOn } from '../../operations/circumstance.ts';
import type { Style } from '../../operations/function.ts';
import { definitionOf } from '../../operations/index.ts';
import type { Operation } from '../../operations/operation.ts';
import { writeOperation } from '../../operations/write.ts';
import type { Catalogue } from '../../schema/catalogue.ts';
import { type Edit, insertion, replacement } from '../../text/edit.ts';
import { slice } from '../../text/span.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { literal } from './code.ts';
import { reindent } from './statement.ts';

/** Into the body of `downgrade()`. */
export function scaffoldDowngrade(context: RuleContext): readonly Fix[] {
  const written = writeInverse(context);
  const edit = written && intoDowngrade(context, written.lines);
  return written === undefined || edit === undefined ? [] : [{ title: written.title, preferred: true, edits: [edit] }];
}

/** As a function of its own, for a file that has none. */
export function addDowngrade(context: RuleContext): readonly Fix[] {
  const { text, style, functions } = context.migration;
  const { upgrade } = functions;
  if (upgrade === undefined) return [];
  const written = writeInverse(context) ?? { title: 'Add an empty downgrade', lines: ['pass'] };
  const signature = /^def upgrade(\([^)\n]*\)[^:\n]*:)/m.exec(text)?.[1] ?? '():';
  const code = reindent(written.lines.join(style.newline), '', upgrade.indent);
  const lines = ['', '', '', `def downgrade${signature}`, code];
  const end = upgrade.body.start + slice(text, upgrade.body).trimEnd().length;
  return [{ title: written.title, preferred: true, edits: [insertion(end, lines.join(style.newline))] }];
}

interface Written {
  readonly title: string;
  /** Statements without indentation. */
  readonly lines: readonly string[];
}

/** What undoes the upgrade, as Python; undefined for an upgrade without operations. */
function writeInverse({ upgrade, migration }: RuleContext): Written | undefined {
  const { style } = migration;
  const lines: string[] = [];
  let undone = 0;
  for (const { operation, before } of upgrade.toReversed()) {
    const inverse = undo(operation, before, style);
    undone += inverse.python?.length ?? 0;
    lines.push(...(inverse.python ?? [`# Not undone: ${inverse.irreversible}`]));
  }
  if (lines.length === 0) return undefined;
  if (undone > 0) return { title: 'Undo the upgrade in the downgrade', lines };
  const reasons = lines.map((line) => line.replace('# Not undone: ', '')).join('; ');
  return {
    title: 'Say that there is no way back',
    lines: [`raise NotImplementedError(${literal(style, `irreversible: ${reasons}`)})`],
  };
}

interface Undoing {
  /** Statements without indentation; undefined where nothing can undo it, or it can't be written. */
  readonly python?: readonly string[];
  readonly irreversible?: string;
}

/** The statements that undo one operation. */
export function undo(operation: Operation, before: Catalogue, style: Style): Undoing {
  if (!runsOn(operation, 'postgresql')) return { irreversible: `PostgreSQL doesn't run this ${operation.kind}` };
  const inverse = definitionOf(operation).invert(operation, before);
  if ('irreversible' in inverse) return inverse;
  const python = inverse.operations.map((each) => writeOperation(each, style));
  if (python.includes(undefined)) return { irreversible: `what ${operation.kind} did can't be written as Python` };
  return { python: python.flatMap((each) => each ?? []) };
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
