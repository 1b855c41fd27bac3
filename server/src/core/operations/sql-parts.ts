/**
 * The parts of a statement that are operations of their own: the commands of an ALTER TABLE, rows changed in WITH. Each
 * goes to the reader that is declared for its node.
 */

import type { Node, WithClause } from '@pgsql/types';
import { extent, type Range, type StatementSource, tokenIndex } from '../sql/source.ts';

export interface StatementPart {
  /** The key of `StatementReaders`: the node's name, with what splits it. */
  readonly key: string;
  readonly content: unknown;
  /** Where it stands in the SQL text; undefined where it is the whole statement. */
  readonly range: Range | undefined;
}

export function partsOf(source: StatementSource): readonly StatementPart[] {
  const { node } = source;
  if ('AlterTableStmt' in node && node.AlterTableStmt.objtype === 'OBJECT_TABLE') return commandsOf(source);
  const inner = commonTables(node).flatMap(({ query, location }): StatementPart[] => {
    if (query === undefined || 'SelectStmt' in query) return [];
    return [{ ...partOf(query), range: bodyOf(source, source.offset(location)) }];
  });
  return [...inner, { ...partOf(node), range: undefined }];
}

function partOf(node: Node): Pick<StatementPart, 'key' | 'content'> {
  if ('DropStmt' in node) return { key: `DropStmt.${node.DropStmt.removeType}`, content: node.DropStmt };
  if ('RenameStmt' in node) return { key: `RenameStmt.${node.RenameStmt.renameType}`, content: node.RenameStmt };
  const [entry] = Object.entries(node);
  return { key: entry?.[0] ?? '', content: entry?.[1] };
}

/** The commands between the commas; the places stay those of the statement if they can't be told apart. */
function commandsOf(source: StatementSource): readonly StatementPart[] {
  const { node, tokens } = source;
  if (!('AlterTableStmt' in node)) return [];
  const { cmds = [], relation } = node.AlterTableStmt;
  const commas = tokens.filter(({ text, depth }) => text === ',' && depth === 0);
  const first = afterTable(source, source.offset(relation?.location));
  const starts = [first, ...commas.map(({ end }) => tokens[tokenIndex(source, end)]?.start ?? end)];
  const separable = starts.length === cmds.length && cmds.length > 1;
  return cmds.flatMap((cmd, i): StatementPart[] => {
    if (!('AlterTableCmd' in cmd)) return [];
    const start = starts[i];
    const range = separable && start !== undefined ? extent(source, start) : undefined;
    const { subtype, def } = cmd.AlterTableCmd;
    if (subtype === 'AT_AddConstraint' && def && 'Constraint' in def) {
      return [{ key: `Constraint.${def.Constraint.contype}`, content: def.Constraint, range }];
    }
    return [{ key: `AlterTableCmd.${subtype}`, content: cmd.AlterTableCmd, range }];
  });
}

/** The token behind the table's name, and behind the `*` that may follow it. */
function afterTable(source: StatementSource, table: number): number {
  let at = tokenIndex(source, table);
  while (source.tokens[at + 1]?.text === '.') at += 2;
  if (source.tokens[at + 1]?.text === '*') at++;
  return source.tokens[at + 1]?.start ?? source.end;
}

/** The common tables of a statement, in order; PostgreSQL allows rows to be changed in those of the top level only. */
function commonTables(
  node: Node,
): readonly { readonly query: Node | undefined; readonly location: number | undefined }[] {
  return (withOf(node)?.ctes ?? []).flatMap((each) =>
    'CommonTableExpr' in each
      ? [{ query: each.CommonTableExpr.ctequery, location: each.CommonTableExpr.location }]
      : [],
  );
}

function withOf(node: Node): WithClause | undefined {
  if ('SelectStmt' in node) return node.SelectStmt.withClause;
  if ('InsertStmt' in node) return node.InsertStmt.withClause;
  if ('UpdateStmt' in node) return node.UpdateStmt.withClause;
  if ('DeleteStmt' in node) return node.DeleteStmt.withClause;
  return 'MergeStmt' in node ? node.MergeStmt.withClause : undefined;
}

/** What stands in the parentheses behind `name [(columns)] AS [NOT MATERIALIZED]`. */
function bodyOf(source: StatementSource, name: number): Range {
  const from = tokenIndex(source, name);
  const depth = source.tokens[from]?.depth ?? 0;
  const as = source.tokens.findIndex((token, i) => i > from && token.depth === depth && token.text === 'as');
  const open = source.tokens.findIndex((token, i) => i > as && token.depth === depth && token.text === '(');
  return as < 0 || open < 0 ? source : extentInside(source, open);
}

function extentInside(source: StatementSource, open: number): Range {
  const bracket = source.tokens[open];
  const close = source.tokens.findIndex((token, i) => i > open && token.text === ')' && token.depth === bracket?.depth);
  const first = source.tokens[open + 1];
  const last = source.tokens[close - 1];
  return { start: first?.start ?? source.start, end: last?.end ?? source.end };
}
