/** A finding as everything outside core receives it. */

import type { Span } from '../text/span.ts';
import type { Fix, Level, Related } from './rule.ts';

export interface Finding {
  readonly rule: string;
  readonly level: Exclude<Level, 'off'>;
  readonly message: string;
  readonly file: string;
  readonly revision: string | undefined;
  readonly direction: 'upgrade' | 'downgrade' | undefined;
  readonly span: Span;
  /** The code at that place in one line, and how many findings of the rule on the same code come before; see `fingerprintOf`. */
  readonly mark: { readonly source: string; readonly occurrence: number };
  readonly related: readonly Related[];
  /** Computed on demand. */
  fixes(): readonly Fix[];
}

/** A finding that the author has judged. */
export interface SuppressedFinding extends Finding {
  /** In the author's words. */
  readonly reason: string;
}
