/** An upgrade or downgrade from the question to the last word: read, plan, ask, run, say how it ended. */

import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';

import {
  type DatabaseStateData,
  type FailureData,
  methods,
  type PlanData,
  type ProjectData,
  type RunData,
  type RunParams,
} from '../../../server/src/protocol/messages.ts';
import type { Services } from '../services.ts';
import { runnerOf } from '../settings.ts';
import { actionTitle, type Confirm, type Question } from './confirm.ts';
import { showFailure, showLog } from './failure.ts';
import { withRunProgress } from './progress.ts';
import { saveChanges } from './unsaved.ts';

type Known = Extract<DatabaseStateData, { kind: 'known' }>;
export type Direction = 'upgrade' | 'downgrade';

/** Undefined when nothing was run; the reason has been shown. */
export async function migrate(
  services: Services,
  project: ProjectData,
  direction: Direction,
  target: string,
  confirm: Confirm,
): Promise<RunData | undefined> {
  const { model, preview } = services;
  if (!(await saveChanges(project))) return undefined;
  const state = await readState(services, project);
  if (state === undefined) return undefined;
  const plan = await model.plan({ project: project.id, direction, target, from: state.rows });
  if (!worthRunning(project, direction, state, plan)) return undefined;
  const question = {
    direction,
    project: project.name,
    target: state.target,
    rows: state.rows,
    revisions: plan.revisions,
  };
  const answer = await confirm(question);
  if (answer === 'preview')
    await preview.show(
      project.id,
      plan.revisions.map(({ id }) => id),
      direction,
    );
  return answer === 'run' ? run(services, project, target, question) : undefined;
}

/** What can be written to: known, and named by Alembic itself. */
async function readState(services: Services, project: ProjectData): Promise<Known | undefined> {
  const state = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `${project.name}: reading the database state…`,
      cancellable: true,
    },
    (_, token) => services.model.refreshDatabase(project.id, token),
  );
  if (state === undefined) return undefined;
  if (state.kind === 'known' && state.confirmed) return state;
  if (state.failure !== undefined) void showFailure(services.log, state.failure, 'Nothing was run.');
  return undefined;
}

function worthRunning(project: ProjectData, direction: Direction, state: Known, plan: PlanData): boolean {
  if (plan.error !== undefined) {
    void vscode.window.showErrorMessage(`${project.name}: ${plan.error} Nothing was run.`);
    return false;
  }
  if (plan.revisions.length > 0) return true;
  const words = direction === 'upgrade' ? 'has nothing left to apply' : 'has nothing to take back';
  void vscode.window.showInformationMessage(`${state.target.label} ${words}.`);
  return false;
}

async function run(
  services: Services,
  project: ProjectData,
  target: string,
  question: Question,
): Promise<RunData | undefined> {
  const { server, model, log } = services;
  const params: RunParams = {
    run: randomUUID(),
    project: project.id,
    runner: await runnerOf(project, log),
    action: { kind: question.direction, target },
    expected: { label: question.target.label, rows: question.rows },
  };
  const title = `${actionTitle(question.direction)} of ${question.target.label}`;
  const data = await withRunProgress(server, params.run, title, question.revisions.length, () =>
    server.request<RunData>(methods.run, params),
  );
  if (data === undefined) {
    void showFailure(log, lost, '');
    return undefined;
  }
  if (data.state !== undefined) await model.setDatabase(project.id, data.state);
  void tell(services, data);
  return data;
}

/** With a button, since a message without one is cut to one line. */
async function tell({ log }: Services, data: RunData): Promise<void> {
  if (data.failure !== undefined) return showFailure(log, data.failure, data.summary);
  const { showInformationMessage, showWarningMessage } = vscode.window;
  const show = data.outcome === 'succeeded' ? showInformationMessage : showWarningMessage;
  if ((await show(data.summary, showLog)) === showLog) log.show(true);
}

const lost: FailureData = {
  code: 'server-lost',
  message: 'The language server ended during the run; Alembic goes on by itself.',
  next: 'Refresh to see where the database stands.',
};
