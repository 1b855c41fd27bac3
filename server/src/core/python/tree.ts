/** Reading the library's syntax tree: children of a node with comments and errors set aside. */

import type { TreeCursor } from '@lezer/common';
import type { Span } from '../text/span.ts';
import type { Argument, Block, Expression, Parameter } from './syntax.ts';

/** One walk over a tree; the cursor stands on the node that is being read. */
export interface Walk {
  readonly text: string;
  readonly cursor: TreeCursor;
  readonly comments: Span[];
  readonly errors: Span[];
  /** How many expressions and blocks are open around the cursor. */
  depth: number;
}

/** Nesting beyond this is not built; no author writes it, and it must not exhaust the stack. */
export const maxNesting = 300;

/** A child of a node: a token, or what was built of it. */
export interface Part {
  /** The library's name of the node: `VariableName`, `Body`, `,`; `⚠` where it had to guess. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly expression?: Expression;
  readonly block?: Block;
  readonly arguments?: readonly Argument[];
  readonly parameters?: readonly Parameter[];
}

export const damage = '⚠';

/** Calls `visit` with the cursor on each child in turn. Comments are collected and passed over. */
export function eachChild(walk: Walk, visit: (name: string) => void): void {
  const { cursor } = walk;
  if (!cursor.firstChild()) return;
  do {
    const { type } = cursor;
    if (type.name === 'Comment') walk.comments.push(here(walk));
    else {
      if (type.isError) walk.errors.push(here(walk));
      visit(type.name);
    }
  } while (cursor.nextSibling());
  cursor.parent();
}

/** Collects the comments and errors of a subtree that isn't built, however deep it is. */
export function passOver(walk: Walk): void {
  const { cursor } = walk;
  let depth = 0;
  for (;;) {
    if (depth > 0) {
      if (cursor.type.name === 'Comment') walk.comments.push(here(walk));
      else if (cursor.type.isError) walk.errors.push(here(walk));
    }
    if (cursor.firstChild()) depth++;
    else {
      while (depth > 0 && !cursor.nextSibling()) {
        cursor.parent();
        depth--;
      }
      if (depth === 0) return;
    }
  }
}

export function here(walk: Walk): Span {
  return { start: walk.cursor.from, end: walk.cursor.to };
}

export function spanOf(part: Part): Span {
  return { start: part.start, end: part.end };
}

/** The parts between separators; an empty piece where two separators meet or one ends the list. */
export function splitParts(parts: readonly Part[], separator: string): Part[][] {
  const pieces: Part[][] = [[]];
  for (const part of parts) {
    if (part.name === separator) pieces.push([]);
    else pieces.at(-1)?.push(part);
  }
  return pieces;
}
