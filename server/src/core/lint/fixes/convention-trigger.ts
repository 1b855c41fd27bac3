/** The trigger that every table of a project has, for a new table as the others have it. */

import type { OperationOf } from '../../operations/operation.ts';
import type { Catalogue, QualifiedName } from '../../schema/catalogue.ts';
import { matchesName } from '../name-patterns.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { constraintName, execute, identifier, tableInSql } from './code.ts';
import { around, standsAlone } from './statement.ts';

/** @param called the functions, any of which the trigger may call */
export function addTrigger(
  { migration }: RuleContext,
  { table, origin }: OperationOf<'create_table'>,
  called: readonly string[],
  catalogue: Catalogue,
): readonly Fix[] {
  const { text, style } = migration;
  if (style.op === undefined || !standsAlone(text, origin.call) || (origin.kind === 'sql' && origin.count > 1))
    return [];
  const sql = triggerLike(catalogue, called, table) ?? plainTrigger(called, table);
  if (sql === undefined) return [];
  const edits = around(migration, origin.call, [], [execute(style, style.op, sql)]);
  return [{ title: 'Add the trigger', preferred: true, edits }];
}

/** As another table has it, with that table's name replaced by this one's. */
function triggerLike({ tables }: Catalogue, called: readonly string[], table: QualifiedName): string | undefined {
  for (const other of tables.values()) {
    const model = other.triggers?.find((trigger) => matchesName(called, trigger.function));
    if (model === undefined) continue;
    const name = model.name.includes(other.name)
      ? model.name.replace(other.name, table.name)
      : constraintName(table.name, model.function.name);
    const parts = [model.when, 'ON', tableInSql(table), model.scope].map((part) => part.trim().replace(/\s+/g, ' '));
    return `CREATE TRIGGER ${identifier(name)} ${parts.filter((part) => part !== '').join(' ')} EXECUTE FUNCTION ${tableInSql(model.function)}(${model.arguments})`;
  }
  return undefined;
}

/** No table has one yet: before each update of a row, which is what most conventions are about. */
function plainTrigger([name = '']: readonly string[], table: QualifiedName): string | undefined {
  if (name === '' || name.includes('*')) return undefined;
  const trigger = identifier(constraintName(table.name, name.slice(name.lastIndexOf('.') + 1)));
  return `CREATE TRIGGER ${trigger} BEFORE UPDATE ON ${tableInSql(table)} FOR EACH ROW EXECUTE FUNCTION ${name}()`;
}
