/** What the base branch of each project has, so that what is new can be told from what others have already. */

import type { BaseFiles } from '../core/history/base.ts';
import { mainBranch, readBranch } from '../runner/git.ts';
import type { OpenedProject } from '../workspace/open-project.ts';
import type { Project, WorkspaceProblem } from '../workspace/project.ts';
import { settingProblem } from '../workspace/setting-problem.ts';

/** By project: what git answered. A project without an answer isn't among them. */
export type Comparison = ReadonlyMap<string, { readonly base?: BaseFiles; readonly problem?: WorkspaceProblem }>;

export const noComparison: Comparison = new Map();

/** Asks git for the branch that is configured, else for the one that repositories usually have. */
export async function compareAll(opened: readonly OpenedProject[]): Promise<Comparison> {
  const answers = await Promise.all(opened.map(async ({ project }) => [project.id, await ask(project)] as const));
  return new Map(answers.flatMap(([id, answer]) => (answer === undefined ? [] : [[id, answer]])));
}

async function ask(project: Project) {
  const configured = project.settings.baseRef;
  const ref = configured ?? (await mainBranch(project));
  if (ref === undefined) return undefined;
  const answer = await readBranch(ref, project);
  if ('base' in answer) return { base: answer.base };
  // Nobody asked for the usual one, so its absence is no fault.
  if (configured === undefined) return undefined;
  return { problem: settingProblem(project, ['base-ref'], 'bad-base-ref', answer.problem) };
}

/** The project as it is in view of the comparison, and of what its database has run where that is known. */
export function withBase(opened: OpenedProject, comparison: Comparison, database?: BaseFiles): OpenedProject {
  const { base, problem } = comparison.get(opened.project.id) ?? {};
  const snapshot = opened.snapshot.withBases([base, database].filter((each) => each !== undefined));
  const others = opened.project.problems.filter(({ code }) => code !== 'bad-base-ref');
  if (problem === undefined && others.length === opened.project.problems.length) return { ...opened, snapshot };
  const problems = problem === undefined ? others : [...others, problem];
  return { ...opened, snapshot, project: { ...opened.project, problems } };
}

export function isSame(a: Comparison, b: Comparison): boolean {
  return JSON.stringify([...a]) === JSON.stringify([...b]);
}
