/** Questions that would otherwise go through every table: who refers to a table, who has an index or a type of a name. */

import { type Catalogue, type QualifiedName, type TableState, tableKey } from './catalogue.ts';
import { indexBy } from './index-by.ts';

const byReferent = indexBy<TableState>(({ constraints }) =>
  constraints.flatMap((one) => (one.kind === 'foreign-key' ? [tableKey(one.referent)] : [])),
);
const byIndex = indexBy<TableState>(({ indexes }) => indexes.flatMap(({ name }) => (name === undefined ? [] : [name])));
const byType = indexBy<TableState>(({ columns }) =>
  [...columns.values()].flatMap(({ type }) => (type.name === undefined ? [] : [type.name])),
);

/** The tables with a foreign key to the table, maybe itself among them. */
export function tablesReferringTo({ tables }: Catalogue, name: QualifiedName): readonly TableState[] {
  return byReferent(tables, tableKey(name));
}

/** The tables, in whatever schema, that have an index of the name. */
export function tablesWithIndex({ tables }: Catalogue, index: string): readonly TableState[] {
  return byIndex(tables, index);
}

/** Tables with a column whose type has the name. */
export function tablesWithType({ tables }: Catalogue, type: string): readonly TableState[] {
  return byType(tables, type);
}
