/** Parameters of a session as strings of env.py or of a URL set them: `SET …`, options of libpq, names of dictionaries. */

import type { Configured, SessionSetting } from './environment.ts';

/** Parameters that stand as a name of their own among the arguments of a connection. */
export const connectionParameters: ReadonlySet<string> = new Set([
  'application_name',
  'idle_in_transaction_session_timeout',
  'lock_timeout',
  'statement_timeout',
  'transaction_timeout',
]);

/** What SQL or options in a string set. An f-string's fields stand as `{…}` in it, and what holds one is unknown. */
export function settingsIn(text: string): readonly SessionSetting[] {
  const url = urlOf(text);
  return url === undefined ? [...options(text), ...statements(text)] : url.settings;
}

/** `sqlite`, `mysql`, and `asyncpg` for the driver, as a URL or a dialect's bare name says; else nothing. */
export function dialectsIn(text: string): readonly string[] {
  const [, name = '', driver = ''] = /^(sqlite|mysql|mariadb|postgresql)(?:\+(\w+))?(?::\/\/|$|:$)/.exec(text) ?? [];
  const dialect = name === 'mariadb' ? 'mysql' : name;
  return [...(dialect === '' || dialect === 'postgresql' ? [] : [dialect]), ...(driver === 'asyncpg' ? [driver] : [])];
}

/** What the URLs of a configuration say; passwords in them are not kept. */
export function configuredBy(urls: readonly string[]): Configured {
  return {
    dialects: [...new Set(urls.flatMap(dialectsIn))],
    settings: urls.flatMap((url) => urlOf(url)?.settings ?? []),
  };
}

/** Whether the text switches the checking of foreign keys in SQLite, and to what. */
export function foreignKeyPragma(text: string): boolean | undefined {
  const found = /\bPRAGMA\s+foreign_keys\s*(?:=|\()\s*'?(ON|OFF|1|0|TRUE|FALSE|YES|NO)\b/i.exec(text);
  return found === null ? undefined : /^(on|1|true|yes)$/i.test(found[1] ?? '');
}

/** `-c lock_timeout=5s` and `--lock_timeout=5s`. */
function options(text: string): readonly SessionSetting[] {
  const found = text.matchAll(/(?:^|\s)(?:-c\s*|--)([a-z_.-]+)=((?:\\.|\S)+)/gi);
  return [...found].map(([, name = '', value = '']) => setting(name.replaceAll('-', '_'), value, 'connect'));
}

/** `SET lock_timeout = '5s'`, one after the other in a string perhaps; not LOCAL, which ends with its transaction. */
function statements(text: string): readonly SessionSetting[] {
  const found = text.matchAll(/(?:^|;)\s*SET\s+(?:SESSION\s+)?([a-z_.]+)\s*(?:=|\bTO\b)\s*('(?:[^']|'')*'|[^\s;]+)/gi);
  const called = text.matchAll(
    /\bset_config\(\s*'([a-z_.]+)'\s*,\s*('(?:[^']|'')*'|[^\s,]+)\s*,\s*(?:false|FALSE)\s*\)/gi,
  );
  return [...found, ...called].map(([, name = '', value = '']) =>
    setting(name, value.replace(/^'(.*)'$/s, '$1').replaceAll("''", "'"), 'statement'),
  );
}

function setting(name: string, value: string, by: SessionSetting['by']): SessionSetting {
  return { name: name.toLowerCase(), value: /[{%]/.test(value) ? undefined : value, by };
}

function urlOf(text: string): { readonly settings: readonly SessionSetting[] } | undefined {
  const query = /^[a-z][a-z0-9+]*:\/\/[^?\s]*\??(\S*)$/i.exec(text)?.[1];
  if (query === undefined) return undefined;
  const parameters = query.split('&').map((each) => {
    const [name = '', ...value] = each.split('=');
    return [decoded(name), decoded(value.join('='))] as const;
  });
  return {
    settings: parameters.flatMap(([name, value]) => {
      if (name === 'options') return options(value);
      return connectionParameters.has(name) ? [setting(name, value, 'connect')] : [];
    }),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
