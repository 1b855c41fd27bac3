/** The question before a write, as a modal dialog. */

import * as vscode from 'vscode';

import { actionTitle, type Confirm, questionDetail, questionTitle } from './confirm.ts';

/** The first button is the one that Enter takes, so it is the harmless one. */
export const askModally: Confirm = async (question) => {
  const preview = 'Preview SQL';
  const run = actionTitle(question.direction);
  const options = { modal: true, detail: questionDetail(question) };
  const chosen = await vscode.window.showWarningMessage(questionTitle(question), options, preview, run);
  if (chosen === preview) return 'preview';
  return chosen === run ? 'run' : undefined;
};
