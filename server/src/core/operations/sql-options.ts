/** How a statement without a kind of its own is meant, and which relations it names beside its table. */

import type { Node, RangeVar } from '@pgsql/types';
import { nameParts } from '../sql/names.ts';
import type { StatementPart } from './sql-parts.ts';

/** The words that say how it is meant; see `OtherStatement.options`. */
export function optionsOf({ key, content }: StatementPart): readonly string[] {
  return optionReaders[key]?.(content) ?? [];
}

/** Relations beside the table, by the parts of their names. */
export function othersOf(part: StatementPart): readonly (readonly (string | undefined)[])[] {
  const { key, content } = part;
  if (/^DropStmt\.OBJECT_(VIEW|MATVIEW|SEQUENCE|FOREIGN_TABLE)$/.test(key)) {
    return nodes(field(content, 'objects')).map(nameParts);
  }
  const found = otherReaders.find(([pattern]) => pattern.test(key))?.[1](content);
  return (Array.isArray(found) ? found : [found])
    .filter(isRangeVar)
    .map(({ schemaname, relname }) => [schemaname, relname]);
}

const lockModes = [
  'access share',
  'row share',
  'row exclusive',
  'share update exclusive',
  'share',
  'share row exclusive',
  'exclusive',
  'access exclusive',
];

const optionReaders: Readonly<Record<string, (content: unknown) => readonly string[]>> = {
  AlterDomainStmt: (content) => {
    const type = field(content, 'subtype');
    const constraint = field(field(content, 'def'), 'Constraint');
    return type === 'O' || (type === 'C' && field(constraint, 'skip_validation') !== true) ? ['proves'] : [];
  },
  'AlterTableCmd.AT_SetRelOptions': (content) => definitions(field(field(field(content, 'def'), 'List'), 'items')),
  'AlterTableCmd.AT_ResetRelOptions': (content) => definitions(field(field(field(content, 'def'), 'List'), 'items')),
  'Constraint.CONSTR_NOTNULL': () => ['not null'],
  ClusterStmt: (content) => (field(content, 'relation') === undefined ? ['all'] : []),
  LockStmt: (content) => {
    const [first] = nodes(field(content, 'relations'));
    const only = field(field(first, 'RangeVar'), 'inh') !== true;
    return [lockModes[Number(field(content, 'mode')) - 1] ?? '', ...(only ? ['only'] : [])];
  },
  CreateTrigStmt: replaced,
  ReindexStmt: (content) => {
    const kind = String(field(content, 'kind')).replace('REINDEX_OBJECT_', '').toLowerCase();
    return ['table', 'index'].includes(kind) ? [] : [kind];
  },
  VacuumStmt: (content) => definitions(field(content, 'options')).filter((name) => name === 'full'),
  ViewStmt: replaced,
};

/** OR REPLACE. */
function replaced(content: unknown): readonly string[] {
  return field(content, 'replace') === true ? ['replace'] : [];
}

function definitions(list: unknown): readonly string[] {
  return nodes(list).flatMap((node) => ('DefElem' in node ? (node.DefElem.defname ?? '').toLowerCase() : []));
}

/** By node: the relation, or relations, that aren't the table that is changed. */
const otherReaders: readonly (readonly [RegExp, (content: unknown) => unknown])[] = [
  [/^AlterTableCmd\.AT_(Attach|Detach)Partition/, (it) => field(field(field(it, 'def'), 'PartitionCmd'), 'name')],
  [/^AlterTableCmd\.AT_(Add|Drop)Inherit$/, (it) => field(field(it, 'def'), 'RangeVar')],
  [/^AlterTableStmt$/, (it) => field(it, 'relation')],
  [/^RenameStmt\.OBJECT_(VIEW|MATVIEW|INDEX|SEQUENCE|FOREIGN_TABLE)$/, (it) => field(it, 'relation')],
  [/^ViewStmt$/, (it) => field(it, 'view')],
  [/^AlterSeqStmt$/, (it) => field(it, 'sequence')],
  [/^ReindexStmt$/, (it) => (field(it, 'kind') === 'REINDEX_OBJECT_INDEX' ? field(it, 'relation') : undefined)],
];

function field(content: unknown, name: string): unknown {
  return typeof content === 'object' && content !== null
    ? Object.entries(content).find(([key]) => key === name)?.[1]
    : undefined;
}

function nodes(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter((each): each is Node => typeof each === 'object' && each !== null) : [];
}

function isRangeVar(value: unknown): value is RangeVar {
  return typeof value === 'object' && value !== null && 'relname' in value;
}
