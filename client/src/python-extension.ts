/** The interpreter that the user has selected in a Python extension, where one is installed. Neither is required. */

import * as vscode from 'vscode';

/** The part of `ms-python.vscode-python-envs` that is used. */
interface EnvironmentsApi {
  getEnvironment(scope: vscode.Uri): Promise<EnvironmentInfo | undefined>;
}

interface EnvironmentInfo {
  readonly error?: string;
  readonly execInfo?: { readonly run?: { readonly executable?: string; readonly args?: readonly string[] } };
}

/** The part of `ms-python.python` that is used. */
interface PythonApi {
  readonly environments: {
    getActiveEnvironmentPath(scope: vscode.Uri): { readonly path: string };
    resolveEnvironment(path: {
      readonly path: string;
    }): Promise<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
  };
}

/** Program and arguments; empty when no extension has an answer. */
export async function selectedInterpreter(scope: vscode.Uri, log: vscode.LogOutputChannel): Promise<readonly string[]> {
  for (const ask of [fromEnvironments, fromPython])
    try {
      const found = await ask(scope);
      if (found.length > 0) return found;
    } catch (error) {
      log.warn(`The Python extension could not be asked for its interpreter: ${String(error)}`);
    }
  return [];
}

/** Its exports are undefined while the user has it switched off. */
async function fromEnvironments(scope: vscode.Uri): Promise<readonly string[]> {
  const api = await vscode.extensions
    .getExtension<EnvironmentsApi | undefined>('ms-python.vscode-python-envs')
    ?.activate();
  const environment = await api?.getEnvironment(scope);
  const run = environment?.error === undefined ? environment?.execInfo?.run : undefined;
  return run?.executable === undefined ? [] : [run.executable, ...(run.args ?? [])];
}

async function fromPython(scope: vscode.Uri): Promise<readonly string[]> {
  const api = await vscode.extensions.getExtension<PythonApi | undefined>('ms-python.python')?.activate();
  if (api === undefined) return [];
  const environment = await api.environments.resolveEnvironment(api.environments.getActiveEnvironmentPath(scope));
  return environment?.executable.uri === undefined ? [] : [environment.executable.uri.fsPath];
}
