/** What the statements in the body of a DO block begin with, as far as words tell: the body is a program, not SQL. */

import { scanSql, type Token } from '../sql/tokens.ts';

/** The verbs of statements, those that EXECUTE is given as a string among them; in lower case, each once. */
export function verbsOf(body: string | undefined): readonly string[] {
  if (body === undefined) return [];
  const tokens = scanSql(body).filter(({ kind }) => kind !== 'comment');
  const verbs = tokens.flatMap((token, i) => {
    if (token.kind === 'word' && begins(tokens[i - 1])) return [token.text];
    return token.kind === 'string' && isExecuted(tokens, i)
      ? (/^\W*([a-z]+)/i.exec(token.text)?.[1]?.toLowerCase() ?? [])
      : [];
  });
  return [...new Set(verbs)].filter((verb) => statementVerbs.has(verb));
}

const statementVerbs = new Set(
  'alter call comment create delete drop execute grant insert lock merge perform revoke truncate update'.split(' '),
);

const openers = new Set(['begin', 'then', 'else', 'loop']);

function begins(previous: Token | undefined): boolean {
  return previous === undefined || previous.text === ';' || openers.has(previous.text);
}

/** `EXECUTE '…'`, `EXECUTE format('…')`. */
function isExecuted(tokens: readonly Token[], at: number): boolean {
  const [first, second, third] = [tokens[at - 3]?.text, tokens[at - 2]?.text, tokens[at - 1]?.text];
  return third === 'execute' || (first === 'execute' && second === 'format' && third === '(');
}
