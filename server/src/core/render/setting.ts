/** What all rendering of one run shares. */

import type { Convention } from '../schema/naming-convention.ts';
import type { Dialect, DialectName } from './dialect.ts';
import type { Slice } from './fragment.ts';

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
