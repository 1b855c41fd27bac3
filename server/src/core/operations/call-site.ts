/** Python calls as written: where each argument stands, and the statement around, for fixes that change them. */

import { statementAt } from '../python/locate.ts';
import type { Call, Module } from '../python/syntax.ts';
import type { Span } from '../text/span.ts';
import type { ArgumentSite, CallSite, GivenValues } from './operation.ts';

/** The site of a call; `positional` names its positional arguments, the rest are numbered: `columns[0]`. */
export function callSite(
  module: Module,
  call: Call,
  positional: { readonly names: readonly string[]; readonly rest?: string },
  given?: GivenValues,
): CallSite {
  const { text } = module;
  const callee = text.slice(call.callee.span.start, call.callee.span.end);
  const statement = statementAt(module, call.span);
  const lines = wholeLines(text, statement?.span ?? call.span);
  const close = call.closed ? call.parentheses.end - 1 : call.parentheses.end;
  const value = statement?.kind === 'expression' ? statement.value : undefined;
  return {
    span: call.span,
    callee,
    receiver: callee.slice(0, Math.max(0, callee.lastIndexOf('.'))),
    arguments: argumentSites(call, positional),
    close,
    trailingComma: endsWithComma(text, call, close),
    statement: lines,
    indent: /^[ \t]*/.exec(text.slice(lines.start, lines.end))?.[0] ?? '',
    alone: value === call || (value?.kind === 'await' && value.value === call),
    ...(given ? { given } : {}),
  };
}

function argumentSites(
  call: Call,
  { names, rest = 'arguments' }: { readonly names: readonly string[]; readonly rest?: string },
): ReadonlyMap<string, ArgumentSite> {
  const sites = new Map<string, ArgumentSite>();
  let position = 0;
  for (const argument of call.arguments) {
    const site = { span: argument.span, valueSpan: argument.valueSpan, keyword: argument.name !== undefined };
    if (argument.name) sites.set(argument.name.value, site);
    else if (argument.star) sites.set(`${argument.star}${sites.size}`, site);
    else {
      sites.set(names[position] ?? `${rest}[${position - names.length}]`, site);
      position++;
    }
  }
  return sites;
}

/** Whether a comma follows the last argument, comments set aside. */
function endsWithComma(text: string, call: Call, close: number): boolean {
  const last = call.arguments.at(-1);
  return last !== undefined && text.slice(last.span.end, close).replace(/#.*/g, '').includes(',');
}

/** From the start of the first line to the end of the last, its line break left out. */
function wholeLines(text: string, span: Span): Span {
  let { start, end } = span;
  while (start > 0 && !isLineBreak(text, start - 1)) start--;
  while (end < text.length && !isLineBreak(text, end)) end++;
  return { start, end };
}

function isLineBreak(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  return code === 10 || code === 13;
}
