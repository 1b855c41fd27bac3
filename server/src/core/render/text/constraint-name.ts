/** What a constraint or index is called in the end: as given, after the naming convention, cut to what the server takes. */

import type { Value } from '../../python/value.ts';
import { fillTemplate, type NamingKey, takesName } from '../../schema/naming-convention.ts';
import { md5 } from '../../text/md5.ts';
import { assumed, exact, type Fragment, placeholder, refused } from '../fragment.ts';
import { plainText, textOf } from '../item/arguments.ts';
import type { Setting } from '../setting.ts';
import { unknownSql } from './name.ts';
import { identifier } from './quote.ts';

/** What naming conventions may ask of the object that they name. */
export interface Named {
  readonly key: NamingKey;
  readonly name: Value | undefined;
  readonly table: string | undefined;
  readonly schema: string | undefined;
  readonly columns: readonly string[];
  readonly referent?: { readonly table: string | undefined; readonly columns: readonly string[] };
  /** A CHECK that a type makes: unnamed ones stay so. */
  readonly ofType?: boolean;
}

const defaultIndex = 'ix_%(column_0_label)s';

/** The name as SQL; undefined when the object stays unnamed. */
export function objectName(named: Named, setting: Setting): Fragment | undefined {
  const { name } = named;
  const text = textOf(name);
  const template = templateFor(named, setting);
  if (name !== undefined && text === undefined) return unknownSql(name, setting);
  if (text?.final) return finalName(name, setting);
  if (template === 'unknown') return unsure(named, setting);
  if (template === undefined || (text !== undefined && !takesName(template))) {
    return text === undefined ? undefined : givenName(name, setting);
  }
  return fromTemplate(template, named, setting);
}

/** Whether an unnamed constraint may get a name that can't be seen from here. */
export function mayBeNamed(setting: Setting): boolean {
  return setting.convention.kind === 'unknown';
}

function templateFor({ key }: Named, { convention }: Setting): string | 'unknown' | undefined {
  if (convention.kind === 'known') return convention.templates[key];
  if (key === 'ix') return defaultIndex;
  return convention.kind === 'unknown' && key !== 'ex' ? 'unknown' : undefined;
}

/** With a convention that can't be read, given names are taken as they are, except that a CHECK's may be a part only. */
function unsure(named: Named, setting: Setting): Fragment | undefined {
  if (named.name === undefined) return undefined;
  const given = givenName(named.name, setting);
  return given.status === 'exact' && named.key === 'ck'
    ? assumed(given.sql, 'a naming convention that can’t be read may change the name of the check')
    : given;
}

function givenName(name: Value | undefined, setting: Setting): Fragment {
  const text = plainText(name);
  if (text === undefined) return unknownSql(name, setting);
  const { dialect } = setting;
  const written = identifier(dialect, text);
  const limit = dialect.name === 'mysql' ? 255 : dialect.longestName;
  return text.length > limit ? refused(written, `the name ${text} is longer than ${limit} characters`) : exact(written);
}

function finalName(name: Value | undefined, setting: Setting): Fragment {
  const text = plainText(name);
  return text === undefined ? unknownSql(name, setting) : exact(identifier(setting.dialect, cut(text, setting)));
}

/** Names that are made are cut, with the end of a hash of the whole. */
function cut(name: string, { dialect }: Setting): string {
  const characters = Array.from(name);
  if (characters.length <= dialect.longestName) return name;
  return `${characters.slice(0, dialect.longestName - 8).join('')}_${md5(name).slice(-4)}`;
}

function fromTemplate(template: string, named: Named, setting: Setting): Fragment | undefined {
  if (takesName(template) && named.name === undefined) {
    if (named.ofType) return undefined;
    return refused('?', 'the naming convention needs a name for this constraint');
  }
  const { table, schema, columns, referent } = named;
  const made = fillTemplate(template, { name: plainText(named.name), table, schema, columns, referent });
  return 'unknown' in made
    ? placeholder(template, `${made.unknown} of the naming convention is not known`)
    : exact(identifier(setting.dialect, cut(made.name, setting)));
}
