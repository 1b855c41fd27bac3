/** The statements of one revision in one direction, with the effects of the operations they come from. */

import { type Effect, effectsOf } from '../effects/effects.ts';
import { applyOperations } from '../history/apply.ts';
import type { Migration } from '../history/migration.ts';
import { runsOn } from '../operations/circumstance.ts';
import type { Catalogue } from '../schema/catalogue.ts';
import { slice } from '../text/span.ts';
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

export function renderRevision({
  migration,
  revision,
  direction,
  catalogue,
  options,
  madeTypes,
}: RevisionRun): readonly Line[] {
  const { dialect: name, convention, version } = options;
  const { text, file } = migration;
  const operations = migration[direction].filter((operation) => runsOn(operation, name));
  const setting = {
    dialect: dialects[name],
    convention,
    slice: (span: Parameters<typeof slice>[1]) => slice(text, span),
  };
  const run: RenderRun = { setting, text, madeTypes };
  const copying = copyingBlocks(operations, name);
  const lines: Line[] = [];
  let schema = catalogue;
  let block: number | undefined;
  for (const group of byCall(operations)) {
    const [first] = group;
    const { autocommit, autocommitBlock, batch } = first.circumstance;
    const own = autocommitBlock ? autocommit : undefined;
    lines.push(...boundary(block, own));
    block = own;
    const parts = renderOperation(first, run).map((part) =>
      batch && copying.has(batch.span.start) ? copied(part) : part,
    );
    const effects = name === 'postgresql' ? effectsOfGroup(group, schema, version) : [];
    for (const part of parts) {
      const { sql, status, notes } = terminated(part.sql);
      const own = effects.filter((effect) => belongs(effect, part));
      const statement = {
        revision,
        direction,
        sql,
        status,
        notes,
        file,
        span: first.span,
        effects: own,
        transaction: undefined,
      };
      lines.push({ kind: 'statement', statement });
    }
    schema = applyOperations(schema, group, { revision, file });
  }
  return [...lines, ...boundary(block, undefined)];
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

function effectsOfGroup(group: SentTogether, catalogue: Catalogue, version: number): readonly Effect[] {
  return group.flatMap((operation) => effectsOf(operation, catalogue, version));
}

function belongs({ name }: Effect, { does }: Part): boolean {
  return does === undefined || does.some((beginning) => name.startsWith(beginning));
}
