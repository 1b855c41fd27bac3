/** A primary key takes over an index whose columns may be NULL, and scans the table for it. */

import { findTable, type QualifiedName } from '../../schema/catalogue.ts';
import { proveKeyColumns } from '../fixes/not-null-through-check.ts';
import { hazards, waiting } from '../hazards.ts';
import { clause } from '../place.ts';
import { defineRule, type Step } from '../rule.ts';

const tags = `op.create_table("tags", sa.Column("code", sa.Text()), sa.Column("label", sa.Text()))
op.create_index("pk_tags", "tags", ["code"], unique=True)`;

export default defineRule({
  name: 'primary-key-using-index-nullable',
  group: 'constraints',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'PRIMARY KEY USING INDEX takes over an index on columns that may be NULL.',
    why: 'The key sets its columns NOT NULL on the way, and for that reads the whole table under an ACCESS EXCLUSIVE lock: the index was built concurrently, and nobody can use the table after all.',
    instead:
      'Set the columns NOT NULL first, proven by a check that is validated in a transaction of its own; then the key is instant.',
  },
  examples: [
    {
      title: 'NOT NULL proven first',
      history: tags,
      bad: 'op.execute("ALTER TABLE tags ADD CONSTRAINT pk_tags «PRIMARY KEY USING INDEX pk_tags»")',
      good: `with op.get_context().autocommit_block():
    op.execute("ALTER TABLE tags DROP CONSTRAINT IF EXISTS ck_tags_code_not_null")
    op.execute("ALTER TABLE tags ADD CONSTRAINT ck_tags_code_not_null CHECK (code IS NOT NULL) NOT VALID")
    op.execute("ALTER TABLE tags VALIDATE CONSTRAINT ck_tags_code_not_null")
op.execute("ALTER TABLE tags ALTER COLUMN code SET NOT NULL")
op.execute("ALTER TABLE tags DROP CONSTRAINT ck_tags_code_not_null")
op.execute("ALTER TABLE tags ADD CONSTRAINT pk_tags PRIMARY KEY USING INDEX pk_tags")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'add primary key using index')) {
      const { operation } = step;
      if (operation.kind !== 'add_primary_key' || operation.usingIndex === undefined) continue;
      const columns = nullableKeys(step, operation.table, operation.usingIndex);
      if (columns.length === 0) continue;
      const table = context.show(operation.table);
      yield {
        at: clause(operation, context.migration.text, /PRIMARY\s+KEY\s+USING\s+INDEX\s+[^\s;,]+/i),
        message: `${columns.join(' and ')} of ${table} may be NULL, so the key scans the whole table while ${waiting(effect)} wait.`,
        operation,
        fixes: () => proveKeyColumns(context, operation, columns),
      };
    }
  },
});

/** Columns of the index that are known to accept NULL. */
function nullableKeys({ before }: Step, name: QualifiedName, index: string): readonly string[] {
  const table = findTable(before, name);
  const keys = table?.indexes.find((each) => each.name === index)?.columns ?? [];
  return keys.flatMap((key) => (key !== undefined && table?.columns.get(key)?.nullable === true ? [key] : []));
}
