/** Reads TOML through smol-toml, and finds the places of its keys, which that parser doesn't tell. */

import { parse, TomlError } from 'smol-toml';
import type { Span } from '../core/text/span.ts';

export type TomlTable = { readonly [key: string]: unknown };

export interface TomlFile {
  /** Empty when the file can't be parsed. */
  readonly root: TomlTable;
  readonly error: { readonly message: string; readonly span: Span } | undefined;
}

export function readToml(text: string): TomlFile {
  try {
    return { root: parse(text), error: undefined };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const start = lineStart(text, error.line - 1) + Math.max(0, error.column - 1);
    const reason = error.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '') ?? '';
    return { root: {}, error: { message: reason, span: { start, end: start + 1 } } };
  }
}

function lineStart(text: string, line: number): number {
  let at = 0;
  for (let i = 0; i < line; i++) {
    const next = text.indexOf('\n', at);
    if (next < 0) return at;
    at = next + 1;
  }
  return at;
}

export function tableAt(root: TomlTable, ...path: readonly string[]): TomlTable | undefined {
  let table: unknown = root;
  for (const key of path) table = isTable(table) ? table[key] : undefined;
  return isTable(table) ? table : undefined;
}

export function isTable(value: unknown): value is TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** Where the key stands, or the header of the nearest table around it; the file's start if neither is found. */
export function placeOfKey(text: string, path: readonly string[]): Span {
  for (let length = path.length; length > 0; length--) {
    const found = findKey(text, path.slice(0, length));
    if (found) return found;
  }
  return { start: 0, end: 0 };
}

function findKey(text: string, path: readonly string[]): Span | undefined {
  let table: readonly string[] = [];
  for (const match of text.matchAll(/^.*$/gm)) {
    const [line] = match;
    const header = /^\s*\[{1,2}\s*([^[\]]+?)\s*\]{1,2}/.exec(line)?.[1];
    if (header !== undefined) {
      table = keysOf(header);
      if (same(table, path)) return within(match.index, line, header);
      continue;
    }
    const key = /^\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=/.exec(line)?.[1];
    if (key === undefined) continue;
    const full = [...table, ...keysOf(key)];
    if (same(full, path)) return within(match.index, line, key);
    const inline = path.length > full.length && same(full, path.slice(0, full.length)) && /=\s*\{/.test(line);
    const last = path.at(-1) ?? '';
    if (inline && line.includes(last)) return within(match.index, line, last);
  }
  return undefined;
}

function keysOf(dotted: string): string[] {
  return [...dotted.matchAll(/"([^"]*)"|'([^']*)'|([^\s.'"]+)/g)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  );
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, i) => key === b[i]);
}

function within(at: number, line: string, part: string): Span {
  const start = at + line.indexOf(part);
  return { start, end: start + part.length };
}
