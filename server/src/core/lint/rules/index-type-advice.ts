/** An index of a kind that serves no query on values of such a type. */

import { known, type OperationOf } from '../../operations/operation.ts';
import { findTable } from '../../schema/catalogue.ts';
import type { DataType } from '../../schema/data-type.ts';
import { argument, verb } from '../place.ts';
import { defineRule, type Step } from '../rule.ts';

const docs = `op.execute("CREATE TABLE docs (id integer PRIMARY KEY, body jsonb, tags text[], words tsvector)")`;

export default defineRule({
  name: 'index-type-advice',
  group: 'indexes',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'A column of documents, lists, words, ranges or shapes has a B-tree index.',
    why: "A B-tree finds whole values that are equal or in order. What is asked of such columns is what they contain, overlap or are near to, for which it is never used; large values don't even fit into it.",
    instead:
      'Use `postgresql_using="gin"` for `jsonb`, arrays and `tsvector`, `"gist"` for ranges and shapes, `"hnsw"` with an operator class for vectors; or index the expression that queries compare.',
  },
  examples: [
    {
      title: 'What a document contains',
      history: docs,
      bad: `with op.get_context().autocommit_block():
    op.create_index("ix_docs_body", "docs", «["body"]», postgresql_concurrently=True)`,
      good: `with op.get_context().autocommit_block():
    op.create_index("ix_docs_body", "docs", ["body"], postgresql_using="gin", postgresql_concurrently=True)`,
    },
    {
      title: 'In SQL',
      history: docs,
      bad: `with op.get_context().autocommit_block():
    op.execute("«CREATE INDEX CONCURRENTLY» ix_docs_tags ON docs (tags)")`,
      good: `with op.get_context().autocommit_block():
    op.execute("CREATE INDEX CONCURRENTLY ix_docs_tags ON docs USING gin (tags)")`,
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      if (operation.kind !== 'create_index' || operation.unique || (operation.method ?? 'btree') !== 'btree') continue;
      const found = columnToAdvise(step, operation);
      if (found === undefined) continue;
      const index = known(operation.name) ?? 'This index';
      yield {
        at: argument(operation, 'columns') ?? verb(operation, context.migration.text),
        message: `${index} is a B-tree on ${found.column}, which is ${found.type}: what such values contain is found with ${found.method}.`,
        operation,
      };
    }
  },
});

const methods: Readonly<Record<string, string>> = {
  jsonb: 'gin',
  tsvector: 'gin',
  int4range: 'gist',
  int8range: 'gist',
  numrange: 'gist',
  tsrange: 'gist',
  tstzrange: 'gist',
  daterange: 'gist',
  geometry: 'gist',
  geography: 'gist',
  vector: 'hnsw',
  halfvec: 'hnsw',
};

function columnToAdvise({ before }: Step, { table, columns }: OperationOf<'create_index'>) {
  for (const column of columns) {
    const type = column && findTable(before, table)?.columns.get(column.value)?.type;
    const method = type && methodFor(type);
    if (method !== undefined) return { column: column?.value, type: type?.source, method };
  }
  return undefined;
}

function methodFor({ name = '', dimensions }: DataType): string | undefined {
  return dimensions > 0 ? 'gin' : methods[name];
}
