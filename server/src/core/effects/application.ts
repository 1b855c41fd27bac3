/** A fact that applies to an operation, before it is known what it locks. */

import type { QualifiedName } from '../schema/catalogue.ts';
import type { Span } from '../text/span.ts';
import type { FactName } from './facts.ts';

/** A fact and what it applies to, before the relations are filled in. */
export interface Application {
  readonly name: FactName;
  readonly table: QualifiedName | undefined;
  readonly referents?: readonly QualifiedName[];
  readonly at: Span;
  readonly because?: string;
}
