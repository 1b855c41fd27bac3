/**
 * One revision made into a chain, so that schema and rows change in transactions of their own. The revision itself stays
 * the last link, so that its children and the databases that have it need nothing.
 */

import type { RevisionGraph } from '../../history/graph.ts';
import { type Edit, replacement } from '../../text/edit.ts';
import { differences } from '../net-effect.ts';
import type { Fix, NewFile, RuleContext } from '../rule.ts';
import { literal } from './code.ts';
import { undo } from './downgrade-scaffold.ts';
import { importsFor } from './imports-for.ts';
import { newRevision } from './new-revision.ts';
import { reindent } from './statement.ts';
import { type Chunk, type ChunkKind, chunksOf, codeOf } from './statement-chunks.ts';

/** Statements of the upgrade that stay together, with those of the downgrade that undo them. */
interface Link {
  readonly kind: ChunkKind;
  readonly chunks: readonly Chunk[];
  /** Undefined where the downgrade does nothing, or raises. */
  readonly undoing: readonly Chunk[] | undefined;
}

/** Nothing for a revision with several parents, or one that other things than its parent are named in. */
export function splitRevision(context: RuleContext): readonly Fix[] {
  const { migration, graph } = context;
  const { header, functions, text } = migration;
  const { down, downSpan, dependsOn, branchLabels, revision } = header;
  const parent = down.length === 1 ? down[0]?.value : undefined;
  if (parent === undefined || downSpan === undefined || revision === undefined || !graph.complete) return [];
  if (dependsOn.length + branchLabels.length > 0 || functions.upgrade === undefined) return [];
  const links = linksOf(context);
  const last = links.at(-1);
  if (last === undefined || links.length < 2) return [];
  const created: (NewFile & { readonly id: string })[] = [];
  let known = graph;
  let previous = parent;
  for (const [i, link] of links.slice(0, -1).entries()) {
    const upgrade = lines(context, link);
    const downgrade = linesBack(context, link);
    const imports = importsFor(migration, [...upgrade, ...downgrade].join('\n'));
    if (imports === undefined) return [];
    const message = `${header.message}, step ${i + 1}: ${link.kind}`;
    const file = newRevision({ migration, graph: known }, { message, down: [previous], upgrade, downgrade, imports });
    created.push(file);
    known = withRevision(known, file.id, previous);
    previous = file.id;
  }
  const revises = /^Revises:[ \t]*(\S[^\n]*?)[ \t]*$/m.exec(text.slice(0, downSpan.start));
  const edits = [
    ...replaceBody(
      context,
      links.flatMap((each) => each.chunks),
      lines(context, last),
    ),
    ...(last.undoing === undefined
      ? []
      : replaceBody(
          context,
          links.flatMap((each) => each.undoing ?? []),
          linesBack(context, last),
        )),
    replacement(downSpan, literal(migration.style, previous)),
    ...(revises?.[1] === undefined
      ? []
      : [replacement(spanOf(revises.index + revises[0].indexOf(revises[1]), revises[1]), previous)]),
  ];
  const creates = created.map(({ file, text: source }) => ({ file, text: source }));
  return [{ title: 'Split this revision', preferred: true, edits, creates }];
}

function spanOf(start: number, text: string) {
  return { start, end: start + text.length };
}

/** Runs of statements of one kind, in order; none where the file holds more than such statements. */
function linksOf(context: RuleContext): readonly Link[] {
  const { functions } = context.migration;
  const chunks = chunksOf(context, 'upgrade');
  if (chunks === undefined) return [];
  const runs: { readonly kind: ChunkKind; readonly chunks: Chunk[] }[] = [];
  for (const chunk of chunks) {
    const run = runs.at(-1);
    if (run?.kind === chunk.kind) run.chunks.push(chunk);
    else runs.push({ kind: chunk.kind, chunks: [chunk] });
  }
  const { downgrade } = functions;
  if (downgrade === undefined || downgrade.empty || downgrade.raises !== undefined) {
    return runs.map((run) => ({ ...run, undoing: undefined }));
  }
  const back = chunksOf(context, 'downgrade');
  return back === undefined ? [] : shareOut(runs, back);
}

/** Each link undoes what it did: from its end state back to its beginning, in the order that the author chose. */
function shareOut(
  runs: readonly { readonly kind: ChunkKind; readonly chunks: readonly Chunk[] }[],
  back: readonly Chunk[],
): readonly Link[] {
  const rest = [...back];
  const links = runs.toReversed().map((run, i): Link => {
    const taken: Chunk[] = [];
    const target = run.chunks[0]?.steps[0]?.before;
    const isFirst = i === runs.length - 1;
    const wants = (next: Chunk) => {
      if (isFirst) return true;
      if (run.kind === 'rows') return next.kind === 'rows';
      const state = next.steps[0]?.before;
      return target !== undefined && state !== undefined && differences(target, state).length > 0;
    };
    for (let next = rest[0]; next !== undefined && wants(next); next = rest[0]) {
      taken.push(next);
      rest.shift();
    }
    return { ...run, undoing: taken };
  });
  return links.toReversed();
}

/** Rows are written outside of the transaction, unless every revision has one of its own anyway. */
function lines({ migration, environment }: RuleContext, { kind, chunks }: Link): readonly string[] {
  const { style } = migration;
  const code = chunks.map((chunk) => codeOf(migration, chunk));
  if (kind !== 'rows' || style.op === undefined || environment.transactionPerMigration === true) return code;
  const block = `with ${style.op}.get_context().autocommit_block():`;
  return [[block, ...code.map((each) => reindent(each, '', style.indent))].join(style.newline)];
}

function linesBack({ migration }: RuleContext, { kind, chunks, undoing }: Link): readonly string[] {
  const { style } = migration;
  if (undoing !== undefined && undoing.length > 0) return undoing.map((chunk) => codeOf(migration, chunk));
  if (kind === 'rows') return ['# irreversible: the rows keep what the upgrade gave them', 'pass'];
  const steps = chunks.flatMap((chunk) => chunk.steps).toReversed();
  return steps.flatMap(({ operation, before }) => {
    const inverse = undo(operation, before, style);
    return inverse.python ?? [`# Not undone: ${inverse.irreversible}`];
  });
}

/** The statements from the first chunk to the last, by others. */
function replaceBody(
  { migration: { style, functions } }: RuleContext,
  chunks: readonly Chunk[],
  code: readonly string[],
): readonly Edit[] {
  if (chunks.length === 0) return [];
  const start = Math.min(...chunks.map(({ span }) => span.start));
  const end = Math.max(...chunks.map(({ span }) => span.end));
  const indent = functions.upgrade?.indent ?? style.indent;
  const text = reindent(code.join(style.newline), '', indent);
  return [replacement({ start, end }, text)];
}

/** The graph as it is once the new revision is there, for the next one's id. */
function withRevision(graph: RevisionGraph, id: string, like: string): RevisionGraph {
  const model = graph.revisions.get(like);
  if (model === undefined) return graph;
  return { ...graph, revisions: new Map([...graph.revisions, [id, { ...model, id }]]) };
}
