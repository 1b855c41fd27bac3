/** How a statement without a kind of its own is meant, and which relations it names beside its table. */

import type { Node, RangeVar } from '@pgsql/types';
import { nameParts } from '../sql/names.ts';
import { verbsOf } from './do-body.ts';
import type { StatementPart } from './sql-parts.ts';

/** The words that say how it is meant; see `OtherStatement.options`. */
export function optionsOf({ key, content }: StatementPart): readonly string[] {
  return (key.startsWith('DropStmt.') ? dropped : optionReaders[key])?.(content) ?? [];
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
  AlterFunctionStmt: (content) => functionOptions(field(content, 'actions')),
  AlterRoleStmt: (content) => truths(field(content, 'options')),
  'AlterTableCmd.AT_DisableTrigAll': () => ['all'],
  'AlterTableCmd.AT_DisableTrigUser': () => ['user'],
  'AlterTableCmd.AT_EnableTrigAll': () => ['all'],
  'AlterTableCmd.AT_EnableTrigUser': () => ['user'],
  'AlterTableCmd.AT_SetRelOptions': (content) => definitions(field(field(field(content, 'def'), 'List'), 'items')),
  'AlterTableCmd.AT_ResetRelOptions': (content) => definitions(field(field(field(content, 'def'), 'List'), 'items')),
  'Constraint.CONSTR_NOTNULL': () => ['not null'],
  ClusterStmt: (content) => (field(content, 'relation') === undefined ? ['all'] : []),
  CreateFunctionStmt: (content) => functionOptions(field(content, 'options')),
  CreateRoleStmt: (content) => truths(field(content, 'options')),
  DoStmt: (content) => verbsOf(text(argument(field(content, 'args'), 'as'))),
  DropdbStmt: dropped,
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
  TruncateStmt: dropped,
  VacuumStmt: (content) => definitions(field(content, 'options')).filter((name) => name === 'full'),
  ViewStmt: replaced,
};

/** CASCADE and IF EXISTS. */
function dropped(content: unknown): readonly string[] {
  return [
    ...(field(content, 'behavior') === 'DROP_CASCADE' ? ['cascade'] : []),
    ...(field(content, 'missing_ok') === true ? ['if exists'] : []),
  ];
}

/** SECURITY DEFINER, and the settings that the function makes for itself. */
function functionOptions(list: unknown): readonly string[] {
  return nodes(list).flatMap((node) => {
    if (!('DefElem' in node)) return [];
    const { defname, arg } = node.DefElem;
    if (defname === 'security' && isTrue(arg)) return ['security definer'];
    return defname === 'set' && arg && 'VariableSetStmt' in arg ? [`set ${arg.VariableSetStmt.name ?? ''}`] : [];
  });
}

/** What is said to be so: `superuser`, `bypassrls`. */
function truths(list: unknown): readonly string[] {
  return nodes(list).flatMap((node) =>
    'DefElem' in node && isTrue(node.DefElem.arg) ? (node.DefElem.defname ?? []) : [],
  );
}

function isTrue(value: Node | undefined): boolean {
  return value !== undefined && 'Boolean' in value && value.Boolean.boolval === true;
}

function argument(list: unknown, name: string): unknown {
  const found = nodes(list).find((node) => 'DefElem' in node && node.DefElem.defname === name);
  return field(field(field(found, 'DefElem'), 'arg'), 'String');
}

/** The text of a string node, in lower case for words. */
function text(node: unknown): string | undefined {
  const value = field(node, 'sval');
  return typeof value === 'string' ? value.toLowerCase() : undefined;
}

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
