/** What the renderer knows of a dialect, as SQLAlchemy has it before it has seen a server: `--sql` never sees one. */

import { reservedWords } from './reserved-words.ts';

export type DialectName = 'postgresql' | 'sqlite' | 'mysql';

export interface Dialect {
  readonly name: DialectName;
  readonly quote: '"' | '`';
  readonly reserved: ReadonlySet<string>;
  /** Longest name of an index or constraint, in characters. */
  readonly longestName: number;
  /** Backslashes in literals are doubled. */
  readonly escapesBackslash: boolean;
  readonly nativeBoolean: boolean;
  readonly nativeEnum: boolean;
  readonly nativeUuid: boolean;
  /** COMMENT ON statements, comments inside CREATE TABLE, or none. */
  readonly comments: 'statement' | 'inline' | 'none';
  readonly identity: boolean;
  /** Constraints can be added to a table that exists. */
  readonly altersConstraints: boolean;
  /** DDL runs in transactions, so that BEGIN and COMMIT are printed. */
  readonly transactional: boolean;
}

export const dialects: Readonly<Record<DialectName, Dialect>> = {
  postgresql: {
    name: 'postgresql',
    quote: '"',
    reserved: reservedWords.postgresql,
    longestName: 63,
    escapesBackslash: true,
    nativeBoolean: true,
    nativeEnum: true,
    nativeUuid: true,
    comments: 'statement',
    identity: true,
    altersConstraints: true,
    transactional: true,
  },
  sqlite: {
    name: 'sqlite',
    quote: '"',
    reserved: reservedWords.sqlite,
    longestName: 9999,
    escapesBackslash: false,
    nativeBoolean: false,
    nativeEnum: false,
    nativeUuid: false,
    comments: 'none',
    identity: false,
    altersConstraints: false,
    transactional: false,
  },
  mysql: {
    name: 'mysql',
    quote: '`',
    reserved: reservedWords.mysql,
    longestName: 64,
    escapesBackslash: true,
    nativeBoolean: false,
    nativeEnum: true,
    nativeUuid: false,
    comments: 'inline',
    identity: false,
    altersConstraints: true,
    transactional: false,
  },
};

/** `postgresql+psycopg://…` is PostgreSQL, and so is an address that isn't known. */
export function dialectOfUrl(url: string | undefined): DialectName {
  const name = /^\w+/.exec(url ?? '')?.[0] ?? '';
  if (name === 'mariadb') return 'mysql';
  return name === 'sqlite' || name === 'mysql' ? name : 'postgresql';
}
