/** Names in PostgreSQL's trees: lists of strings, dotted, quoted and folded already. */

import type { Node, RangeVar } from '@pgsql/types';
import { isHole } from './source.ts';

/** The strings of a list, e.g. of a qualified name; other nodes are left out. */
export function stringsOf(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []));
}

/** Last part and the one before it: `schema.name`. */
export function qualified(parts: readonly string[]): { readonly schema?: string; readonly name: string } {
  const name = parts.at(-1) ?? '';
  const schema = parts.at(-2);
  return schema === undefined ? { name } : { schema, name };
}

/** The parts of a name wherever the tree keeps it: a list, a type name, or a single string. */
export function nameParts(node: Node | undefined): readonly string[] {
  if (node === undefined) return [];
  if ('List' in node) return stringsOf(node.List.items);
  if ('TypeName' in node) return stringsOf(node.TypeName.names);
  if ('String' in node) return stringsOf([node]);
  if ('ObjectWithArgs' in node) return stringsOf(node.ObjectWithArgs.objname);
  return [];
}

/** Schema and name of a table as far as they are known. */
export function knownName(table: RangeVar | undefined): { readonly schema?: string; readonly name?: string } {
  const { schemaname, relname } = table ?? {};
  return {
    ...(schemaname === undefined || isHole(schemaname) ? {} : { schema: schemaname }),
    ...(relname === undefined || isHole(relname) ? {} : { name: relname }),
  };
}
