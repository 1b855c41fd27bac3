/** The variables that settings may hold, as VS Code writes them. */

export interface Variables {
  readonly workspaceFolder: string;
  readonly userHome: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** `${workspaceFolder}`, `${userHome}`, `${env:NAME}` and a leading `~/`. An unknown variable stays as written; an unset one is empty. */
export function resolveVariables(text: string, variables: Variables): string {
  const home = text.replace(/^~(?=$|[/\\])/, () => variables.userHome);
  return home.replace(/\$\{(\w+)(?::([^}]*))?\}/g, (whole, name: string, argument: string | undefined) => {
    if (name === 'env' && argument !== undefined) return variables.env[argument] ?? '';
    if (argument !== undefined) return whole;
    if (name === 'workspaceFolder') return variables.workspaceFolder;
    return name === 'userHome' ? variables.userHome : whole;
  });
}
