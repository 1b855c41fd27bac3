/** What statements without an operation of their own change, by subject. */

import type {
  DomainState,
  FunctionState,
  PolicyState,
  QualifiedName,
  SequenceState,
  TriggerState,
  ViewState,
} from '../../schema/catalogue.ts';
import type { Identity, SequenceOptions, ServerDefault } from '../../schema/data-type.ts';

export type ObjectChange =
  | CommentChange
  | DomainChange
  | ExtensionChange
  | FunctionChange
  | PolicyChange
  | SchemaChange
  | SequenceChange
  | TableChange
  | TriggerChange
  | ViewChange;

export interface CommentChange {
  readonly subject: 'comment';
  readonly view: QualifiedName;
  readonly comment: string | undefined;
}

type Check = DomainState['checks'][number];

export type DomainChange = { readonly subject: 'domain'; readonly name: QualifiedName } & (
  | ({ readonly do: 'create' } & Pick<DomainState, 'type' | 'nullable' | 'default' | 'checks'>)
  | { readonly do: 'drop'; readonly cascade: boolean }
  | { readonly do: 'rename'; readonly to: string }
  | { readonly do: 'move'; readonly schema: string }
  | { readonly do: 'nullable'; readonly nullable: boolean }
  | { readonly do: 'default'; readonly default: ServerDefault | null }
  | { readonly do: 'add-check'; readonly check: Check }
  | { readonly do: 'drop-check'; readonly check: string }
  | { readonly do: 'rename-check'; readonly check: string; readonly to: string }
  | { readonly do: 'validate'; readonly check: string }
);

export type ExtensionChange = { readonly subject: 'extension' } & (
  | {
      readonly do: 'create';
      readonly name: string;
      readonly schema: string | undefined;
      readonly version: string | undefined;
      readonly ifNotExists: boolean;
    }
  | { readonly do: 'drop'; readonly name: string }
);

/** A function as statements name it that change or drop it. */
export interface NamedFunction {
  readonly name: QualifiedName;
  /** Undefined where the arguments are not given: the only one of that name. */
  readonly signature: string | undefined;
}

export type FunctionChange = { readonly subject: 'function' } & (
  | {
      readonly do: 'put';
      readonly name: QualifiedName;
      readonly signature: string;
      readonly kind: FunctionState['kind'];
      readonly definition: string | undefined;
    }
  | ({ readonly do: 'drop'; readonly cascade: boolean } & NamedFunction)
  | ({ readonly do: 'rename'; readonly to: string } & NamedFunction)
  | ({ readonly do: 'move'; readonly schema: string } & NamedFunction)
);

export type PolicyChange = { readonly subject: 'policy'; readonly table: QualifiedName } & (
  | { readonly do: 'create'; readonly policy: Omit<PolicyState, 'by'> }
  | ({ readonly do: 'alter'; readonly name: string } & Partial<Pick<PolicyState, 'roles' | 'using' | 'check'>>)
  | { readonly do: 'drop'; readonly name: string }
  | { readonly do: 'rename'; readonly name: string; readonly to: string }
  | { readonly do: 'security'; readonly enabled?: boolean; readonly forced?: boolean }
);

export type SchemaChange = { readonly subject: 'schema' } & (
  | { readonly do: 'create'; readonly name: string; readonly ifNotExists: boolean }
  | { readonly do: 'drop'; readonly name: string; readonly cascade: boolean }
  | { readonly do: 'rename'; readonly name: string; readonly to: string }
);

/** The column of OWNED BY; null for NONE, undefined where it isn't said. */
export type SequenceOwner = NonNullable<SequenceState['ownedBy']> | null | undefined;

export type SequenceChange = { readonly subject: 'sequence'; readonly name: QualifiedName } & (
  | {
      readonly do: 'create';
      readonly options: SequenceOptions;
      readonly owner: SequenceOwner;
      readonly ifNotExists: boolean;
    }
  | { readonly do: 'alter'; readonly options: SequenceOptions; readonly owner: SequenceOwner }
  | { readonly do: 'drop' }
  | { readonly do: 'rename'; readonly to: string }
  | { readonly do: 'move'; readonly schema: string }
);

export type TableChange = { readonly subject: 'table' } & (
  | { readonly do: 'move'; readonly table: QualifiedName; readonly schema: string }
  | { readonly do: 'rename-constraint'; readonly table: QualifiedName; readonly name: string; readonly to: string }
  | { readonly do: 'rename-index'; readonly index: QualifiedName; readonly to: string }
  | { readonly do: 'attach-index'; readonly index: QualifiedName; readonly part: QualifiedName }
  | { readonly do: 'attach'; readonly table: QualifiedName; readonly part: QualifiedName; readonly bound: string }
  | { readonly do: 'detach'; readonly table: QualifiedName; readonly part: QualifiedName }
  | { readonly do: 'inherit'; readonly table: QualifiedName; readonly parent: QualifiedName; readonly on: boolean }
  | { readonly do: 'logged'; readonly table: QualifiedName; readonly on: boolean }
  | {
      readonly do: 'identity';
      readonly table: QualifiedName;
      readonly column: string;
      /** Null drops it; a change of one that is there keeps what it doesn't say. */
      readonly identity: Partial<Identity> | null;
    }
  /** NOT NULL that is NOT VALID. */
  | {
      readonly do: 'not-null';
      readonly table: QualifiedName;
      readonly column: string;
      readonly name: string | undefined;
    }
  | { readonly do: 'drop-expression'; readonly table: QualifiedName; readonly column: string }
  | {
      readonly do: 'set-expression';
      readonly table: QualifiedName;
      readonly column: string;
      readonly sql: string;
    }
  | {
      readonly do: 'alter-constraint';
      readonly table: QualifiedName;
      readonly name: string;
      readonly deferrable?: boolean;
      readonly initiallyDeferred?: boolean;
    }
);

export type TriggerChange = { readonly subject: 'trigger'; readonly table: QualifiedName } & (
  | { readonly do: 'put'; readonly trigger: Omit<TriggerState, 'by'> }
  | { readonly do: 'drop'; readonly name: string }
  | { readonly do: 'rename'; readonly name: string; readonly to: string }
  /** All triggers of the table without a name. */
  | { readonly do: 'switch'; readonly name: string | undefined; readonly firing: TriggerState['firing'] }
);

export type ViewChange = { readonly subject: 'view'; readonly name: QualifiedName } & (
  | ({ readonly do: 'put'; readonly ifNotExists: boolean } & Omit<
      ViewState,
      keyof QualifiedName | 'indexes' | 'triggers' | 'by'
    >)
  | { readonly do: 'drop' }
  | { readonly do: 'rename'; readonly to: string; readonly materialized: boolean }
  | { readonly do: 'move'; readonly schema: string }
  | { readonly do: 'populate'; readonly populated: boolean }
  | { readonly do: 'name-column'; readonly from: string; readonly to: string }
);
