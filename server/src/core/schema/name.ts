/** Names of tables, types and other objects, and where an object came from. */

import type { Span } from '../text/span.ts';

export interface QualifiedName {
  readonly schema?: string;
  readonly name: string;
}

/**
 * A schema that is only known when the migration runs, by what its author calls it: `{schema}`. Unknown schemas of the
 * same name count as one schema.
 */
export function unknownSchema(source: string): string {
  return `{${source}}`;
}

/** Whether it stands for a schema that is only known when the migration runs, as a whole or in part. */
export function isUnknownSchema(schema: string | undefined): boolean {
  return schema !== undefined && /\{.*\}/s.test(schema);
}

/** Which revision and place made an object. */
export interface Provenance {
  readonly revision: string;
  readonly file: string;
  readonly span: Span;
  /** Why the object may have been there before: `IF NOT EXISTS`, or a test in Python whose outcome isn't known. */
  readonly tentative?: 'if-not-exists' | 'conditional';
}

/** The key of an object in a catalogue. An unqualified name and one in `public` are the same object. */
export function tableKey(name: QualifiedName): string {
  return name.schema === undefined || name.schema === 'public' ? name.name : `${name.schema}.${name.name}`;
}
