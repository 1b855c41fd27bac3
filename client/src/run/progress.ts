/** A run's notification: the revision that is running, and a cancel button that interrupts once and then waits. */

import * as vscode from 'vscode';

import { methods, type RunProgressData } from '../../../server/src/protocol/messages.ts';
import type { Server } from '../server.ts';

/** `steps`: how many revisions will run, 0 where that means nothing. */
export async function withRunProgress<T>(
  server: Server,
  run: string,
  title: string,
  steps: number,
  work: () => Promise<T>,
): Promise<T> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    let done = 0;
    progress.report({ message: 'starting Alembic…' });
    const listener = server.onDidReportProgress((data) => {
      if (data.run !== run || data.step === undefined) return;
      done++;
      progress.report({
        message: stepText(data.step, done, steps),
        ...(steps > 0 ? { increment: done > 1 ? 100 / steps : 0 } : {}),
      });
    });
    const working = work();
    // The notification closes when it is cancelled; another one says the truth until the program has ended.
    const cancelled = token.onCancellationRequested(() => {
      server.notify(methods.cancelRun, { run });
      const waiting = `${title}: interrupted, waiting for Alembic to end…`;
      void vscode.window.withProgress({ location, title: waiting }, () =>
        working.then(
          () => undefined,
          () => undefined,
        ),
      );
    });
    try {
      return await working;
    } finally {
      listener.dispose();
      cancelled.dispose();
    }
  });
}

export function stepText(step: NonNullable<RunProgressData['step']>, done: number, steps: number): string {
  const name = [step.id, step.message].filter((part) => part !== '').join(' ');
  return steps > 1 ? `${name} (${done} of ${steps})` : name;
}
