/** Changes of functions, procedures and aggregates; several may share a name. */

import { type Catalogue, type FunctionState, type QualifiedName, tableKey } from './catalogue.ts';
import { withEntry } from './shared-map.ts';

/** The key of a function in a catalogue: its name with the types of its arguments. */
export function functionKey(name: QualifiedName, signature: string): string {
  return `${tableKey(name)}(${signature})`;
}

/** Puts a function in place of one with that name and signature. */
export function putFunction(catalogue: Catalogue, made: FunctionState): Catalogue {
  const key = functionKey(made, made.signature);
  return { ...catalogue, functions: withEntry(catalogue.functions, key, made) };
}

/** The functions of that name, or the one with that signature where one is given. */
export function findFunctions(
  catalogue: Catalogue,
  name: QualifiedName,
  signature: string | undefined,
): readonly FunctionState[] {
  if (signature !== undefined) {
    const one = catalogue.functions.get(functionKey(name, signature));
    return one === undefined ? [] : [one];
  }
  return [...catalogue.functions.values()].filter((one) => tableKey(one) === tableKey(name));
}

/** Drops a function; with `cascade` the triggers that call it too. */
export function dropFunction(
  catalogue: Catalogue,
  name: QualifiedName,
  signature: string | undefined,
  cascade: boolean,
): Catalogue {
  const functions = new Map(catalogue.functions);
  for (const one of findFunctions(catalogue, name, signature)) functions.delete(functionKey(one, one.signature));
  const after = functions.size === catalogue.functions.size ? catalogue : { ...catalogue, functions };
  return cascade ? withoutTriggersOf(after, name) : after;
}

/** Gives functions another name or schema; triggers follow. */
export function moveFunction(
  catalogue: Catalogue,
  name: QualifiedName,
  signature: string | undefined,
  to: QualifiedName,
): Catalogue {
  const functions = new Map(catalogue.functions);
  for (const one of findFunctions(catalogue, name, signature)) {
    functions.delete(functionKey(one, one.signature));
    const { schema: _, ...rest } = one;
    functions.set(functionKey(to, one.signature), { ...rest, ...to });
  }
  const tables = new Map(catalogue.tables);
  for (const [key, table] of tables) {
    if (!table.triggers?.some((each) => tableKey(each.function) === tableKey(name))) continue;
    const triggers = table.triggers.map((each) =>
      tableKey(each.function) === tableKey(name) ? { ...each, function: to } : each,
    );
    tables.set(key, { ...table, triggers });
  }
  return { ...catalogue, functions, tables };
}

function withoutTriggersOf(catalogue: Catalogue, name: QualifiedName): Catalogue {
  const tables = new Map(catalogue.tables);
  let changed = false;
  for (const [key, table] of tables) {
    const triggers = table.triggers?.filter((each) => tableKey(each.function) !== tableKey(name));
    if (triggers === undefined || triggers.length === table.triggers?.length) continue;
    tables.set(key, { ...table, triggers });
    changed = true;
  }
  return changed ? { ...catalogue, tables } : catalogue;
}
