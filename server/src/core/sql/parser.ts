/**
 * PostgreSQL's own grammar behind an interface, so that core stays pure: the outside loads the WebAssembly build and
 * hands it in. The trees are libpg-query's JSON (`@pgsql/types`); every location in them is in UTF-8 bytes.
 */

import type { Node } from '@pgsql/types';

export interface ParsedStatement {
  readonly node: Node;
  /** Bytes from the start of the text; the grammar leaves a zero out. */
  readonly location: number;
  /** Bytes; 0 means to the end of the text. */
  readonly length: number;
}

export interface SqlError {
  readonly message: string;
  /** Code points from the start of the text (not bytes, not UTF-16). */
  readonly cursor: number;
}

export type SqlParseResult =
  | { readonly statements: readonly ParsedStatement[]; readonly error?: undefined }
  | { readonly error: SqlError; readonly statements?: undefined };

export interface SqlParser {
  /** Never throws. */
  parse(sql: string): SqlParseResult;
}
