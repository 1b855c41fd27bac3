/** The statements of one revision in one direction, with the effects of the operations they come from. */

import { type Effect, effectsOf } from '../effects/effects.ts';
import { applyOperations } from '../history/apply.ts';
import type { Migration } from '../history/migration.ts';
import { runsOn } from '../operations/circumstance.ts';
import type { Catalogue } from '../schema/catalogue.ts';
import { type Span, slice } from '../text/span.ts';
import { copyingBlocks } from './batch.ts';
import type { Part } from './ddl/part.ts';
import { dialects } from './dialect.ts';
import { refused } from './fragment.ts';
import type { Line } from './line.ts';
import { renderOperation } from './operation.ts';
import { byCall, type SentTogether } from './order.ts';
import type { RenderRun } from './run.ts';
import type { RenderOptions } from './setting.ts';
import { type Direction, terminated } from './statement.ts';
import { noWork, workOf } from './work.ts';

export interface RevisionRun {
  readonly migration: Migration;
  readonly revision: string;
  readonly direction: Direction;
  /** The schema that the first operation finds. */
  readonly catalogue: Catalogue;
  readonly options: RenderOptions;
  /** Types that tables of this run have made; rendering adds to it. */
  readonly madeTypes: Set<string>;
}

export function renderRevision(given: RevisionRun): readonly Line[] {
  const { migration, direction, options, madeTypes } = given;
  const { text, file } = migration;
  const operations = migration[direction].filter((operation) => runsOn(operation, options.dialect));
  const setting = {
    dialect: dialects[options.dialect],
    convention: options.convention,
    slice: (span: Span) => slice(text, span),
  };
  const run: RenderRun = { setting, text, madeTypes };
  const copying = copyingBlocks(operations, setting);
  const lines: Line[] = [];
  let schema = given.catalogue;
  let block: number | undefined;
  for (const group of byCall(operations)) {
    const [first] = group;
    const { autocommit, autocommitBlock, batch } = first.circumstance;
    const own = autocommitBlock ? autocommit : undefined;
    lines.push(...boundary(block, own));
    block = own;
    const isCopied = batch !== undefined && copying.has(batch.span.start);
    const parts = renderOperation(first, run).map((part) => (isCopied ? copied(part) : part));
    lines.push(...statements(group, parts, schema, given));
    schema = applyOperations(schema, group, { revision: given.revision, file });
  }
  return [...lines, ...boundary(block, undefined), ...raised(given)];
}

/** A function whose whole purpose is to raise an error. */
function raised({ migration, revision, direction }: RevisionRun): readonly Line[] {
  const written = migration.functions[direction];
  if (written?.raises === undefined) return [];
  const { sql, status, notes } = terminated(refused('', `${direction}() raises an error: ${written.raises}`));
  const place = { revision, direction, file: migration.file, span: written.nameSpan, transaction: undefined };
  return [{ kind: 'statement', statement: { ...place, sql, status, notes, work: noWork } }];
}

/** The statements of one call; effects are facts of PostgreSQL. */
function statements(
  group: SentTogether,
  parts: readonly Part[],
  schema: Catalogue,
  { migration, revision, direction, options }: RevisionRun,
): readonly Line[] {
  const isKnown = options.dialect === 'postgresql';
  const effects = isKnown ? group.flatMap((operation) => effectsOf(operation, schema, options.version)) : [];
  const [{ span, circumstance }] = group;
  const alone = circumstance.autocommit !== undefined && circumstance.autocommitBlock === undefined;
  return parts.map((part) => {
    const { sql, status, notes } = terminated(part.sql);
    const work = workOf(effects.filter((effect) => belongs(effect, part)));
    const place = { revision, direction, file: migration.file, span, transaction: undefined };
    return { kind: 'statement', statement: { ...place, sql, status, notes, work }, ...(alone ? { alone } : {}) };
  });
}

/** What stands between two operations that are not in the same autocommit block. */
function boundary(before: number | undefined, after: number | undefined): readonly Line[] {
  if (before === after) return [];
  return [
    ...(before === undefined ? [] : [{ kind: 'begin' } as const]),
    ...(after === undefined ? [] : [{ kind: 'commit' } as const]),
  ];
}

function copied(part: Part): Part {
  return { ...part, sql: refused(part.sql.sql, 'the batch block copies the table, which needs a database to look at') };
}

function belongs({ name }: Effect, { does }: Part): boolean {
  return does === undefined || does.some((beginning) => name.startsWith(beginning));
}
