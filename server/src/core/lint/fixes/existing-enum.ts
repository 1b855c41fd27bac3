/** A column of an enum that exists: the type is named, and not created with the table. */

import type { ColumnDefinition } from '../../operations/operation.ts';
import { replacement } from '../../text/edit.ts';
import { slice } from '../../text/span.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { addImport } from './add-import.ts';

export function useExistingEnum(context: RuleContext, { type }: ColumnDefinition): readonly Fix[] {
  const { text, module } = context.migration;
  const written = /^([\w.]+)\(([\s\S]*)\)$/.exec(slice(text, type.span));
  const [, callee, given] = written ?? [];
  if (callee === undefined || given === undefined || given.includes('create_type')) return [];
  const separator = given.trim() === '' ? '' : given.trimEnd().endsWith(',') ? ' ' : ', ';
  const own = callee.split('.').at(-1) === 'ENUM' ? callee : 'postgresql.ENUM';
  const edits = [replacement(type.span, `${own}(${given.trimEnd()}${separator}create_type=False)`)];
  const imported = own !== 'postgresql.ENUM' || module.bound.has('postgresql');
  const imports = imported ? [] : addImport(context, 'from sqlalchemy.dialects import postgresql');
  if (!imported && imports.length === 0) return [];
  return [
    {
      title: 'Use the enum that exists',
      preferred: true,
      edits: [...imports.flatMap((each) => each.edits), ...edits],
    },
  ];
}
