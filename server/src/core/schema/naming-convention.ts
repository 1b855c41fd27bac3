/** The naming convention of the metadata that env.py hands to Alembic, as SQLAlchemy applies it. */

/** What conventions tell apart; `ex` is named like the others, though SQLAlchemy's own list leaves it out. */
export type NamingKey = 'pk' | 'uq' | 'ck' | 'fk' | 'ix' | 'ex';

export type Convention =
  | { readonly kind: 'none' }
  /** Templates by their keys (`ix`, `uq`, `ck`, `fk`, `pk`), as written. */
  | { readonly kind: 'known'; readonly templates: Readonly<Record<string, string>> }
  /** There may be one. */
  | { readonly kind: 'unknown' };

export const noConvention: Convention = { kind: 'none' };

/** What templates may ask of the object that they name. */
export interface NamedParts {
  /** The name given, of which a template may make a part. */
  readonly name?: string | undefined;
  readonly table: string | undefined;
  readonly schema?: string | undefined;
  readonly columns: readonly string[];
  readonly referent?: { readonly table: string | undefined; readonly columns: readonly string[] } | undefined;
}

export function templateOf(convention: Convention, key: NamingKey): string | undefined {
  return convention.kind === 'known' ? convention.templates[key] : undefined;
}

/** Whether the template makes a part of the name that the author gives, rather than leaving it alone. */
export function takesName(template: string): boolean {
  return template.includes('%(constraint_name)s');
}

/** The template filled in, uncut; else the token whose value isn't known, as written. */
export function fillTemplate(
  template: string,
  parts: NamedParts,
): { readonly name: string } | { readonly unknown: string } {
  let unknown: string | undefined;
  const made = template.replace(/%\((\w+)\)s/g, (whole, token: string) => {
    const value = tokenValue(token, parts);
    if (value === undefined) unknown = whole;
    return value ?? whole;
  });
  return unknown === undefined ? { name: made.replaceAll('%%', '%') } : { unknown };
}

function tokenValue(token: string, { name, table, schema, columns, referent }: NamedParts): string | undefined {
  if (token === 'table_name') return table;
  if (token === 'constraint_name') return name;
  if (token === 'referred_table_name') return referent?.table;
  const [, referred, index, every, attribute] = /^(referred_)?column_(\d+)(_?N)?_(name|key|label)$/.exec(token) ?? [];
  if (index === undefined) return undefined;
  const names = referred === undefined ? columns : (referent?.columns ?? []);
  const written = names.map((each) => (attribute === 'label' ? label(schema, table, each) : each));
  if (every !== undefined) return written.join(every.startsWith('_') ? '_' : '');
  return written[Number(index)] ?? '';
}

function label(schema: string | undefined, table: string | undefined, column: string): string {
  return [schema?.replaceAll('.', '_'), table, column].filter((part) => part !== undefined).join('_');
}
