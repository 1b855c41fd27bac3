/** The tenant column of a new table, with its foreign key and an index. */

import type { ColumnDefinition, OperationOf } from '../../operations/operation.ts';
import { type Catalogue, findTable, type QualifiedName } from '../../schema/catalogue.ts';
import { insertion } from '../../text/edit.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { constraintName, literal, schemaArgument } from './code.ts';
import { around, indentAt, setArgument, standsAlone } from './statement.ts';

export function addTenantColumn(context: RuleContext, operation: OperationOf<'create_table'>): readonly Fix[] {
  const { migration, tenancy, upgrade } = context;
  const { text, style } = migration;
  const { origin, table, columns } = operation;
  const { op, sa } = style;
  const [first] = columns;
  const catalogue = upgrade[0]?.before;
  if (op === undefined || sa === undefined || first === undefined || catalogue === undefined) return [];
  if (origin.kind === 'sql' || !standsAlone(text, origin.call)) return [];
  const model = tenantColumn(catalogue, tenancy.columns);
  if (model === undefined || !model.type.startsWith(`${sa}.`)) return [];
  const root = rootKey(catalogue, tenancy.root);
  const key = root === undefined ? '' : `, ${sa}.ForeignKey(${literal(style, root)})`;
  const column = `${sa}.Column(${literal(style, model.name)}, ${model.type}${key}, nullable=False)`;
  const oneLine = !text.slice(origin.call.span.start, first.span.start).includes('\n');
  const separator = oneLine ? ', ' : `,${style.newline}${indentAt(text, first.span.start)}`;
  const parts = ['ix', ...(table.schema === undefined ? [] : [table.schema]), table.name, model.name];
  const index = `${op}.create_index(${literal(style, constraintName(...parts))}, ${literal(style, table.name)}, [${literal(style, model.name)}]${schemaArgument(style, table)})`;
  const edits = [insertion(first.span.end, separator + column), ...around(migration, origin.call, [], [index])];
  return [{ title: `Add ${model.name} with its foreign key and index`, preferred: true, edits }];
}

/** Name and type of the tenant column as most tables have it. */
function tenantColumn(
  catalogue: Catalogue,
  names: readonly string[],
): { readonly name: string; readonly type: string } | undefined {
  for (const name of names) {
    for (const table of catalogue.tables.values()) {
      const column = table.columns.get(name);
      if (column !== undefined) return { name, type: column.type.source };
    }
  }
  return undefined;
}

/** `tenants.id`, as a foreign key names it; undefined where it has several columns or the table isn't known. */
export function rootKey(catalogue: Catalogue, root: string | undefined): string | undefined {
  if (root === undefined) return undefined;
  const [first = root, second] = root.split('.');
  const name: QualifiedName = second === undefined ? { name: first } : { schema: first, name: second };
  const constraints = findTable(catalogue, name)?.constraints ?? [];
  const key = constraints.find((each) => each.kind === 'primary-key')?.columns ?? [];
  return key.length > 1 ? undefined : `${root}.${key[0] ?? 'id'}`;
}

/** The foreign key of the tenant column in a new table. */
export function linkToTenants(
  { migration, tenancy, upgrade }: RuleContext,
  { call, type }: ColumnDefinition,
): readonly Fix[] {
  const { style } = migration;
  const catalogue = upgrade[0]?.before;
  const root = catalogue && rootKey(catalogue, tenancy.root);
  if (style.sa === undefined || root === undefined || call === undefined || call.arguments.get('type_')?.keyword)
    return [];
  const key = `, ${style.sa}.ForeignKey(${literal(style, root)})`;
  return [{ title: `Refer to ${root}`, preferred: true, edits: [insertion(type.span.end, key)] }];
}

/** A tenant column of a new table that accepts no NULL. */
export function requiredFromTheStart({ migration }: RuleContext, { call, name }: ColumnDefinition): readonly Fix[] {
  if (call === undefined) return [];
  const edits = setArgument(migration.text, call, 'nullable', 'False');
  return [{ title: `Make ${name} required`, preferred: true, edits }];
}
