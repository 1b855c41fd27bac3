/** A run of Alembic as SQL, statically: what `alembic upgrade FROM:TO --sql` prints, and more where that would fail. */

import type { Environment } from '../history/environment.ts';
import type { RevisionGraph } from '../history/graph.ts';
import type { Migration } from '../history/migration.ts';
import type { PlanStep } from '../history/plan.ts';
import type { Catalogue } from '../schema/catalogue.ts';
import { dialects } from './dialect.ts';
import type { Line } from './line.ts';
import { renderRevision } from './revision.ts';
import type { RenderOptions } from './setting.ts';
import type { Direction, Statement } from './statement.ts';
import { createdVersionTable, versionChanges } from './version-table.ts';

/** The parts of a project snapshot that rendering reads. */
export interface RenderSource {
  readonly graph: RevisionGraph;
  readonly environment: Environment;
  migration(file: string): Migration | undefined;
  catalogueBefore(revision: string): Catalogue;
  catalogueAt(revision: string): Catalogue;
}

/** The run of some steps of a plan. `rows`: of the version table before the first step. */
export interface RunOf {
  readonly steps: readonly PlanStep[];
  readonly direction: Direction;
  readonly rows: readonly string[];
}

export function renderRun(source: RenderSource, run: RunOf, options: RenderOptions): readonly Line[] {
  const { environment } = source;
  const perMigration = environment.transactionPerMigration === true;
  const madeTypes = new Set<string>();
  const lines = run.steps.flatMap((step, index) => {
    const before = run.steps[index - 1]?.rowsAfter ?? run.rows;
    const own = stepLines(source, step, run.direction, before, options, madeTypes);
    return perMigration ? framed(own) : own;
  });
  const transactional = environment.transactionalDdl ?? dialects[options.dialect].transactional;
  return transactional
    ? numbered(perMigration ? lines : framed(lines))
    : lines.filter((line) => line.kind !== 'begin' && line.kind !== 'commit');
}

export function statementsOf(lines: readonly Line[]): readonly Statement[] {
  return lines.flatMap((line) => (line.kind === 'statement' ? [line.statement] : []));
}

/** As `--sql` prints it: a blank line after each piece. */
export function layout(lines: readonly Line[]): string {
  return lines.map((line) => `${lineText(line)}\n\n`).join('');
}

function lineText(line: Line): string {
  if (line.kind === 'statement') return [...remarks(line.statement), line.statement.sql].join('\n');
  return line.kind === 'anchor' ? line.text : line.kind === 'begin' ? 'BEGIN;' : 'COMMIT;';
}

/** Why a statement is not exact, as comments. */
function remarks({ status, notes }: Statement): readonly string[] {
  if (status === 'exact') return [];
  return notes.map((note) => `-- ${status}: ${note.replace(/\s+/g, ' ')}`);
}

function framed(lines: readonly Line[]): readonly Line[] {
  return [{ kind: 'begin' }, ...lines, { kind: 'commit' }];
}

/** Statements get the number of the transaction they run in. */
function numbered(lines: readonly Line[]): readonly Line[] {
  let count = 0;
  let open = false;
  return lines.map((line) => {
    if (line.kind === 'begin') {
      count += 1;
      open = true;
    } else if (line.kind === 'commit') open = false;
    if (line.kind !== 'statement' || line.alone || !open) return line;
    return { kind: 'statement', statement: { ...line.statement, transaction: count } };
  });
}

function stepLines(
  source: RenderSource,
  step: PlanStep,
  direction: Direction,
  rows: readonly string[],
  options: RenderOptions,
  madeTypes: Set<string>,
): readonly Line[] {
  const { versionTable } = source.environment;
  const dialect = dialects[options.dialect];
  const id = step.revision ?? '';
  const revision = source.graph.revisions.get(id);
  const migration = revision && source.migration(revision.file);
  const down = revision?.down.join(', ') ?? '';
  const words = direction === 'upgrade' ? `upgrade ${down} -> ${id}` : `downgrade ${id} -> ${down}`;
  const own = { revision: id, direction };
  const body =
    migration === undefined
      ? []
      : renderRevision({
          migration,
          ...own,
          catalogue: direction === 'upgrade' ? source.catalogueBefore(id) : source.catalogueAt(id),
          options,
          madeTypes,
        });
  return [
    ...(rows.length === 0 ? [createdVersionTable(versionTable, dialect, own)] : []),
    { kind: 'anchor', text: `-- Running ${words}`, revision: id },
    ...body,
    ...versionChanges(step.changes, versionTable, dialect, own),
  ];
}
