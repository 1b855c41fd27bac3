/** A fact that applies to an operation, before it is known what it locks. */

import type { QualifiedName } from '../schema/catalogue.ts';
import type { Span } from '../text/span.ts';
import type { FactName } from './facts.ts';

/** A fact and what it applies to; other relations are looked up in the catalogue. */
export interface Application {
  readonly name: FactName;
  readonly table: QualifiedName | undefined;
  /** What the role `other` stands for. */
  readonly others?: readonly QualifiedName[];
  /** `ONLY table`: nothing happens to its partitions and heirs. */
  readonly only?: boolean;
  readonly at: Span;
  readonly because?: string;
  /** The first major version that knows what is used here, where that isn't the fact's own. */
  readonly needs?: number;
}
