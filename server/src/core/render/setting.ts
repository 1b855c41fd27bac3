/** What all rendering of one run shares. */

import type { Dialect, DialectName } from './dialect.ts';
import type { Slice } from './fragment.ts';

/** The naming convention of the metadata that env.py hands to Alembic. */
export type Convention =
  | { readonly kind: 'none' }
  /** Templates by their keys (`ix`, `uq`, `ck`, `fk`, `pk`), as written. */
  | { readonly kind: 'known'; readonly templates: Readonly<Record<string, string>> }
  /** There may be one. */
  | { readonly kind: 'unknown' };

export interface Setting {
  readonly dialect: Dialect;
  readonly convention: Convention;
  readonly slice: Slice;
}

/** What is rendered for. */
export interface RenderOptions {
  readonly dialect: DialectName;
  /** PostgreSQL's major version, for locks and scans. */
  readonly version: number;
  readonly convention: Convention;
}
