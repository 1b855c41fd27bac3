/** A failure as a message: the cause, what has become of the database, the next step, and the way to the log. */

import * as vscode from 'vscode';

import type { FailureData } from '../../../server/src/protocol/messages.ts';

export async function showFailure(log: vscode.LogOutputChannel, failure: FailureData, summary: string): Promise<void> {
  const text = [failure.message, summary, failure.next].filter((part) => part !== '').join(' ');
  log.error(text);
  const actions = failure.code === 'untrusted' ? [trust, showLog] : [showLog];
  const chosen = await vscode.window.showErrorMessage(text, ...actions);
  if (chosen === showLog) log.show(true);
  if (chosen === trust) await vscode.commands.executeCommand('workbench.trust.manage');
}

export const showLog = 'Show Log';
const trust = 'Manage Trust';
