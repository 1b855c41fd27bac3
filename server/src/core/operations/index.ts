/** Every operation, alphabetically: the only list of them. */

import { addCheck } from './add-check.ts';
import { addColumn } from './add-column.ts';
import { addExclusion } from './add-exclusion.ts';
import { addForeignKey } from './add-foreign-key.ts';
import { addPrimaryKey } from './add-primary-key.ts';
import { addUnique } from './add-unique.ts';
import { alterColumn } from './alter-column.ts';
import { alterType } from './alter-type.ts';
import { createIndex } from './create-index.ts';
import { createTable } from './create-table.ts';
import { createType } from './create-type.ts';
import type { OperationDefinition } from './definition.ts';
import { deleteRows } from './delete.ts';
import { dropColumn } from './drop-column.ts';
import { dropConstraint } from './drop-constraint.ts';
import { dropIndex } from './drop-index.ts';
import { dropTable } from './drop-table.ts';
import { dropType } from './drop-type.ts';
import { insertRows } from './insert.ts';
import { opaque } from './opaque.ts';
import type { OperationKind } from './operation.ts';
import { renameTable } from './rename-table.ts';
import { selectRows } from './select.ts';
import { setComment } from './set-comment.ts';
import { otherStatement } from './statement.ts';
import { transactionControl } from './transaction.ts';
import { updateRows } from './update.ts';
import { validateConstraint } from './validate-constraint.ts';

export const operations: { readonly [K in OperationKind]: OperationDefinition<K> } = {
  add_check: addCheck,
  add_column: addColumn,
  add_exclusion: addExclusion,
  add_foreign_key: addForeignKey,
  add_primary_key: addPrimaryKey,
  add_unique: addUnique,
  alter_column: alterColumn,
  alter_type: alterType,
  create_index: createIndex,
  create_table: createTable,
  create_type: createType,
  delete: deleteRows,
  drop_column: dropColumn,
  drop_constraint: dropConstraint,
  drop_index: dropIndex,
  drop_table: dropTable,
  drop_type: dropType,
  insert: insertRows,
  opaque: opaque,
  rename_table: renameTable,
  select: selectRows,
  set_comment: setComment,
  statement: otherStatement,
  transaction: transactionControl,
  update: updateRows,
  validate_constraint: validateConstraint,
};

/** The declaration of an operation's kind; for an operation of any kind it takes any operation. */
export function definitionOf<K extends OperationKind>(operation: { readonly kind: K }): OperationDefinition<K> {
  return operations[operation.kind];
}
