/** Changes of sequences, and those that go with a column. */

import { type Catalogue, type Provenance, type QualifiedName, type SequenceState, tableKey } from './catalogue.ts';
import { sequenceName } from './default-names.ts';
import { indexBy } from './index-by.ts';
import { withEntry, withoutEntry } from './shared-map.ts';

export function putSequence(catalogue: Catalogue, sequence: SequenceState): Catalogue {
  return { ...catalogue, sequences: withEntry(catalogue.sequences, tableKey(sequence), sequence) };
}

/** Changes a sequence if it is known. */
export function changeSequence(
  catalogue: Catalogue,
  name: QualifiedName,
  change: (sequence: SequenceState) => SequenceState,
): Catalogue {
  const before = catalogue.sequences.get(tableKey(name));
  return before === undefined ? catalogue : putSequence(catalogue, change(before));
}

export function dropSequence(catalogue: Catalogue, name: QualifiedName): Catalogue {
  const sequences = withoutEntry(catalogue.sequences, tableKey(name));
  return sequences === catalogue.sequences ? catalogue : { ...catalogue, sequences };
}

/** Drops the sequences that go with a table, or with one column of it. */
export function dropOwned(catalogue: Catalogue, table: QualifiedName, column?: string): Catalogue {
  const owned = sequencesOf(catalogue, table).filter((sequence) => isOwned(sequence, table, column));
  return owned.reduce((it, sequence) => dropSequence(it, sequence), catalogue);
}

/** The sequence that a column of a type or identity brings along, under the given name or the one that the server makes up. */
export function putOwned(
  catalogue: Catalogue,
  table: QualifiedName,
  column: string,
  made: Pick<SequenceState, 'options' | 'from'> & { readonly by: Provenance },
  given?: QualifiedName,
): { readonly catalogue: Catalogue; readonly name: QualifiedName } {
  const name = given ?? sequenceName(catalogue, table, column);
  const ownedBy = { table: plain(table), column };
  return { catalogue: putSequence(catalogue, { ...name, ...made, ownedBy }), name };
}

/** The sequence that was made along with a column. */
export function ownedSequence(
  catalogue: Catalogue,
  table: QualifiedName,
  column: string,
  from: SequenceState['from'],
): SequenceState | undefined {
  return sequencesOf(catalogue, table).find((sequence) => sequence.from === from && isOwned(sequence, table, column));
}

/** Owned sequences follow their table, or the column, to another name. */
export function followOwner(
  catalogue: Catalogue,
  table: QualifiedName,
  to: { readonly table?: QualifiedName; readonly column?: { readonly from: string; readonly to: string } },
): Catalogue {
  let after = catalogue;
  for (const sequence of sequencesOf(catalogue, table)) {
    const { ownedBy } = sequence;
    if (ownedBy === undefined || !isOwned(sequence, table, to.column?.from)) continue;
    const column = to.column?.to ?? ownedBy.column;
    after = putSequence(after, { ...sequence, ownedBy: { table: plain(to.table ?? table), column } });
  }
  return after;
}

/** Gives a sequence another name; the columns that number their rows with it follow. */
export function renameSequence(catalogue: Catalogue, from: QualifiedName, to: QualifiedName): Catalogue {
  const before = catalogue.sequences.get(tableKey(from));
  if (before === undefined) return catalogue;
  const sequences = new Map(catalogue.sequences);
  sequences.delete(tableKey(from));
  const { schema: _, ...rest } = before;
  sequences.set(tableKey(to), { ...rest, ...plain(to) });
  const after = { ...catalogue, sequences };
  const { ownedBy } = before;
  const table = ownedBy && catalogue.tables.get(tableKey(ownedBy.table));
  const column = ownedBy && table?.columns.get(ownedBy.column);
  if (table === undefined || column?.serial === undefined) return after;
  const columns = new Map(table.columns).set(column.name, { ...column, serial: plain(to) });
  return { ...after, tables: withEntry(after.tables, tableKey(table), { ...table, columns }) };
}

const byOwner = indexBy<SequenceState>(({ ownedBy }) => (ownedBy === undefined ? [] : [tableKey(ownedBy.table)]));

/** The sequences that go with a table or a column of it. */
function sequencesOf({ sequences }: Catalogue, table: QualifiedName): readonly SequenceState[] {
  return byOwner(sequences, tableKey(table));
}

function isOwned({ ownedBy }: SequenceState, table: QualifiedName, column: string | undefined): boolean {
  if (ownedBy === undefined || tableKey(ownedBy.table) !== tableKey(table)) return false;
  return column === undefined || ownedBy.column === column;
}

function plain({ schema, name }: QualifiedName): QualifiedName {
  return schema === undefined ? { name } : { schema, name };
}
