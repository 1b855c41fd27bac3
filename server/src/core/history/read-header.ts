/** Reads the header of a revision file: the four module variables as Alembic takes them, and the docstring. */

import { parsePython } from '../python/parse.ts';
import type { Module } from '../python/syntax.ts';
import type { Located, Span } from '../text/span.ts';
import { readDescription } from './description.ts';
import type { HeaderProblem, RevisionHeader } from './header.ts';
import { readTopLevel, type TopLevel } from './header-names.ts';
import { headerText } from './header-text.ts';
import { type HeaderValue, headerValue } from './header-value.ts';
import { illegalIdMessage } from './illegal-id.ts';
import { scanHeader } from './scan-header.ts';

/** The header of a file's text, parsing no more of it than the header needs. `file` is its path. */
export function readHeaderOf(text: string, file: string): RevisionHeader {
  return scanHeader(text) ?? readHeader(parsePython(headerText(text)), file);
}

/** The header of a parsed file. A string's span is that of the literal, quotes included. */
export function readHeader(module: Module, file: string): RevisionHeader {
  const top = readTopLevel(module);
  const problems: HeaderProblem[] = [];
  const revision = readRevision(top, file, module.errors[0], problems);
  const down = readDown(top, problems);
  const dependsOn = readList(top, 'depends_on', problems);
  const branchLabels = readList(top, 'branch_labels', problems);
  const dynamic = problems.some((problem) => problem.code.startsWith('dynamic-'));
  return {
    state: revision || dynamic ? (dynamic ? 'dynamic' : 'ok') : 'unreadable',
    revision,
    down,
    downSpan: top.names.get('down_revision')?.span,
    dependsOn,
    branchLabels,
    ...readDescription(readDocstring(module)),
    problems,
  };
}

function readRevision(
  top: TopLevel,
  file: string,
  damage: Span | undefined,
  problems: HeaderProblem[],
): Located<string> | undefined {
  const binding = top.names.get('revision');
  const name = file.split(/[\\/]/).at(-1) ?? file;
  if (!binding) {
    if (top.star) return void problems.push(starProblem('revision', top.star));
    const legacy = /^([a-f0-9]+)\.py$/.exec(name)?.[1];
    if (legacy !== undefined) return { value: legacy, span: start };
    return void problems.push(noRevision(name, damage));
  }
  const { value, span } = binding;
  if (value.kind === 'string') {
    const illegal = illegalIdMessage(value.value);
    if (illegal !== undefined) problems.push(illegalId(illegal, value.span));
    return { value: value.value, span: value.span };
  }
  if (value.kind === 'unknown') return void problems.push(dynamicProblem('revision', value, span));
  problems.push(wrongType('revision', value, span, 'a string'));
  return undefined;
}

const start: Span = { start: 0, end: 0 };

function noRevision(name: string, damage: Span | undefined): HeaderProblem {
  const alembicSays =
    `Could not determine revision id from filename ${name}. Be sure the 'revision' variable is declared inside the ` +
    "script (please see 'Upgrading from Alembic 0.1 to 0.2' in the documentation).";
  const advice = damage
    ? "Python can't read the file either: correct the syntax at this place."
    : 'Every alembic command fails until then: declare it, or move the file out of the versions folder if it is not a revision.';
  const message = `${alembicSays} ${advice}`;
  return { code: 'no-revision', message, span: damage ?? start, alembicSays };
}

function illegalId(alembicSays: string, span: Span): HeaderProblem {
  const message = `${alembicSays}. Every alembic command fails until then: give the revision an id without them.`;
  return { code: 'illegal-id', message, span, alembicSays };
}

function readDown(top: TopLevel, problems: HeaderProblem[]): Located<string>[] {
  if (top.names.has('down_revision')) return readList(top, 'down_revision', problems);
  if (top.star) problems.push(starProblem('down_revision', top.star));
  else if (problems.every((problem) => problem.code !== 'no-revision')) {
    const message =
      '`down_revision` is missing, so that every alembic command fails with "module has no attribute \'down_revision\'". ' +
      'Write the id of the revision before this one, or `down_revision = None` for the first.';
    problems.push({ code: 'no-down-revision', message, span: top.names.get('revision')?.span ?? start });
  }
  return [];
}

type ListVariable = 'down_revision' | 'depends_on' | 'branch_labels';

/** A variable that holds nothing, one string or several. */
function readList(top: TopLevel, name: ListVariable, problems: HeaderProblem[]): Located<string>[] {
  const binding = top.names.get(name);
  if (!binding || binding.value.kind === 'none') return [];
  const { value, span } = binding;
  if (value.kind === 'unknown') {
    problems.push(dynamicProblem(name, value, span));
    return [];
  }
  const items = value.kind === 'items' ? value.items : [value];
  return items.flatMap((item): Located<string>[] => {
    if (item.kind === 'string') return [{ value: item.value, span: item.span }];
    problems.push(wrongType(name, item, span, 'a string, a tuple of strings or None'));
    return [];
  });
}

function dynamicProblem(name: string, value: Extract<HeaderValue, { kind: 'unknown' }>, span: Span): HeaderProblem {
  const lost = name === 'branch_labels' ? 'Its branch labels are unknown here' : 'The history is incomplete here';
  const message =
    `\`${name}\` is known only when Python runs: ${value.reason}. ${lost}; write the value out as a constant to have it ` +
    'checked.';
  return { code: `dynamic-${name.replaceAll('_', '-')}`, message, span };
}

function starProblem(name: string, span: Span): HeaderProblem {
  const message = `\`${name}\` may come from this \`import *\`, which is known only when Python runs. Write it out in this file to have it checked.`;
  return { code: `dynamic-${name.replaceAll('_', '-')}`, message, span };
}

function wrongType(name: string, value: HeaderValue, binding: Span, expected: string): HeaderProblem {
  const what =
    value.kind === 'other' ? `${value.type} (${value.value})` : value.kind === 'none' ? 'None' : 'a collection';
  const message = `\`${name}\` holds ${what}, and every alembic command fails on it: it must be ${expected}.`;
  const inside = value.span.start >= binding.start && value.span.end <= binding.end;
  return { code: 'wrong-type', message, span: inside ? value.span : binding };
}

/** The docstring, stripped; empty without one. */
function readDocstring(module: Module): string {
  const [first] = module.body;
  if (first?.kind !== 'expression' || first.value.kind !== 'string') return '';
  // A formatted string is no docstring to Python, even without fields.
  if (first.value.parts.some((part) => /[ft]/.test(part.prefix))) return '';
  const value = headerValue(module.text, first.value, () => undefined);
  return value.kind === 'string' ? value.value.trim() : '';
}
