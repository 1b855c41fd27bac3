/** What a branch has already: read once for each project, for the rules about it and for `--since`. */

import type { Finding } from '../core/lint/finding.ts';
import { ruleNamed } from '../core/lint/rule-named.ts';
import { readBranch } from '../runner/git.ts';
import { UsageError } from './exit.ts';
import type { ReportedProblem } from './lint-report.ts';
import type { Selection } from './projects.ts';

export interface Compared {
  readonly selections: readonly Selection[];
  readonly problems: readonly ReportedProblem[];
}

/**
 * The selections with what the branch of `--since` has, else that of the setting `base-ref`; with `--since` narrowed to
 * what it lacks. Throws a `UsageError` where git has no answer.
 */
export async function compareWithBranch(
  selections: readonly Selection[],
  since: string | undefined,
): Promise<Compared> {
  const problems: ReportedProblem[] = [];
  const compared: Selection[] = [];
  for (const selection of selections) {
    const { project, snapshot } = selection.opened;
    const ref = since ?? project.settings.baseRef;
    if (ref === undefined) {
      compared.push(selection);
      continue;
    }
    const answer = await readBranch(ref, project);
    if ('problem' in answer) {
      const source = since === undefined ? 'The setting base-ref' : '--since';
      throw new UsageError(`${source} ${ref}: ${answer.problem}`);
    }
    const file = project.config ?? project.root;
    if (answer.note !== undefined) {
      problems.push({ code: 'no-common-ancestor', level: 'info', message: answer.note, file, line: 0 });
    }
    const opened = { ...selection.opened, snapshot: snapshot.withBases([answer.base]) };
    compared.push(since === undefined ? { ...selection, opened } : narrowed({ ...selection, opened }));
  }
  return { selections: compared, problems };
}

/** To findings in what is new; what is broken in the history as a whole concerns whoever adds to it. */
function narrowed(selection: Selection): Selection {
  const { snapshot } = selection.opened;
  const files = selection.files.filter((file) => snapshot.isNew(file) || snapshot.findings(file).some(concernsHistory));
  return { ...selection, files, concerns: (finding, now) => now.isNew(finding.file) || concernsHistory(finding) };
}

function concernsHistory({ rule, level }: Finding): boolean {
  return level === 'error' && ruleNamed(rule)?.group === 'graph';
}
