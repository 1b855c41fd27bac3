/** Python text as the typed tree of `syntax.ts`, through @lezer/python. Never throws; damage costs no call before it. */

import { type Tree, TreeFragment } from '@lezer/common';
import { parser } from '@lezer/python';
import { readStatements } from './parse-statement.ts';
import type { Module } from './syntax.ts';
import type { Walk } from './tree.ts';

/** Trees of parsed modules, so that the next parse of a changed text reuses what did not change. */
const trees = new WeakMap<Module, Tree>();

/** The module of a text. `previous`, an earlier state of the same file, only makes it faster. */
export function parsePython(text: string, previous?: Module): Module {
  const source = text.includes('\f') || text.includes('\\\r\n') ? readable(text) : text;
  const tree = parsed(source, fragments(text, previous));
  const walk: Walk = { text, cursor: tree.cursor(), comments: [], errors: [], depth: 0 };
  const body = readStatements(walk);
  const module: Module = { text, body, comments: walk.comments, errors: walk.errors };
  trees.set(module, tree);
  return module;
}

/**
 * The library takes a list of more than 300 long statements for an expression that is nested too deeply, and breaks it
 * off with an error; so its count is set back at each step. Trees that really are deep are cut when they are walked.
 */
function parsed(source: string, known: readonly TreeFragment[] | undefined): Tree {
  const parse = parser.startParse(source, known);
  for (;;) {
    const tree = parse.advance();
    if (tree !== null) return tree;
    if ('bigReductionCount' in parse) parse.bigReductionCount = 0;
  }
}

/** The text, of the same length, with what Python accepts and the grammar does not: form feeds, `\` before CRLF. */
function readable(text: string): string {
  return text.replaceAll('\f', ' ').replaceAll('\\\r\n', ' \\\n');
}

/** What of the previous tree still holds: all but the stretch between common prefix and common suffix. */
function fragments(text: string, previous: Module | undefined): readonly TreeFragment[] | undefined {
  const tree = previous && trees.get(previous);
  if (!previous || !tree) return undefined;
  const before = previous.text;
  const shorter = Math.min(before.length, text.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === text.charCodeAt(start)) start++;
  let same = 0;
  const isSame = (back: number) => before.charCodeAt(before.length - back) === text.charCodeAt(text.length - back);
  while (same < shorter - start && isSame(same + 1)) same++;
  const change = { fromA: start, toA: before.length - same, fromB: start, toB: text.length - same };
  return TreeFragment.applyChanges(TreeFragment.addTree(tree), [change]);
}
