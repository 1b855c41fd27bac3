/** A plain column that a trigger computes for new rows, while old ones are filled in batches. */

import type { Operation, OperationOf } from '../../operations/operation.ts';
import { tableKey } from '../../schema/catalogue.ts';
import { quoteIdentifier, quoteQualified } from '../../sql/quote.ts';
import { type Edit, replacement } from '../../text/edit.ts';
import { contains } from '../../text/span.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { placeOf } from './batch.ts';
import { constraintName, execute } from './code.ts';
import { argumentAt, around, removeArguments, standsAlone } from './statement.ts';

type AddColumn = OperationOf<'add_column'>;

export function computedByTrigger(context: RuleContext, operation: AddColumn): readonly Fix[] {
  const { migration } = context;
  const { text, style } = migration;
  const { origin, circumstance, table, column } = operation;
  const { op } = style;
  const removal = without(text, operation);
  const sql = column.computed?.value.sql;
  const isWhole = sql !== undefined && sql !== '' && !sql.includes('{');
  if (op === undefined || !isWhole || removal.length === 0 || !standsAlone(text, origin.call)) return [];
  const own = constraintName(table.name, column.name, 'computed');
  const compute = quoteQualified(table.schema === undefined ? { name: own } : { schema: table.schema, name: own });
  const [onTable, trigger, target] = [quoteQualified(table), quoteIdentifier(own), quoteIdentifier(column.name)];
  // The row as a relation, so that the expression may name its columns as before.
  const body = `BEGIN NEW.${target} := (SELECT ${sql} FROM (SELECT NEW.*) AS new_row); RETURN NEW; END`;
  const made = [
    `CREATE FUNCTION ${compute}() RETURNS trigger LANGUAGE plpgsql AS $$ ${body} $$`,
    `CREATE TRIGGER ${trigger} BEFORE INSERT OR UPDATE ON ${onTable} FOR EACH ROW EXECUTE FUNCTION ${compute}()`,
  ].map((each) => execute(style, op, each));
  const gone = [`DROP TRIGGER ${trigger} ON ${onTable}`, `DROP FUNCTION ${compute}()`];
  const note = `# Next: fill ${context.show(table)}.${column.name} in batches: rows that are there stay NULL.`;
  const place = circumstance.batch === undefined ? origin.call : placeOf(text, circumstance.batch);
  const back = migration.downgrade.find((each) => drops(each, operation));
  return [
    {
      title: `Let a trigger compute ${column.name} for new rows, and fill the old ones later`,
      preferred: true,
      edits: [
        ...around(migration, origin.call, [note], []),
        ...removal,
        ...around(migration, place, [], made),
        ...(back !== undefined && back.circumstance.batch === undefined && standsAlone(text, back.origin.call)
          ? around(
              migration,
              back.origin.call,
              gone.map((each) => execute(style, op, each)),
              [],
            )
          : []),
      ],
    },
  ];
}

function drops(operation: Operation, { table, column }: AddColumn): boolean {
  return (
    operation.kind === 'drop_column' &&
    tableKey(operation.table) === tableKey(table) &&
    operation.column.value === column.name
  );
}

function without(text: string, { column, span }: AddColumn): readonly Edit[] {
  const { call, computed } = column;
  if (computed === undefined) return [];
  if (call !== undefined) {
    const name = argumentAt(call, computed.span);
    return name === undefined ? [] : removeArguments(call, [name]);
  }
  if (!contains(span, computed.span)) return [];
  const blank = /\s*$/.exec(text.slice(span.start, computed.span.start))?.[0].length ?? 0;
  return [replacement({ start: computed.span.start - blank, end: computed.span.end }, '')];
}
