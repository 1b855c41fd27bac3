/**
 * Runs an upgrade or downgrade with the user's own Alembic: only on the database and from the state that the user agreed
 * to, one at a time per project, ended by nobody, and with the state read back afterwards.
 */

import type { FailureData, RunAction, RunData, RunParams, RunProgressData } from '../protocol/messages.ts';
import type { Execution } from '../runner/execute.ts';
import { explainFailure } from '../runner/explain.ts';
import { type Invocation, type Log, start } from '../runner/invocation.ts';
import { describeOutcome, standsAt } from '../runner/outcome.ts';
import { parseStep, type Step } from '../runner/progress.ts';
import { type ReadState, readAgain, readState } from './state.ts';

export type Migration = Extract<RunAction, { kind: 'upgrade' | 'downgrade' }>;

export interface MigrateOptions {
  readonly invocation: Invocation;
  readonly action: Migration;
  readonly expected: RunParams['expected'];
  readonly log: Log;
  readonly progress: (data: Omit<RunProgressData, 'run'>) => void;
  /** Aborted when the user wants it to end; the program gets one interrupt. */
  readonly cancelled: AbortSignal;
}

export async function migrate(options: MigrateOptions): Promise<RunData> {
  const { invocation, expected, log, cancelled } = options;
  const before = await readState(invocation, log, cancelled);
  if (cancelled.aborted) return notRun('cancelled', before);
  const objection = objectionTo(before, expected);
  if (objection !== undefined || before.data.kind === 'unknown') return notRun('failed', before, objection);
  return run(options, before, before.data.rows);
}

async function run(options: MigrateOptions, before: ReadState, rows: readonly string[]): Promise<RunData> {
  const { invocation, action, log, progress, cancelled } = options;
  const { project, redact } = invocation;
  let step: Step | undefined;
  const execution = start(invocation, action.kind, [action.target], log, (line) => {
    log('info', redact(line));
    const begun = parseStep(line);
    if (begun !== undefined) progress({ step: begun });
    step = begun ?? step;
  });
  const interrupt = () => progress({ interrupt: interruptText(execution) });
  cancelled.addEventListener('abort', interrupt, { once: true });
  if (cancelled.aborted) interrupt();
  const finished = await execution.finished;
  cancelled.removeEventListener('abort', interrupt);
  const after = await readAgain(before, invocation, log);
  const succeeded = finished.exitCode === 0;
  const outcome = succeeded ? 'succeeded' : cancelled.aborted ? 'cancelled' : 'failed';
  const facts = {
    project: project.name,
    python: invocation.described,
    program: invocation.launcher.argv[0] ?? '',
    revision: step?.id,
    redact,
  };
  return {
    outcome,
    ...(outcome === 'failed' ? { failure: explainFailure(finished, facts) } : {}),
    state: after.data,
    summary: describeOutcome({
      outcome,
      interrupted: cancelled.aborted,
      before: rows,
      after: after.data,
      running: step && { id: step.id, autocommit: project.revision(step.id)?.autocommit ?? false },
    }),
    created: [],
  };
}

function interruptText(execution: Execution): string {
  return execution.interrupt()
    ? 'interrupt sent, waiting for Alembic to end'
    : 'a program cannot be interrupted on this system, waiting for Alembic to end';
}

function notRun(outcome: 'failed' | 'cancelled', before: ReadState, objection?: FailureData): RunData {
  const failure =
    objection ?? (before.data.kind === 'unknown' && outcome === 'failed' ? before.data.failure : undefined);
  return { outcome, ...(failure ? { failure } : {}), state: before.data, summary: 'Nothing was run.', created: [] };
}

/** Why the run must not begin: between the question and the answer, files and databases change. */
function objectionTo({ data }: ReadState, expected: RunParams['expected']): FailureData | undefined {
  if (data.kind === 'unknown') return undefined; // its own failure says more
  if (!data.confirmed) return data.failure;
  if (expected === undefined) return unconfirmed;
  if (data.target.label !== expected.label)
    return changed(`Alembic would write to ${data.target.label} now, not to ${expected.label}.`);
  if (data.rows.join() !== expected.rows.join())
    return changed(
      `The database ${data.target.label} stands ${standsAt(data.rows)} now, not ${standsAt(expected.rows)}.`,
    );
  return undefined;
}

function changed(message: string): FailureData {
  return { code: 'changed', message, next: 'Nothing was run; look at the revisions again and repeat the command.' };
}

const unconfirmed: FailureData = {
  code: 'unconfirmed',
  message: 'Nobody has agreed to this run.',
  next: 'Start it from the Revisions view or the command palette.',
};
