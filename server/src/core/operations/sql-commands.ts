/** What a statement without a kind of its own is called, what it names, and whether it runs outside transactions only. */

import type { Node, RangeVar } from '@pgsql/types';
import { nameParts, stringsOf } from '../sql/names.ts';
import type { StatementSource } from '../sql/source.ts';
import type { StatementPart } from './sql-parts.ts';

/** The command in words: `CREATE FUNCTION`, `SET`, `DETACH PARTITION`. */
export function commandOf({ key, content }: StatementPart, source: StatementSource): string {
  if (key.startsWith('Constraint.')) return 'ADD CONSTRAINT';
  const action = alterTableCommands.get(key.replace('AlterTableCmd.', ''));
  if (action !== undefined) return action;
  if (key === 'RenameStmt.OBJECT_TABCONSTRAINT') return 'RENAME CONSTRAINT';
  if (key === 'SelectStmt') return 'SELECT INTO';
  if (key === 'MergeStmt') return 'MERGE';
  const words = source.tokens.slice(0, 8).map(({ kind, text }) => (kind === 'word' ? text.toUpperCase() : ''));
  const command = leadingWords(words);
  if (key.startsWith('RenameStmt.')) return `${command} RENAME`;
  if (key !== 'AlterObjectSchemaStmt') return command;
  return field(content, 'objectType') === 'OBJECT_TABLE' ? 'SET SCHEMA' : `${command} SET SCHEMA`;
}

/** Whether a command is one of ALTER TABLE, renames left out. */
export function altersTable(command: string): boolean {
  return command === 'ADD CONSTRAINT' || [...alterTableCommands.values()].includes(command);
}

/** The tables it works on, as far as it names them. */
export function tablesOf({ key, content }: StatementPart, source: StatementSource): readonly RangeVar[] {
  if (/^(AlterTableCmd|Constraint)\./.test(key) && 'AlterTableStmt' in source.node) {
    return one(source.node.AlterTableStmt.relation);
  }
  if (key === 'AlterTableStmt' && field(content, 'objtype') !== 'OBJECT_FOREIGN_TABLE') return [];
  if (/^RenameStmt\.(?!OBJECT_(TABCONSTRAINT|TRIGGER|POLICY|RULE|COLUMN))/.test(key)) return [];
  if (key === 'ReindexStmt' && field(content, 'kind') !== 'REINDEX_OBJECT_TABLE') return [];
  if (key === 'SelectStmt') return rangeVars(field(field(content, 'intoClause'), 'rel'));
  const direct = ['relation', 'table', 'relations'].flatMap((name) => rangeVars(field(content, name)));
  if (key === 'GrantStmt') return rangeVars(field(content, 'objects'));
  return direct.length > 0 ? direct : list(field(content, 'rels')).flatMap(vacuumed);
}

/** The table whose trigger, policy or rule a DROP takes away, as the parts of its name. */
export function ownerOf({ key, content }: StatementPart): readonly string[] {
  if (!/^DropStmt\.OBJECT_(TRIGGER|POLICY|RULE)$/.test(key)) return [];
  return nodes(field(content, 'objects')).flatMap((node) => nameParts(node).slice(0, -1));
}

/** The objects it makes, changes or drops; several only for DROP. */
export function objectsOf({ key, content }: StatementPart): readonly string[] {
  if (key.startsWith('DropStmt.')) return nodes(field(content, 'objects')).map((node) => nameParts(node).at(-1) ?? '');
  const partition = partitionOf(content);
  if (partition) return one(partition.name).map(({ relname = '' }) => relname);
  const made = rangeVars(field(field(content, 'into'), 'rel'));
  if (made.length > 0) return made.map(({ relname = '' }) => relname);
  const called = stringsOf(nodes(field(field(content, 'funccall'), 'funcname')));
  if (called.length > 0) return called.slice(-1);
  for (const name of plainNames) {
    const value = field(content, name);
    if (typeof value === 'string') return [value];
  }
  for (const name of dottedNames) {
    const found = list(field(content, name));
    const parts = stringsOf(nodes(found));
    if (parts.length > 0) return parts.slice(-1);
  }
  const relation = ['view', 'sequence', 'relation', 'base'].map((name) => rangeVars(field(content, name))[0]);
  const named = relation.find((each) => each !== undefined)?.relname ?? nodeName(field(content, 'object'));
  return named === undefined ? [] : [named];
}

/** Whether CONCURRENTLY is said. */
export function isConcurrent({ content }: StatementPart): boolean {
  const partition = partitionOf(content);
  if (partition?.concurrent || field(content, 'concurrent') === true) return true;
  return nodes(field(content, 'params')).some((node) => 'DefElem' in node && node.DefElem.defname === 'concurrently');
}

/** Whether the server refuses it inside a transaction block. */
export function needsAutocommit(part: StatementPart): boolean {
  const { key, content } = part;
  if (alwaysAlone.has(key)) return true;
  if (key === 'VacuumStmt') return field(content, 'is_vacuumcmd') === true;
  if (key === 'ClusterStmt') return field(content, 'relation') === undefined;
  if (key === 'AlterTableCmd.AT_DetachPartition') return isConcurrent(part);
  if (key !== 'ReindexStmt') return false;
  const wide = ['REINDEX_OBJECT_DATABASE', 'REINDEX_OBJECT_SYSTEM', 'REINDEX_OBJECT_SCHEMA'];
  return isConcurrent(part) || wide.includes(String(field(content, 'kind')));
}

const alwaysAlone = new Set([
  'AlterSystemStmt',
  'CreateTableSpaceStmt',
  'CreatedbStmt',
  'DropTableSpaceStmt',
  'DropdbStmt',
]);

const alterTableCommands: ReadonlyMap<string, string> = new Map([
  ['AT_AddIdentity', 'ADD IDENTITY'],
  ['AT_AddInherit', 'INHERIT'],
  ['AT_AddOf', 'OF'],
  ['AT_AlterColumnGenericOptions', 'ALTER COLUMN OPTIONS'],
  ['AT_AlterConstraint', 'ALTER CONSTRAINT'],
  ['AT_AttachPartition', 'ATTACH PARTITION'],
  ['AT_ChangeOwner', 'OWNER TO'],
  ['AT_ClusterOn', 'CLUSTER ON'],
  ['AT_DetachPartition', 'DETACH PARTITION'],
  ['AT_DetachPartitionFinalize', 'DETACH PARTITION FINALIZE'],
  ['AT_DisableRowSecurity', 'DISABLE ROW LEVEL SECURITY'],
  ['AT_DisableRule', 'DISABLE RULE'],
  ['AT_DisableTrig', 'DISABLE TRIGGER'],
  ['AT_DisableTrigAll', 'DISABLE TRIGGER'],
  ['AT_DisableTrigUser', 'DISABLE TRIGGER'],
  ['AT_DropCluster', 'SET WITHOUT CLUSTER'],
  ['AT_DropExpression', 'DROP EXPRESSION'],
  ['AT_DropIdentity', 'DROP IDENTITY'],
  ['AT_DropInherit', 'NO INHERIT'],
  ['AT_DropOf', 'NOT OF'],
  ['AT_DropOids', 'SET WITHOUT OIDS'],
  ['AT_EnableAlwaysRule', 'ENABLE RULE'],
  ['AT_EnableAlwaysTrig', 'ENABLE TRIGGER'],
  ['AT_EnableReplicaRule', 'ENABLE RULE'],
  ['AT_EnableReplicaTrig', 'ENABLE TRIGGER'],
  ['AT_EnableRowSecurity', 'ENABLE ROW LEVEL SECURITY'],
  ['AT_EnableRule', 'ENABLE RULE'],
  ['AT_EnableTrig', 'ENABLE TRIGGER'],
  ['AT_EnableTrigAll', 'ENABLE TRIGGER'],
  ['AT_EnableTrigUser', 'ENABLE TRIGGER'],
  ['AT_ForceRowSecurity', 'FORCE ROW LEVEL SECURITY'],
  ['AT_GenericOptions', 'OPTIONS'],
  ['AT_NoForceRowSecurity', 'NO FORCE ROW LEVEL SECURITY'],
  ['AT_ReplicaIdentity', 'REPLICA IDENTITY'],
  ['AT_ResetOptions', 'ALTER COLUMN RESET'],
  ['AT_ResetRelOptions', 'RESET PARAMETERS'],
  ['AT_SetAccessMethod', 'SET ACCESS METHOD'],
  ['AT_SetCompression', 'SET COMPRESSION'],
  ['AT_SetExpression', 'SET EXPRESSION'],
  ['AT_SetIdentity', 'SET IDENTITY'],
  ['AT_SetLogged', 'SET LOGGED'],
  ['AT_SetOptions', 'ALTER COLUMN SET'],
  ['AT_SetRelOptions', 'SET PARAMETERS'],
  ['AT_SetStatistics', 'SET STATISTICS'],
  ['AT_SetStorage', 'SET STORAGE'],
  ['AT_SetTableSpace', 'SET TABLESPACE'],
  ['AT_SetUnLogged', 'SET UNLOGGED'],
]);

/** Words between the verb and the object that say how, not what. */
const adjectives = new Set(
  'OR REPLACE TEMP TEMPORARY UNLOGGED GLOBAL LOCAL RECURSIVE TRUSTED PROCEDURAL CONSTRAINT UNIQUE'.split(' '),
);

/** Objects of more than one word; any other object is one word. */
const longObjects = [
  'ACCESS METHOD',
  'DEFAULT PRIVILEGES',
  'EVENT TRIGGER',
  'FOREIGN DATA WRAPPER',
  'FOREIGN TABLE',
  'LARGE OBJECT',
  'MATERIALIZED VIEW',
  'OPERATOR CLASS',
  'OPERATOR FAMILY',
  'TEXT SEARCH CONFIGURATION',
  'TEXT SEARCH DICTIONARY',
  'TEXT SEARCH PARSER',
  'TEXT SEARCH TEMPLATE',
  'USER MAPPING',
];

/** Commands that are more than their first word, and not a verb with an object. */
const longCommands = new Map([
  ['IMPORT', 'IMPORT FOREIGN SCHEMA'],
  ['LOCK', 'LOCK TABLE'],
  ['REASSIGN', 'REASSIGN OWNED'],
  ['REFRESH', 'REFRESH MATERIALIZED VIEW'],
  ['SECURITY', 'SECURITY LABEL'],
]);

function leadingWords([verb = '', ...rest]: readonly string[]): string {
  const long = longCommands.get(verb);
  if (long !== undefined) return long;
  if (verb === 'COMMENT') return `COMMENT ON ${objectWords(rest.slice(1))}`;
  if (verb === 'SET' && (rest[0] === 'CONSTRAINTS' || rest[0] === 'TRANSACTION')) return `SET ${rest[0]}`;
  if (verb === 'ANALYSE') return 'ANALYZE';
  if (!['CREATE', 'ALTER', 'DROP'].includes(verb)) return verb;
  const first = rest.findIndex((word) => !adjectives.has(word));
  return `${verb} ${objectWords(rest.slice(Math.max(first, 0)))}`.trim();
}

function objectWords(words: readonly string[]): string {
  const text = words.join(' ');
  return longObjects.find((each) => text.startsWith(`${each} `)) ?? words[0] ?? '';
}

const plainNames = [
  'name',
  'trigname',
  'policy_name',
  'rulename',
  'extname',
  'schemaname',
  'dbname',
  'tablespacename',
  'servername',
  'pubname',
  'subname',
  'fdwname',
  'amname',
  'plname',
  'role',
  'conditionname',
  'conname',
  'indexname',
];
const dottedNames = ['funcname', 'defnames', 'domainname', 'typeName', 'object', 'opfamilyname', 'opclassname'];

/** One member of a node whose type isn't known here. */
function field(content: unknown, name: string): unknown {
  return typeof content === 'object' && content !== null
    ? Object.entries(content).find(([key]) => key === name)?.[1]
    : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && /^[A-Z]/.test(Object.keys(value)[0] ?? '');
}

function nodes(value: unknown): readonly Node[] {
  return list(value).filter(isNode);
}

function isRangeVar(value: unknown): value is RangeVar {
  return typeof value === 'object' && value !== null && 'relname' in value;
}

/** A table, or the tables of a list. */
function rangeVars(value: unknown): readonly RangeVar[] {
  if (isRangeVar(value)) return [value];
  return nodes(value).flatMap((node) => ('RangeVar' in node ? [node.RangeVar] : []));
}

function vacuumed(value: unknown): readonly RangeVar[] {
  return isNode(value) && 'VacuumRelation' in value ? one(value.VacuumRelation.relation) : [];
}

function partitionOf(content: unknown): { name?: RangeVar; concurrent?: boolean } | undefined {
  const def = field(content, 'def');
  return isNode(def) && 'PartitionCmd' in def ? def.PartitionCmd : undefined;
}

function nodeName(value: unknown): string | undefined {
  return isNode(value) ? nameParts(value).at(-1) : undefined;
}

function one<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}
