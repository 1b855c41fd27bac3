/** Counts what of a project's migrations is read and what is opaque, and reads files cut short. */

import type { ProjectSnapshot } from '../../server/src/core/analysis.ts';
import { readHeader } from '../../server/src/core/history/read-header.ts';
import type { Operation } from '../../server/src/core/operations/operation.ts';
import { readOperations } from '../../server/src/core/operations/read.ts';
import { parsePython } from '../../server/src/core/python/parse.ts';
import type { SqlParser } from '../../server/src/core/sql/parser.ts';

/** A place in the source that makes an operation nobody can read. */
export interface OpaqueSite {
  readonly file: string;
  readonly line: number;
  readonly verb: string | undefined;
  readonly reason: string;
  readonly source: string;
}

export interface Reading {
  readonly files: number;
  /** Calls that make operations, each once: loops and helpers don't multiply them. */
  readonly sites: number;
  readonly opaque: readonly OpaqueSite[];
}

/** The call sites of every file, over upgrade, downgrade and their helpers. A site with one opaque operation is opaque. */
export function measureReading(snapshot: ProjectSnapshot): Reading {
  let sites = 0;
  const opaque: OpaqueSite[] = [];
  for (const file of snapshot.files) {
    const migration = snapshot.migration(file);
    if (!migration) continue;
    const own = sitesOf([...migration.upgrade, ...migration.downgrade]);
    sites += own.size;
    for (const [start, operations] of own) {
      const unread = operations.find((operation) => operation.kind === 'opaque');
      if (unread?.kind !== 'opaque') continue;
      const line = migration.text.slice(0, start).split('\n').length;
      opaque.push({ file, line, verb: unread.verb, reason: unread.reason, source: unread.source });
    }
  }
  return { files: snapshot.files.length, sites, opaque };
}

function sitesOf(operations: readonly Operation[]): ReadonlyMap<number, readonly Operation[]> {
  const sites = new Map<number, Operation[]>();
  for (const operation of operations) {
    const { start } = operation.origin.call.span;
    sites.set(start, [...(sites.get(start) ?? []), operation]);
  }
  return sites;
}

/** Reads the text cut at each offset, and gives the offsets at which the readers threw. */
export function readTruncated(text: string, offsets: readonly number[], parser: SqlParser): readonly number[] {
  return offsets.filter((offset) => {
    try {
      const module = parsePython(text.slice(0, offset));
      readOperations(module, { parser });
      readHeader(module, 'cut.py');
      return false;
    } catch {
      return true;
    }
  });
}

/** The same pseudo-random offsets in every run (mulberry32). */
export function randomOffsets(length: number, count: number, seed: number): readonly number[] {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return Array.from({ length: count }, () => Math.floor(next() * (length + 1)));
}
