/** Names inside of SQL text: whether one is there, and another in its place. */

/** Whether SQL names the column outside of string literals. */
export function mentions(sql: string, column: string): boolean {
  return replaceIdentifier(sql, column, '\u0000').includes('\u0000');
}

/** Replaces a name, bare or in double quotes, outside of string literals. */
export function replaceIdentifier(sql: string, from: string, to: string): string {
  const written = /^[a-z_][a-z0-9_$]*$/.test(to) || to === '\u0000' ? to : `"${to.replaceAll('"', '""')}"`;
  return sql.replace(/'(?:[^']|'')*'|"((?:[^"]|"")*)"|[\p{L}_][\p{L}\p{N}_$]*/gu, (token: string, quoted?: string) => {
    if (quoted !== undefined) return quoted === from ? `"${to}"` : token;
    return token.toLowerCase() === from ? written : token;
  });
}
