/** Identifiers and literals as SQL spells them. */

/** Words that PostgreSQL's grammar refuses as a plain column, table or constraint name. */
const reserved = new Set(
  (
    'all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation ' +
    'column concurrently constraint create cross current_catalog current_date current_role current_schema ' +
    'current_time current_timestamp current_user default deferrable desc distinct do else end except false fetch for ' +
    'foreign freeze from full grant group having ilike in initially inner intersect into is isnull join lateral ' +
    'leading left like limit localtime localtimestamp natural not notnull null offset on only or order outer overlaps ' +
    'placing primary references returning right select session_user similar some symmetric system_user table ' +
    'tablesample then to trailing true union unique user using variadic verbose when where window with'
  ).split(' '),
);

/** The identifier, in double quotes where PostgreSQL needs them. */
export function quoteIdentifier(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) && !reserved.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** A name with its schema, if it has one. */
export function quoteQualified(name: { readonly schema?: string | undefined; readonly name: string }): string {
  const own = quoteIdentifier(name.name);
  return name.schema === undefined ? own : `${quoteIdentifier(name.schema)}.${own}`;
}

/** The text as a string literal. */
export function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
