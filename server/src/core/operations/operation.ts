/**
 * The operation model: what a migration does to the database, the same for `op.*`, batch blocks, raw SQL and
 * SQLAlchemy Core. Plain readonly objects with a `kind`; every argument that a rule may point at has a span. What
 * can't be known is explicit; what can't be read at all is an `opaque` operation, shown and never dropped.
 */

import type { StringValue, Value } from '../python/value.ts';
import type { TypeState } from '../schema/catalogue.ts';
import type { Computed, DataType, Identity, ServerDefault } from '../schema/data-type.ts';
import type { Condition, Query, Relation, Scalar } from '../sql/condition.ts';
import type { LikelyDialect } from '../sql/likely-dialect.ts';
import type { Located, Span } from '../text/span.ts';
import type { Mention } from './mentioned.ts';
import type { ObjectChange } from './objects/change.ts';

/** Something the author wrote that is only known when the migration runs. */
export interface Unknown {
  readonly unknown: string;
  readonly source: string;
  readonly span: Span;
}

/** A value that may be unknown; `undefined` where the author did not give it at all. */
export type Maybe<T> = Located<T> | Unknown;

/** The name of a constraint or index: as the server gets it, and as it was written where that is too long. */
export interface ObjectName extends Located<string> {
  readonly written?: string;
  /** SQLAlchemy doesn't send it at all. */
  readonly refused?: true;
  /** No naming convention changes it: `op.f("…")`. */
  readonly final?: true;
}

export type MaybeName = ObjectName | Unknown;

export function isKnown<T>(value: Maybe<T> | undefined): value is Located<T> {
  return value !== undefined && !('unknown' in value);
}

/** The value if it is given and known. */
export function known<T>(value: Maybe<T> | undefined): T | undefined {
  return isKnown(value) ? value.value : undefined;
}

export interface TableName {
  readonly schema?: string;
  readonly name: string;
  readonly span: Span;
}

/** One argument of a Python call. */
export interface ArgumentSite {
  /** The whole argument, `name=` included. */
  readonly span: Span;
  readonly valueSpan: Span;
  readonly keyword: boolean;
}

/** What a call was given, as far as it is known: what rendering needs and operations leave out. */
export interface GivenValues {
  /** By parameter name where the signature is known, `**kw` ones included; absent when not given. */
  readonly values: ReadonlyMap<string, Value>;
  /** What `*columns` takes; every positional argument where no signature is known. */
  readonly rest: readonly Value[];
  /** `*args` or `**kw` that could not be spread: other arguments may have been given. */
  readonly unread: boolean;
}

/** A Python call as written, with what a fix needs to change it. */
export interface CallSite {
  readonly span: Span;
  /** The callee as written: `op.create_index`, `batch_op.add_column`, `conn.execute`. */
  readonly callee: string;
  /** `op`, `batch_op`, `conn`: the callee without its last part. */
  readonly receiver: string;
  readonly arguments: ReadonlyMap<string, ArgumentSite>;
  /** Offset of the closing parenthesis. */
  readonly close: number;
  /** Whether the last argument is followed by a comma. */
  readonly trailingComma: boolean;
  /** Whole lines of the Python statement that holds the call, without the last line's end. */
  readonly statement: Span;
  /** White space before the statement. */
  readonly indent: string;
  /** Whether the call is the whole statement (not `x = op.execute(…)`, not an argument of another call). */
  readonly alone: boolean;
  /** The operation is made in another module; this is the call in the file that leads there. */
  readonly elsewhere?: true;
  /** Of the call that makes an operation; every reader of calls fills it, nested calls don't have it. */
  readonly given?: GivenValues;
}

/** How an operation was written. */
export type Origin =
  | { readonly kind: 'op' | 'batch' | 'core'; readonly call: CallSite }
  | {
      readonly kind: 'sql';
      readonly call: CallSite;
      /** The single SQL statement, decoded, without its semicolon. */
      readonly text: string;
      /** How many statements stand in the same string, and which of them this is, from 0. */
      readonly count: number;
      readonly index: number;
      /** How the string is written, so that a fix can write into it: whether offsets in `text` lie linearly in the source. */
      readonly linear: boolean;
      /**
       * Where one statement makes several operations (`ALTER TABLE` with several commands, `DROP TABLE a, b`, rows changed
       * in WITH): which of them this is, from 0, and the whole statement. The operation's own span is its part.
       */
      readonly part?: { readonly index: number; readonly count: number; readonly statement: Span };
      /** The whole string as it is executed; all its statements share the object. */
      readonly written?: WrittenSql;
    };

/** An SQL string as the author wrote it. `text` goes through `sqlalchemy.text()`, `driver` reaches the driver as it is. */
export interface WrittenSql {
  readonly text: StringValue;
  readonly style: 'text' | 'driver';
}

/** `with op.batch_alter_table(…)`. */
export interface BatchBlock {
  readonly table: TableName;
  readonly recreate: Maybe<string> | undefined;
  /** The call of `batch_alter_table`. */
  readonly span: Span;
  readonly call: CallSite;
}

/** Under what circumstances an operation runs. */
export interface Circumstance {
  /** A number per `autocommit_block` (or AUTOCOMMIT connection, or after an explicit COMMIT); undefined: in the transaction. */
  readonly autocommit?: number;
  /** The number is that of an `autocommit_block`, around which Alembic itself commits and begins. */
  readonly autocommitBlock?: true;
  /** The batch block it stands in. */
  readonly batch?: BatchBlock;
  /** Under a test, `try` or `match` whose outcome isn't known. */
  readonly conditional?: boolean;
  /** The text of a loop's header it stands in, when the loop can't be unrolled. */
  readonly loop?: string;
  /** In a loop over a set, whose order is another in each run. */
  readonly anyOrder?: boolean;
  /** Dialects it is limited to, or kept from, by a test of the dialect's name. */
  readonly onlyDialects?: readonly string[];
  readonly exceptDialects?: readonly string[];
  /** Under `if not context.is_offline_mode()`. */
  readonly onlineOnly?: boolean;
  /** The same-file helper functions it was reached through, outermost first. */
  readonly through?: readonly string[];
}

interface Base {
  /** The whole operation: the call, or the SQL statement inside its string. */
  readonly span: Span;
  readonly origin: Origin;
  readonly circumstance: Circumstance;
}

/** A column as declared in `sa.Column(…)` or in SQL. */
export interface ColumnDefinition {
  readonly span: Span;
  readonly name: string;
  readonly nameSpan: Span;
  readonly type: Located<DataType>;
  /** As written (`nullable=…`, `NOT NULL`); undefined when not said. See `isNullable`. */
  readonly nullable: Maybe<boolean> | undefined;
  readonly primaryKey: boolean;
  readonly serverDefault: Located<ServerDefault> | undefined;
  /** `default=` of SQLAlchemy, which renders no DDL. */
  readonly clientDefault: Span | undefined;
  /** It is a constant or an SQL expression, which the database could have as well; absent for what Python computes. */
  readonly clientDefaultIsSql?: true;
  readonly identity: Located<Identity> | undefined;
  readonly computed: Located<Computed> | undefined;
  readonly index: Located<boolean> | undefined;
  readonly unique: Located<boolean> | undefined;
  /** Keys of the column itself in SQL that have a name or options: `CONSTRAINT k UNIQUE NULLS NOT DISTINCT`. */
  readonly ownKeys?: readonly OwnKey[];
  /** `autoincrement=`, or a serial type in SQL. */
  readonly autoincrement: Located<boolean> | undefined;
  readonly foreignKeys: readonly ForeignKeyClause[];
  readonly checks: readonly CheckClause[];
  readonly comment: Maybe<string> | undefined;
  /** The `sa.Column(…)` call, for fixes; undefined in SQL. */
  readonly call: CallSite | undefined;
}

/** What a column's own key says beside being one. */
export interface OwnKey extends KeyOptions {
  readonly kind: 'primary-key' | 'unique';
  readonly name: MaybeName | undefined;
}

/** Whether the column accepts NULL, as the database will see it: a primary key or identity column doesn't. */
export function isNullable(column: ColumnDefinition): boolean {
  if (column.primaryKey) return false;
  const said = known(column.nullable);
  return said ?? (column.nullable === undefined && column.identity === undefined);
}

export interface ForeignKeyClause {
  readonly span: Span;
  readonly name: MaybeName | undefined;
  readonly columns: readonly string[];
  readonly referent: TableName;
  /** Empty when not given: the referent's primary key. */
  readonly referentColumns: readonly string[];
  readonly onDelete: Maybe<string> | undefined;
  readonly onUpdate: Maybe<string> | undefined;
  readonly deferrable: boolean;
  readonly initiallyDeferred: boolean;
  /** MATCH, in upper case. */
  readonly match?: Maybe<string>;
}

/** What a primary key, unique or exclusion constraint may say beside its columns. */
export interface KeyOptions {
  /** INCLUDE. */
  readonly include?: readonly string[];
  readonly nullsNotDistinct?: boolean;
  readonly deferrable?: boolean;
  readonly initiallyDeferred?: boolean;
}

export interface CheckClause {
  readonly span: Span;
  readonly name: MaybeName | undefined;
  /** The condition as SQL; undefined when unknown. */
  readonly sql: string | undefined;
  /** Columns that a valid check proves to be NOT NULL. */
  readonly provesNotNull: readonly string[];
  readonly noInherit?: boolean;
  /** Functions that the condition calls, in lower case; absent where it calls none or isn't known. */
  readonly functions?: readonly string[];
}

export type TableConstraint =
  | ({
      readonly kind: 'primary-key';
      readonly span: Span;
      readonly name: MaybeName | undefined;
      readonly columns: readonly string[];
    } & KeyOptions)
  | ({
      readonly kind: 'unique';
      readonly span: Span;
      readonly name: MaybeName | undefined;
      readonly columns: readonly string[];
    } & KeyOptions)
  | ({ readonly kind: 'foreign-key' } & ForeignKeyClause)
  | ({ readonly kind: 'check' } & CheckClause)
  | ({
      readonly kind: 'exclude';
      readonly span: Span;
      readonly name: MaybeName | undefined;
      /** What stands behind EXCLUDE; absent when it isn't known. */
      readonly sql?: string;
    } & KeyOptions);

export interface CreateTable extends Base {
  readonly kind: 'create_table';
  readonly table: TableName;
  readonly columns: readonly ColumnDefinition[];
  readonly constraints: readonly TableConstraint[];
  readonly ifNotExists: boolean;
  /** Some columns or constraints could not be read (`*columns`, a helper). */
  readonly partial: boolean;
  /** `CREATE TABLE … PARTITION OF` names its parent. */
  readonly partitionOf: TableName | undefined;
  readonly partitioned: boolean;
  /** The DEFAULT partition of `partitionOf`. */
  readonly defaultPartition?: boolean;
  /** Tables of INHERITS. */
  readonly inherits?: readonly TableName[];
  /** `CREATE TEMPORARY TABLE`. */
  readonly temporary?: boolean;
  readonly unlogged?: boolean;
  /** What stands behind PARTITION BY. */
  readonly partitionKey?: string;
  /** Which rows of `partitionOf` it holds: `FOR VALUES …`, `DEFAULT`. */
  readonly bound?: string;
  /** Of `op.create_table`; SQL sets it with a statement of its own. */
  readonly comment?: Maybe<string>;
}
export interface DropTable extends Base {
  readonly kind: 'drop_table';
  readonly table: TableName;
  readonly ifExists: boolean;
  readonly cascade: boolean;
}
export interface RenameTable extends Base {
  readonly kind: 'rename_table';
  readonly table: TableName;
  readonly newName: Located<string>;
}
export interface AddColumn extends Base {
  readonly kind: 'add_column';
  readonly table: TableName;
  readonly column: ColumnDefinition;
  readonly ifNotExists: boolean;
  /** The foreign key is rendered inside ADD COLUMN (`inline_references=True`, or SQL). */
  readonly inlineReferences: boolean;
  /** PRIMARY KEY is rendered inside ADD COLUMN (`inline_primary_key=True`, or SQL); Alembic renders none otherwise. */
  readonly inlinePrimaryKey?: boolean;
}
export interface DropColumn extends Base {
  readonly kind: 'drop_column';
  readonly table: TableName;
  readonly column: Located<string>;
  readonly ifExists: boolean;
  readonly cascade: boolean;
}
/** One or several changes of one column; Alembic renders each as a statement of its own. */
export interface AlterColumn extends Base {
  readonly kind: 'alter_column';
  readonly table: TableName;
  readonly column: Located<string>;
  readonly newName: Maybe<string> | undefined;
  readonly type: Located<DataType> | undefined;
  readonly using: Maybe<string> | undefined;
  readonly nullable: Maybe<boolean> | undefined;
  /** NOT NULL is added as `ADD CONSTRAINT … NOT NULL column`, which PostgreSQL 18 knows. */
  readonly asConstraint?: true;
  /** `null` drops the default. */
  readonly serverDefault: Located<ServerDefault | null> | undefined;
  readonly comment: Maybe<string | null> | undefined;
  readonly existingType: Located<DataType> | undefined;
  readonly existingNullable: Maybe<boolean> | undefined;
  /** `default=`, which renders nothing. */
  readonly clientDefault: Span | undefined;
}
export interface CreateIndex extends Base {
  readonly kind: 'create_index';
  readonly name: MaybeName | undefined;
  readonly table: TableName;
  /** Column name per key; undefined for an expression. */
  readonly columns: readonly (Located<string> | undefined)[];
  readonly unique: boolean;
  readonly concurrently: Maybe<boolean> | undefined;
  readonly ifNotExists: boolean;
  /** `ON ONLY table`: not on its partitions. */
  readonly only?: boolean;
  readonly method: string | undefined;
  readonly where: Maybe<string> | undefined;
  /** Per key its SQL where that is more than the column's name; undefined where it isn't known. */
  readonly keys?: readonly (string | undefined)[];
  /** What the server calls the keys when it makes up the index's name; absent where they are their columns. */
  readonly keyNames?: readonly string[];
  /** INCLUDE. */
  readonly include?: readonly string[];
  readonly nullsNotDistinct?: boolean;
  /** Storage parameters, `WITH (…)` without the word. */
  readonly storage?: string;
}
export interface DropIndex extends Base {
  readonly kind: 'drop_index';
  readonly name: MaybeName;
  readonly schema: string | undefined;
  /** Named in the call, else unknown until the catalogue is asked. */
  readonly table: TableName | undefined;
  readonly concurrently: Maybe<boolean> | undefined;
  readonly ifExists: boolean;
}
export interface AddForeignKey extends Base {
  readonly kind: 'add_foreign_key';
  readonly table: TableName;
  readonly constraint: ForeignKeyClause;
  readonly notValid: Maybe<boolean> | undefined;
  /** False for NOT ENFORCED. */
  readonly enforced?: boolean;
}
export interface AddCheck extends Base {
  readonly kind: 'add_check';
  readonly table: TableName;
  readonly constraint: CheckClause;
  readonly notValid: Maybe<boolean> | undefined;
  /** False for NOT ENFORCED. */
  readonly enforced?: boolean;
}
export interface AddUnique extends Base, KeyOptions {
  readonly kind: 'add_unique';
  readonly table: TableName;
  readonly name: MaybeName | undefined;
  readonly columns: readonly Located<string>[];
  /** `USING INDEX name`. */
  readonly usingIndex: string | undefined;
}
export interface AddPrimaryKey extends Base, KeyOptions {
  readonly kind: 'add_primary_key';
  readonly table: TableName;
  readonly name: MaybeName | undefined;
  readonly columns: readonly Located<string>[];
  readonly usingIndex: string | undefined;
}
export interface AddExclusion extends Base, KeyOptions {
  readonly kind: 'add_exclusion';
  readonly table: TableName;
  readonly name: MaybeName | undefined;
  /** What stands behind EXCLUDE; absent when it isn't known. */
  readonly sql?: string;
}
export interface DropConstraint extends Base {
  readonly kind: 'drop_constraint';
  readonly table: TableName;
  /** Undefined for `None`, which Alembic can't render. */
  readonly name: MaybeName | undefined;
  readonly constraintType: 'foreign-key' | 'primary-key' | 'unique' | 'check' | undefined;
  readonly ifExists: boolean;
  readonly cascade: boolean;
}
export interface ValidateConstraint extends Base {
  readonly kind: 'validate_constraint';
  readonly table: TableName;
  readonly name: Located<string>;
}
/** A comment on a table or column, whichever way it is written. */
export interface SetComment extends Base {
  readonly kind: 'set_comment';
  readonly table: TableName | undefined;
  /** Absent for the table's own comment. */
  readonly column?: string;
  readonly comment: Maybe<string | null>;
}
export interface CreateType extends Base {
  readonly kind: 'create_type';
  readonly name: string;
  readonly schema: string | undefined;
  /** Labels of an enum; undefined for other types or unknown labels. */
  readonly labels: readonly string[] | undefined;
  /** Absent for an enum. */
  readonly other?: TypeState['kind'];
  /** What stands behind the name of a type that is no enum. */
  readonly definition?: string;
  readonly checkFirst: boolean;
}
export interface AlterType extends Base {
  readonly kind: 'alter_type';
  readonly name: string;
  readonly schema: string | undefined;
  readonly change:
    | {
        readonly kind: 'add-value';
        readonly value: string;
        readonly ifNotExists: boolean;
        readonly neighbour?: string;
        readonly after?: boolean;
      }
    | { readonly kind: 'rename-value'; readonly from: string; readonly to: string }
    | { readonly kind: 'rename'; readonly to: string }
    | { readonly kind: 'other' };
}
export interface DropType extends Base {
  readonly kind: 'drop_type';
  readonly name: string;
  readonly schema: string | undefined;
  readonly ifExists: boolean;
  readonly cascade?: boolean;
}
export interface Update extends Base {
  readonly kind: 'update';
  readonly table: TableName;
  readonly alias: string | undefined;
  readonly sets: readonly { readonly column: Located<string>; readonly value: Scalar }[];
  readonly from: readonly Relation[];
  readonly with: readonly { readonly name: string; readonly query: Query }[];
  /** Undefined only when there certainly is none. */
  readonly where: Condition | undefined;
  /** The condition of WHERE, without the word. */
  readonly whereSpan: Span | undefined;
  /** `-- all-tenants: reason` inside the statement. */
  readonly comments: readonly string[];
}
export interface Delete extends Base {
  readonly kind: 'delete';
  readonly table: TableName;
  readonly alias: string | undefined;
  readonly using: readonly Relation[];
  readonly with: readonly { readonly name: string; readonly query: Query }[];
  readonly where: Condition | undefined;
  readonly whereSpan: Span | undefined;
  readonly comments: readonly string[];
}
export interface Insert extends Base {
  readonly kind: 'insert';
  readonly table: TableName;
  /** What stands in place of each column of the only row, or of the query's result, where that is known. */
  readonly values?: readonly Scalar[];
  /** What the comments in and beside the statement say. */
  readonly comments?: readonly string[];
  /** Undefined when no column list is given or it can't be known. */
  readonly columns: readonly string[] | undefined;
  /** INSERT without a list of columns, so that their order in the table decides. */
  readonly unnamed?: boolean;
  /** Undefined when rows come from a query or are unknown. */
  readonly rows: number | undefined;
  readonly query: Query | undefined;
  /** Where another column could stand; absent where it would change which rows there are. */
  readonly room?: InsertRoom;
  /** Of a query: the condition that another one may stand behind. */
  readonly conditionSpan?: Span;
}
/** Before the first column of the list, and before the first thing selected or around the only row. */
export type InsertRoom = { readonly column: Span } & (
  | { readonly target: Span }
  /** `VALUES (` and `)`. */
  | { readonly row: { readonly open: Span; readonly close: Span } }
);
export interface Select extends Base {
  readonly kind: 'select';
  readonly query: Query | undefined;
  /** Functions whose results it selects: `setval`, `set_config`. */
  readonly functions?: readonly string[];
  /** FOR UPDATE, FOR SHARE and the like. */
  readonly forUpdate?: boolean;
  /** Of `set_config(…)`. */
  readonly setting?: Setting;
}
/** A parameter of the session that SQL sets: `SET LOCAL lock_timeout = '5s'`, RESET, `set_config(…)`. */
export interface Setting {
  /** In lower case; `all` for RESET ALL. */
  readonly name: string;
  /** RESET, or SET … TO DEFAULT. */
  readonly reset: boolean;
  /** Until the end of the transaction only. */
  readonly local: boolean;
  /** Undefined when it is reset, or only known when the migration runs. */
  readonly value?: string;
  /** The value as written, quotes included. */
  readonly valueSpan?: Span;
  /** The word LOCAL. */
  readonly localSpan?: Span;
}
/** `BEGIN`, `COMMIT`, `ROLLBACK`, in SQL or as `connection.commit()`. */
export interface TransactionControl extends Base {
  readonly kind: 'transaction';
  readonly command: 'begin' | 'commit' | 'rollback' | 'other';
  /** On a session of the ORM rather than on the connection. */
  readonly session?: true;
  /** On a connection that isn't the migration's own, or isn't known to be. */
  readonly elsewhere?: true;
}
/** SQL that was parsed, of a kind without a member of its own here. */
export interface OtherStatement extends Base {
  readonly kind: 'statement';
  /** The command in words: `CREATE FUNCTION`, `SET`, `REINDEX`, `DETACH PARTITION`. */
  readonly command: string;
  /** CONCURRENTLY, where the command knows it. */
  readonly concurrently: boolean;
  /** The server refuses it inside a transaction block. */
  readonly needsAutocommit: boolean;
  readonly table: TableName | undefined;
  /** Name of the object it makes, changes or drops, where it has one. */
  readonly object: string | undefined;
  /** Of CREATE POLICY. */
  readonly policy?: Policy;
  /** Of GRANT, and of ALTER DEFAULT PRIVILEGES that grants. */
  readonly grant?: Grant;
  /** Relations beside the table: the partition to attach, the parent to inherit from, the view, index or sequence. */
  readonly others?: readonly TableName[];
  /** What it does to the schema, as far as the catalogue holds it. */
  readonly changes?: readonly ObjectChange[];
  /**
   * Words that say how it is meant, in lower case: parameters of SET (…), options of VACUUM, the mode of LOCK TABLE, the
   * value of SET, CASCADE, IF EXISTS; of DO the verbs of the statements in its body.
   */
  readonly options?: readonly string[];
  /** Of SET and RESET. */
  readonly setting?: Setting;
}
/** Rights, and who gets them. */
export interface Grant {
  /** Privileges, or roles that somebody becomes a member of, in lower case; empty for ALL. */
  readonly privileges: readonly string[];
  /** Roles; `public` for everybody. */
  readonly grantees: readonly string[];
  /** WITH GRANT OPTION or WITH ADMIN OPTION. */
  readonly passedOn: boolean;
  /** ALTER DEFAULT PRIVILEGES: on what will be made later. */
  readonly onFuture: boolean;
}
/** What a policy lets through. */
export interface Policy {
  readonly command: 'all' | 'select' | 'insert' | 'update' | 'delete';
  readonly permissive: boolean;
  readonly roles: readonly string[];
  readonly using: Condition | undefined;
  readonly check: Condition | undefined;
  /** Functions that the conditions call, e.g. `current_setting`. */
  readonly functions: readonly string[];
}
/** What can't be read statically; shown as such everywhere. */
export interface Opaque extends Base {
  readonly kind: 'opaque';
  /** The operation's name where that much is known: `create_index`, `execute`. */
  readonly verb: string | undefined;
  readonly reason: string;
  readonly source: string;
  /** Names of other modules than libraries that the call uses. */
  readonly imported?: readonly Mention[];
  /** SQL that is known as a whole and that PostgreSQL's grammar refuses: the parser's own words. */
  readonly syntaxError?: string;
  /** The database that would understand SQL which PostgreSQL's grammar refuses, where something tells. */
  readonly likelyDialect?: LikelyDialect;
  /** Of SQL that another database understands: see `OtherStatement.options`. */
  readonly options?: readonly string[];
}

export type Operation =
  | CreateTable
  | DropTable
  | RenameTable
  | AddColumn
  | DropColumn
  | AlterColumn
  | CreateIndex
  | DropIndex
  | AddForeignKey
  | AddCheck
  | AddUnique
  | AddPrimaryKey
  | AddExclusion
  | DropConstraint
  | ValidateConstraint
  | SetComment
  | CreateType
  | AlterType
  | DropType
  | Update
  | Delete
  | Insert
  | Select
  | TransactionControl
  | OtherStatement
  | Opaque;

export function isOpaque(operation: Operation): operation is Opaque {
  return operation.kind === 'opaque';
}

export type OperationKind = Operation['kind'];
export type OperationOf<K extends OperationKind> = Extract<Operation, { kind: K }>;
