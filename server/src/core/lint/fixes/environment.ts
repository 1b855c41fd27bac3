/** Changes of env.py: parameters of every session, keywords of `context.configure`. */

import type { EnvironmentScript } from '../../history/environment.ts';
import type { Edit } from '../../text/edit.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { setArgument } from './statement.ts';

/** What one parameter is to be. */
interface Parameter {
  readonly name: string;
  readonly value: string;
  readonly title: string;
}

/**
 * Sets parameters for every session of the migrations, as options of the connection. Nothing where env.py doesn't make
 * the engine itself, passes arguments already, or may open another database.
 */
export function setForSessions({ environment }: RuleContext, { name, value, title }: Parameter): readonly Fix[] {
  const { script, dialects = [] } = environment;
  if (script === undefined || script.engines.length === 0 || dialects.length > 0) return [];
  const { engines, text, asyncpg } = script;
  const isTaken = engines.some(
    ({ arguments: given }) => given.has('connect_args') || [...given.keys()].some((key) => key.startsWith('**')),
  );
  const isOtherDriver = engines.some(({ callee }) => /async_/.test(callee)) && !asyncpg;
  if (isTaken || isOtherDriver) return [];
  const quoted = (each: string) => quote(text) + each + quote(text);
  const options = asyncpg
    ? `{${quoted('server_settings')}: {${quoted(name)}: ${quoted(value)}}}`
    : name === 'application_name'
      ? `{${quoted(name)}: ${quoted(value)}}`
      : `{${quoted('options')}: ${quoted(`-c ${name}=${value}`)}}`;
  return [
    fix(
      script,
      title,
      engines.flatMap((call) => setArgument(text, call, 'connect_args', options)),
    ),
  ];
}

/** Gives every call of `context.configure` a keyword. */
export function configureWith(
  { environment: { script } }: RuleContext,
  { name, value, title }: Parameter,
): readonly Fix[] {
  if (script === undefined || script.configures.length === 0) return [];
  return [
    fix(
      script,
      title,
      script.configures.flatMap((call) => setArgument(script.text, call, name, value)),
    ),
  ];
}

function fix({ file }: EnvironmentScript, title: string, edits: readonly Edit[]): Fix {
  return { title, preferred: true, edits: [], others: [{ file, edits }] };
}

/** The quotes that the author likes. */
function quote(text: string): string {
  const [double = [], single = []] = [/[(,=[{ ]"(?!"")/g, /[(,=[{ ]'(?!'')/g].map(
    (pattern) => text.match(pattern) ?? [],
  );
  return single.length > double.length ? "'" : '"';
}
