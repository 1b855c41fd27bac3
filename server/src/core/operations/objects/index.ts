/** Every subject of statements without an operation of their own, alphabetically: the only list of them. */

import type { Catalogue, Provenance } from '../../schema/catalogue.ts';
import type { StatementPart } from '../sql-parts.ts';
import type { StatementContext } from '../statement-context.ts';
import type { ObjectChange } from './change.ts';
import { comments } from './comment.ts';
import type { ChangeReader, SubjectDefinition } from './definition.ts';
import { domains } from './domain.ts';
import { extensions } from './extension.ts';
import { functions } from './function.ts';
import { policies } from './policy.ts';
import { schemas } from './schema.ts';
import { sequences } from './sequence.ts';
import { tables } from './table.ts';
import { triggers } from './trigger.ts';
import { views } from './view.ts';

type Subject = ObjectChange['subject'];
type ChangeOf<S extends Subject> = Extract<ObjectChange, { subject: S }>;

const subjects: { readonly [S in Subject]: SubjectDefinition<ChangeOf<S>> } = {
  comment: comments,
  domain: domains,
  extension: extensions,
  function: functions,
  policy: policies,
  schema: schemas,
  sequence: sequences,
  table: tables,
  trigger: triggers,
  view: views,
};

/** The readers by the key of the part they read; one key may mean several subjects, and each leaves to others what isn't its. */
const readers: ReadonlyMap<string, readonly ChangeReader<never, ObjectChange>[]> = Object.values(subjects)
  .flatMap(({ statements }) => Object.entries(statements))
  .reduce((all, [key, reader]) => all.set(key, [...(all.get(key) ?? []), reader]), new Map());

/** What a statement does to objects that no operation of its own stands for, in order. */
export function changesOf({ key, content }: StatementPart, context: StatementContext): readonly ObjectChange[] {
  return (readers.get(key) ?? []).flatMap((read) => read(content as never, context));
}

export function applyChange<S extends Subject>(
  catalogue: Catalogue,
  change: ChangeOf<S> & { readonly subject: S },
  by: Provenance,
): Catalogue {
  const definition: SubjectDefinition<ChangeOf<S>> = subjects[change.subject];
  return definition.apply(catalogue, change, by);
}
