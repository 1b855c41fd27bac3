/** What is wrong with a history, in Alembic's words with the cause and the next step, at the place to change. */

import { byCodePoint } from '../text/code-points.ts';
import { nearest } from '../text/nearest.ts';
import type { Located, Span } from '../text/span.ts';
import type { GraphProblem, Revision } from './graph.ts';
import type { RevisionHeader } from './header.ts';
import type { MapEntry, MapFailure, RevisionMap } from './revision-map.ts';
import { historyCycles } from './sound-entries.ts';

/** What is known when the problems are looked for. */
interface GraphFacts {
  readonly files: readonly { readonly file: string; readonly header: RevisionHeader }[];
  /** Those files that declare a revision; a duplicate id stands here twice. */
  readonly revisions: readonly Revision[];
  readonly entries: readonly MapEntry[];
  /** The sound part of the history. */
  readonly map: RevisionMap;
  /** What Alembic stumbles over first. */
  readonly failure: MapFailure | undefined;
  readonly complete: boolean;
  readonly ids: ReadonlySet<string>;
  readonly labels: ReadonlySet<string>;
  /** False when a file computes its labels. */
  readonly labelsKnown: boolean;
}

/** The problems in the order of the files, those of headers before those of relations. */
export function graphProblems(given: Omit<GraphFacts, 'ids' | 'labels' | 'labelsKnown'>): GraphProblem[] {
  const { revisions } = given;
  const facts: GraphFacts = {
    ...given,
    ids: new Set(revisions.map((revision) => revision.id)),
    labels: new Set(revisions.flatMap((revision) => revision.branchLabels)),
    labelsKnown: given.files.every(({ header }) =>
      header.problems.every((each) => each.code !== 'dynamic-branch-labels'),
    ),
  };
  return [
    ...facts.files.flatMap(headerProblems),
    ...duplicateIds(facts),
    ...labelClashes(facts),
    ...facts.revisions.flatMap((revision) => [
      ...selfLoops(revision),
      ...missingParents(facts, revision),
      ...missingDependencies(facts, revision),
    ]),
    ...cycles(facts),
  ];
}

function headerProblems({ file, header }: GraphFacts['files'][number]): GraphProblem[] {
  return header.problems.map(({ code, message, span, alembicSays }) => {
    return { code, message, file, span, revision: header.revision?.value, certain: true, alembicSays };
  });
}

function problem(
  code: string,
  revision: Revision,
  span: Span,
  alembicSays: string | undefined,
  advice: string,
): GraphProblem {
  const message = alembicSays === undefined ? advice : `${alembicSays}. ${advice}`;
  return { code, message, file: revision.file, span, revision: revision.id, certain: true, alembicSays };
}

function idSpan(revision: Revision): Span {
  return revision.header.revision?.span ?? { start: 0, end: 0 };
}

function fileName(file: string): string {
  return file.split(/[\\/]/).at(-1) ?? file;
}

function duplicateIds({ revisions }: GraphFacts): GraphProblem[] {
  const byId = new Map<string, Revision[]>();
  for (const revision of revisions) byId.set(revision.id, [...(byId.get(revision.id) ?? []), revision]);
  return [...byId.values()].flatMap((same) => {
    const last = same.at(-1);
    if (same.length < 2 || !last) return [];
    const distinct = new Set(same.map((revision) => fileName(revision.file))).size === same.length;
    const name = ({ file }: Revision) => (distinct ? fileName(file) : file.split(/[\\/]/).slice(-2).join('/'));
    return same.map((revision) => {
      const others = same.filter((other) => other !== revision).map(name);
      const kept = last === revision ? 'Alembic uses this file' : `Alembic uses ${name(last)}`;
      const advice =
        `It also stands in ${list(others)}; ${kept} and ignores the rest. Delete the copy, or give one of them a new id ` +
        'and a place in the history.';
      return problem(
        'duplicate-id',
        revision,
        idSpan(revision),
        `Revision ${revision.id} is present more than once`,
        advice,
      );
    });
  });
}

function labelClashes({ revisions }: GraphFacts): GraphProblem[] {
  const owners = new Map(revisions.map((revision) => [revision.id, revision]));
  return revisions.flatMap((revision) =>
    revision.header.branchLabels.flatMap(({ value, span }) => {
      const owner = owners.get(value);
      if (!owner) {
        owners.set(value, revision);
        return [];
      }
      const words = `Branch name '${value}' in revision ${revision.id} already used by revision ${owner.id}`;
      const where = owner === revision ? 'this file' : fileName(owner.file);
      const advice =
        `Every alembic command fails because ${where} has it too. Later revisions of a branch inherit its label: remove ` +
        'it here, or choose another.';
      return [problem('label-clash', revision, span, words, advice)];
    }),
  );
}

function selfLoops(revision: Revision): GraphProblem[] {
  const own = (located: Located<string>) => located.value === revision.id;
  const loop = (at: Located<string> | undefined, code: string, kind: string, what: string) => {
    if (!at) return [];
    const words = `${kind} is detected in revisions (${revision.id})`;
    return [problem(code, revision, at.span, words, `The revision ${what} itself. Name the one before it, or None.`)];
  };
  return [
    ...loop(revision.header.down.find(own), 'self-loop', 'Self-loop', 'is the parent of'),
    ...loop(
      revision.header.dependsOn.find((located) => own(located) || revision.branchLabels.includes(located.value)),
      'dependency-self-loop',
      'Dependency self-loop',
      'depends on',
    ),
  ];
}

function missingParents(facts: GraphFacts, revision: Revision): GraphProblem[] {
  return revision.header.down
    .filter(({ value }) => !facts.ids.has(value))
    .map(({ value, span }) => {
      const words = `Revision ${value} referenced from ${display(facts, revision)} is not present`;
      const found = problem('missing-parent', revision, span, words, missingAdvice(facts, revision, value, false));
      return { ...found, certain: facts.complete };
    });
}

function missingDependencies(facts: GraphFacts, revision: Revision): GraphProblem[] {
  const { dependsOn } = revision.header;
  // Alembic takes a lone empty string for no dependency.
  if (dependsOn.length === 1 && dependsOn[0]?.value === '') return [];
  return dependsOn
    .filter(({ value }) => !facts.ids.has(value) && !facts.labels.has(value))
    .map(({ value, span }) => {
      const advice =
        `\`depends_on\` of revision ${revision.id} names ${quoted(value)}, which is neither a revision nor a branch label. ` +
        missingAdvice(facts, revision, value, true);
      const found = problem('missing-dependency', revision, span, undefined, advice);
      return { ...found, certain: facts.complete && facts.labelsKnown, alembicSays: `KeyError: '${value}'` };
    });
}

/** How Alembic prints a revision: `parents -> id (head), message`. */
function display(facts: GraphFacts, { id, down, message }: Revision): string {
  const next = facts.map.byKey.get(id)?.next.length ?? 0;
  const marks = `${next === 0 ? ' (head)' : ''}${next > 1 ? ' (branchpoint)' : ''}${down.length > 1 ? ' (mergepoint)' : ''}`;
  return `${down.length > 0 ? down.join(', ') : '<base>'} -> ${id}${marks}, ${message}`;
}

function missingAdvice(facts: GraphFacts, revision: Revision, wanted: string, labels: boolean): string {
  if (wanted === '') return 'An empty string is not the base: write None.';
  const others = facts.revisions.filter((other) => other.id !== revision.id);
  const stem = wanted.replace(/\.py$/, '');
  const byFile = others.find((other) => fileName(other.file).replace(/\.py$/, '') === stem);
  if (byFile) return `That is the name of the file; its revision id is ${quoted(byFile.id)}.`;
  const partial = others.filter((other) => other.id.startsWith(wanted));
  if (partial.length === 1 && partial[0]) return `Ids must be written whole here: ${quoted(partial[0].id)}.`;
  const keys = others.flatMap((other) => (labels ? [other.id, ...other.branchLabels] : [other.id]));
  const guess = nearest(wanted, keys);
  const until = 'every alembic command fails until it is back';
  const what = labels ? 'no file declares it' : `no file declares ${quoted(wanted)}`;
  const cause = facts.complete ? `In the versions folders ${what}, and ${until}.` : unreadCause;
  return guess === undefined
    ? `${cause} Bring the missing file back, or name another revision.`
    : `${cause} Did you mean ${quoted(guess)}?`;
}

const unreadCause = 'It may be declared by a file that could not be read; look at that first.';

function quoted(id: string): string {
  return `'${id}'`;
}

function list(names: readonly string[]): string {
  const [last = '', ...before] = [...names].reverse();
  return before.length === 0 ? last : `${before.reverse().join(', ')} and ${last}`;
}

function cycles(facts: GraphFacts): GraphProblem[] {
  const { revisions, entries } = facts;
  const all = historyCycles(entries).filter((cycle) => cycle.length > 1);
  if (all.length === 0) return [];
  const byDown = new Set(historyCycles(entries.map((entry) => ({ ...entry, dependsOn: [] }))).flat());
  const failed = new Set(facts.failure?.revisions);
  return all.flatMap((cycle) => {
    const members = new Set(cycle);
    const labels = new Set(revisions.filter(({ id }) => members.has(id)).flatMap((each) => each.branchLabels));
    const isWhole = cycle.every((id) => failed.has(id));
    // The words are the same for all members, and long where the cycle is.
    const said = {
      cycle: cycleWords(facts, 'cycle', cycle, isWhole),
      'dependency-cycle': cycleWords(facts, 'dependency-cycle', cycle, isWhole),
    };
    return revisions
      .filter(({ id }) => members.has(id))
      .flatMap((revision) => {
        const through = (located: Located<string>) => members.has(located.value) || labels.has(located.value);
        const edge = revision.header.down.find(through) ?? revision.header.dependsOn.find(through);
        if (!edge) return [];
        const code = byDown.has(revision.id) ? 'cycle' : 'dependency-cycle';
        const advice = `Each of them needs the others, so that none can run first. Correct the ${
          code === 'cycle' ? '`down_revision`' : '`depends_on`'
        } that leads back.`;
        const found = problem(code, revision, edge.span, said[code], advice);
        if (cycle.length <= LONG_CYCLE) return [found];
        const short = `${revision.id} is in a cycle of ${cycle.length} revisions. ${advice}`;
        return [{ ...found, message: short }];
      });
  });
}

/** From here on a message to a person gives the number of revisions in place of their ids. */
const LONG_CYCLE = 30;

/** Alembic names a few revisions beside the cycle too; where it overlooks one, the words are in its manner. */
function cycleWords(
  { failure }: GraphFacts,
  code: 'cycle' | 'dependency-cycle',
  cycle: readonly string[],
  isWhole: boolean,
): string {
  if (failure?.code === code && isWhole) return failure.message;
  const kind = code === 'cycle' ? 'Cycle' : 'Dependency cycle';
  return `${kind} is detected in revisions (${byCodePoint(cycle).join(', ')})`;
}
