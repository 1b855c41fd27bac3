/** After some fixes one goes on typing, so the cursor moves to where that is. */

import * as vscode from 'vscode';

import { typeHere } from '../../server/src/protocol/commands.ts';
import type { CodeActionData } from '../../server/src/protocol/messages.ts';

/** The same action; where the server has said so, it ends with the cursor at its place. */
export function withTyping<Action extends vscode.Command | vscode.CodeAction>(uri: vscode.Uri, action: Action): Action {
  if (!('data' in action) || !hasPlace(action.data)) return action;
  const { line, character } = action.data.typeAt;
  const command = { title: '', command: typeHere, arguments: [uri, new vscode.Position(line, character)] };
  return Object.assign(action, { command });
}

export function registerTyping(): vscode.Disposable {
  return vscode.commands.registerCommand(typeHere, async (uri: vscode.Uri, position: vscode.Position) => {
    const selection = new vscode.Range(position, position);
    await vscode.window.showTextDocument(uri, { selection });
  });
}

function hasPlace(data: unknown): data is CodeActionData {
  return typeof data === 'object' && data !== null && 'typeAt' in data;
}
