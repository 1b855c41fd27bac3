/** Takes secrets out of everything that people or files get to see. */

export type Redact = (text: string) => string;

const urlPassword = /([a-z][\w+.-]*:\/\/[^\s:/@'"]*):([^\s@'"]+)@/gi;
const urlQueryPassword = /([?&](?:password|sslpassword|token)=)[^&\s'"]+/gi;
const keywordPassword = /\b(password|passwd|pwd)(\s*=\s*)(?:'[^']*'|"[^"]*"|[^\s,;&)]+)/gi;
const secretName =
  /PASS(WORD|WD|PHRASE)?(_|$)|SECRET|TOKEN|CREDENTIAL|(^|_)(API_?|PRIVATE_?|ACCESS_?)?KEY(_|$)|(^|_)PWD?(_|$)/i;
const notSecret = new Set(['PWD', 'OLDPWD']);
const shortest = 4;

/**
 * A function that replaces passwords of addresses, `password=…` pairs, and the values of variables whose names speak of
 * secrets. A password that is also the user, host or database of its address stays readable outside addresses, since
 * it could not be told from these.
 */
export function redactor(
  env: Readonly<Record<string, string | undefined>> = {},
  addresses: readonly string[] = [],
): Redact {
  const values = new Set<string>();
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) continue;
    if (secretName.test(name) && !notSecret.has(name)) values.add(value);
    for (const secret of addressSecrets(value)) values.add(secret);
  }
  for (const address of addresses) for (const secret of addressSecrets(address)) values.add(secret);
  const literals = [...values].filter((value) => value.length >= shortest).sort((a, b) => b.length - a.length);
  const literal =
    literals.length > 0 ? new RegExp(`(?<![\\w])(?:${literals.map(escapeRegExp).join('|')})(?![\\w])`, 'g') : undefined;
  return (text) => {
    const plain = text
      .replace(urlPassword, '$1:***@')
      .replace(urlQueryPassword, '$1***')
      .replace(keywordPassword, '$1$2***');
    return literal === undefined ? plain : plain.replace(literal, '***');
  };
}

/** The password of an address, as written and decoded, unless the rest of the address shows the same word. */
function addressSecrets(text: string): readonly string[] {
  const match = /^[a-z][\w+.-]*:\/\/([^:/@]*):([^@]*)@(.*)$/i.exec(text.trim());
  if (match === null) return [];
  const [, user = '', password = '', rest = ''] = match;
  if (password === user || new RegExp(`(^|\\W)${escapeRegExp(password)}(\\W|$)`).test(rest)) return [];
  return [password, decode(password)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
