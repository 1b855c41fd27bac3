/** `alembicGuard/run` and `alembicGuard/cancelRun`: upgrades, downgrades and new revisions, one at a time per project. */

import { migrate } from '../../database/migrate.ts';
import {
  type FailureData,
  methods,
  type RunData,
  type RunParams,
  type RunProgressData,
} from '../../protocol/messages.ts';
import { type Invocation, prepare } from '../../runner/invocation.ts';
import { newRevision } from '../../runner/new-revision.ts';
import { uriOf } from '../convert.ts';
import type { Publisher } from '../publish.ts';
import { findRunnable, logTo, takeState, unknownProject } from '../runnable.ts';
import type { Session } from '../session.ts';

export function run(session: Session, publisher: Publisher): void {
  /** By project. A run leaves only when its program has ended. */
  const active = new Map<string, { readonly run: string; readonly cancel: AbortController }>();

  session.connection.onRequest<RunData, void>(methods.run, async (params: RunParams) => {
    if (active.has(params.project)) return failed(busy);
    const cancel = new AbortController();
    active.set(params.project, { run: params.run, cancel });
    try {
      const data = await perform(session, params, cancel.signal);
      if (data.state !== undefined) takeState(session, publisher, params.project, data.state);
      return data;
    } finally {
      active.delete(params.project);
    }
  });

  session.connection.onNotification(methods.cancelRun, ({ run }: { readonly run: string }) => {
    for (const one of active.values()) if (one.run === run) one.cancel.abort();
  });
}

async function perform(session: Session, params: RunParams, cancelled: AbortSignal): Promise<RunData> {
  const project = await findRunnable(session, params.project);
  if (project === undefined) return failed(unknownProject(params.project));
  const invocation = await prepare(project, params.runner);
  if ('failure' in invocation) return failed(invocation.failure);
  const { action, expected } = params;
  const log = logTo(session);
  if (action.kind === 'revision') return createRevision(invocation, action, session, cancelled);
  const progress = (data: Omit<RunProgressData, 'run'>) =>
    void session.connection.sendNotification(methods.runProgress, { run: params.run, ...data });
  return migrate({ invocation, action, expected, log, progress, cancelled });
}

async function createRevision(
  invocation: Invocation,
  action: Extract<RunParams['action'], { kind: 'revision' }>,
  session: Session,
  cancelled: AbortSignal,
): Promise<RunData> {
  const { outcome, failure, files } = await newRevision(invocation, action, logTo(session), cancelled);
  const names = files.length === 0 ? 'no file' : files.map((file) => file.split(/[\\/]/).at(-1)).join(', ');
  return {
    outcome,
    ...(failure === undefined ? {} : { failure }),
    summary: outcome === 'succeeded' ? `Alembic has written ${names}.` : `The run ended with ${names} written.`,
    created: files.map(uriOf),
  };
}

function failed(failure: FailureData): RunData {
  return { outcome: 'failed', failure, summary: 'Nothing was run.', created: [] };
}

const busy: FailureData = {
  code: 'busy',
  message: 'A command of this project is still running.',
  next: 'Wait for its end, or cancel it in its notification.',
};
