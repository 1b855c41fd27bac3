/** What operations do to the catalogue on PostgreSQL, one after the other. */

import { runsOn } from '../operations/circumstance.ts';
import { definitionOf } from '../operations/index.ts';
import type { Operation } from '../operations/operation.ts';
import type { Catalogue, Provenance } from '../schema/catalogue.ts';

/** Where the operations stand. */
export interface Place {
  readonly revision: string;
  readonly file: string;
}

/** The catalogue after one operation; the same object when it changes nothing there, or doesn't run on PostgreSQL. */
export function applyOperation(catalogue: Catalogue, operation: Operation, by: Provenance): Catalogue {
  if (!runsOn(operation, 'postgresql')) return catalogue;
  return definitionOf(operation).apply?.(catalogue, operation, by) ?? catalogue;
}

export function applyOperations(catalogue: Catalogue, operations: readonly Operation[], place: Place): Catalogue {
  return operations.reduce((it, operation) => applyOperation(it, operation, provenanceOf(operation, place)), catalogue);
}

/** How the things that an operation makes refer to it: by this very object, so it is made once per operation. */
export function provenanceOf(operation: Operation, place: Place): Provenance {
  const by = { revision: place.revision, file: place.file, span: operation.span };
  return operation.circumstance.conditional ? { ...by, tentative: 'conditional' } : by;
}
