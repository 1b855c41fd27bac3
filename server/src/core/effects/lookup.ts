/** Questions to the catalogue that effects ask: whose index it is, what a foreign key refers to. */

import type { Catalogue, ConstraintState, QualifiedName, TableState } from '../schema/catalogue.ts';

/** Tables that the table's foreign keys refer to; of one column only, when it is named. */
export function foreignKeyReferents(table: TableState | undefined, column?: string): readonly QualifiedName[] {
  return foreignKeys(table)
    .filter((key) => column === undefined || key.columns.includes(column))
    .map((key) => key.referent);
}

/** What the named constraint refers to, if it is a foreign key. */
export function referentOf(table: TableState | undefined, name: string | undefined): QualifiedName | undefined {
  return name === undefined ? undefined : foreignKeys(table).find((key) => key.name === name)?.referent;
}

export function tableOfIndex(
  catalogue: Catalogue,
  name: string | undefined,
  schema: string | undefined,
): QualifiedName | undefined {
  for (const table of catalogue.tables.values()) {
    const inSchema = schema === undefined || (table.schema ?? 'public') === schema;
    if (inSchema && table.indexes.some((index) => index.name === name)) return table;
  }
  return undefined;
}

function foreignKeys(table: TableState | undefined): readonly Extract<ConstraintState, { kind: 'foreign-key' }>[] {
  return (table?.constraints ?? []).flatMap((each) => (each.kind === 'foreign-key' ? [each] : []));
}
