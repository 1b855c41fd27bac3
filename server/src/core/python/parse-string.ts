/** String literals of the library's tree: prefix, quotes and the fields of an f-string. */

import type { Expression, Field, StringPart } from './syntax.ts';
import { damage, eachChild, here, passOver, type Walk } from './tree.ts';

type Build = (walk: Walk) => Expression;

/** Reads a `String` or `FormatString` node under the cursor. */
export function readStringPart(walk: Walk, build: Build): StringPart {
  const { start, end } = here(walk);
  const { text } = walk;
  let quote = start;
  while (quote < end && text[quote] !== '"' && text[quote] !== "'") quote++;
  const mark = text[quote] ?? '"';
  const width = quote + 3 <= end && text.startsWith(mark.repeat(3), quote) ? 3 : 1;
  const fields: Field[] = [];
  let damaged = false;
  eachChild(walk, (name) => {
    if (name === 'FormatReplacement') fields.push(readField(walk, build));
    else if (name === damage) damaged = true;
  });
  const contentStart = Math.min(quote + width, end);
  const closed = !damaged && end - width >= contentStart && text.startsWith(mark.repeat(width), end - width);
  return {
    prefix: text.slice(start, quote).toLowerCase(),
    content: { start: contentStart, end: closed ? end - width : end },
    triple: width === 3,
    closed,
    fields,
    span: { start, end },
  };
}

function readField(walk: Walk, build: Build): Field {
  const field = here(walk);
  const values: Expression[] = [];
  const said: { conversion?: string; format?: string; selfDocumenting?: boolean } = {};
  let comma = false;
  eachChild(walk, (name) => {
    const { start, end } = here(walk);
    if (name === 'FormatConversion') said.conversion = walk.text.slice(start + 1, end);
    else if (name === 'FormatSelfDoc') said.selfDocumenting = true;
    else if (name === 'FormatSpec') {
      said.format = walk.text.slice(start + 1, end);
      passOver(walk);
    } else if (name === ',') comma = true;
    else if (name !== '{' && name !== '}') values.push(build(walk));
  });
  const inner = { start: field.start + 1, end: field.end };
  const first = values[0];
  const expression: Expression =
    values.length === 1 && first && !comma
      ? first
      : values.length > 0
        ? { kind: 'tuple', items: values, span: inner }
        : { kind: 'error', span: inner };
  return { expression, ...said, span: field };
}
