/** Definition: from a revision's id, where another revision names it, to the place that declares it. */

import type { ProjectSnapshot } from '../analysis.ts';
import { type Located, type Span, touches } from '../text/span.ts';

export interface Definition {
  /** The id under the cursor, quotes included. */
  readonly origin: Span;
  readonly file: string;
  /** `revision = …` in that file. */
  readonly target: Span;
}

/** The definition of the revision named at the offset; undefined anywhere else. */
export function definitionAt(snapshot: ProjectSnapshot, file: string, offset: number): Definition | undefined {
  const header = snapshot.migration(file)?.header;
  if (header === undefined) return undefined;
  const named: readonly Located<string>[] = [...header.down, ...header.dependsOn];
  const origin = named.find((one) => touches(one.span, offset));
  if (origin === undefined) return undefined;
  const { revisions } = snapshot.graph;
  const target =
    revisions.get(origin.value) ??
    // `depends_on` may name a branch label instead.
    [...revisions.values()].find((revision) => revision.branchLabels.includes(origin.value));
  const declared = target?.header.revision;
  if (target === undefined || declared === undefined) return undefined;
  return { origin: origin.span, file: target.file, target: declared.span };
}
