/** A call of `op` moved into a batch block of its table. */

import type { Operation } from '../../operations/operation.ts';
import { replacement } from '../../text/edit.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { literal } from './code.ts';
import { edited, reindent, removeArguments, standsAlone } from './statement.ts';

/** Arguments that name the table or its schema, which the block knows. */
const ofTheTable = ['table_name', 'source_table', 'schema', 'source_schema'];

/** `with op.batch_alter_table("t") as batch_op:` around the call, which loses the arguments that the block has. */
export function intoBatch({ migration }: RuleContext, operation: Operation): readonly Fix[] {
  const { text, style } = migration;
  const { origin, circumstance } = operation;
  const { call } = origin;
  if (style.op === undefined || origin.kind !== 'op' || circumstance.batch !== undefined) return [];
  if (!('table' in operation) || operation.table === undefined || !standsAlone(text, call)) return [];
  const { name, schema } = operation.table;
  const receiver = replacement({ start: call.span.start, end: call.span.start + call.receiver.length }, 'batch_op');
  const changed = edited(text, call.statement, [receiver, ...removeArguments(call, ofTheTable)]);
  const own = new RegExp(`\\b${style.op}\\.f\\(`, 'g');
  const inner = reindent(changed, call.indent, call.indent + style.indent).replace(own, 'batch_op.f(');
  const where = schema === undefined ? '' : `, schema=${literal(style, schema)}`;
  const header = `${call.indent}with ${style.op}.batch_alter_table(${literal(style, name)}${where}) as batch_op:`;
  return [
    {
      title: `Change ${name} in a batch block`,
      preferred: true,
      edits: [replacement(call.statement, header + style.newline + inner)],
    },
  ];
}
