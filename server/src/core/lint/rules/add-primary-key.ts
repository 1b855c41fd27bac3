/** A primary key builds its index while nobody can use the table. */

import { keyThroughIndex } from '../fixes/key-through-index.ts';
import { hazards, waiting } from '../hazards.ts';
import { clause, verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const tags = `op.create_table("tags", sa.Column("code", sa.Text(), nullable=False), sa.Column("label", sa.Text()))`;

const through = `with op.get_context().autocommit_block():
    op.create_index("pk_tags", "tags", ["code"], unique=True, postgresql_concurrently=True)
op.execute("ALTER TABLE tags ADD CONSTRAINT pk_tags PRIMARY KEY USING INDEX pk_tags")`;

export default defineRule({
  name: 'add-primary-key',
  group: 'constraints',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'A primary key is added to an existing table and builds its index at once.',
    why: 'ADD PRIMARY KEY holds an ACCESS EXCLUSIVE lock while the index is built and, where a column may be NULL, while the table is scanned besides; nobody can read or write it meanwhile.',
    instead:
      'Build a unique index concurrently in an `autocommit_block()`, prove that no value is NULL with a check that is validated, then add the key with `PRIMARY KEY USING INDEX`, which is instant.',
  },
  examples: [
    {
      title: 'The index first, the key from it',
      history: tags,
      bad: '«op.create_primary_key»("pk_tags", "tags", ["code"])',
      good: through,
    },
    {
      title: 'A column that may be NULL is proven not to be',
      history: tags,
      bad: '«op.create_primary_key»("pk_tags", "tags", ["label"])',
      good: `with op.get_context().autocommit_block():
    op.create_index("pk_tags", "tags", ["label"], unique=True, postgresql_concurrently=True)
    op.execute("ALTER TABLE tags DROP CONSTRAINT IF EXISTS ck_tags_label_not_null")
    op.execute("ALTER TABLE tags ADD CONSTRAINT ck_tags_label_not_null CHECK (label IS NOT NULL) NOT VALID")
    op.execute("ALTER TABLE tags VALIDATE CONSTRAINT ck_tags_label_not_null")
op.execute("ALTER TABLE tags ALTER COLUMN label SET NOT NULL")
op.execute("ALTER TABLE tags ADD CONSTRAINT pk_tags PRIMARY KEY USING INDEX pk_tags")
op.execute("ALTER TABLE tags DROP CONSTRAINT ck_tags_label_not_null")`,
    },
    {
      title: 'In a batch block',
      history: tags,
      bad: `with op.batch_alter_table("tags") as batch_op:
    «batch_op.create_primary_key»("pk_tags", ["code"])`,
      good: through,
    },
    {
      title: 'In SQL',
      history: tags,
      bad: 'op.execute("ALTER TABLE tags ADD «CONSTRAINT pk_tags PRIMARY KEY (code)»")',
      good: through,
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'add primary key')) {
      const { operation } = step;
      const { text } = context.migration;
      if (operation.kind === 'add_primary_key') {
        const table = context.show(operation.table);
        const words = /(CONSTRAINT\s+\S+\s+)?PRIMARY\s+KEY\b[^(;]*(\([^)]*\))?/i;
        yield {
          at: operation.origin.kind === 'sql' ? clause(operation, text, words) : verb(operation, text),
          message: `Adding the primary key of ${table} builds its index while ${waiting(effect)} wait, and fails if a value is NULL or occurs twice.`,
          operation,
          fixes: () => keyThroughIndex(context, step, operation),
        };
      } else if (operation.kind === 'add_column') {
        const table = context.show(operation.table);
        yield {
          at: effect.at,
          message: `Adding ${table}.${operation.column.name} as primary key builds its index while ${waiting(effect)} of ${table} wait.`,
          operation,
        };
      }
    }
  },
});
