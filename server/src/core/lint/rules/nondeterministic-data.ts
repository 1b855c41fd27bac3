/** Data that differs from one environment to the next. */

import { callsIn } from '../../operations/mentioned.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'nondeterministic-data',
  group: 'data',
  level: 'info',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  docs: {
    summary: 'Rows are written with values that Python makes up when the migration runs.',
    why: 'Every environment gets other keys or times, so what refers to them, such as a fixture or a later revision, fits one database only.',
    instead: 'Write constants, or a function of the server where the value is to be the time of the insert.',
  },
  examples: [
    {
      title: 'Keys that are the same everywhere',
      history: `op.create_table("plans", sa.Column("id", sa.Uuid(), primary_key=True), sa.Column("name", sa.Text()))`,
      bad: `import uuid
plans = sa.table("plans", sa.column("id", sa.Uuid()), sa.column("name"))
op.bulk_insert(plans, [{"id": «uuid.uuid4()», "name": "free"}])`,
      good: `import uuid
plans = sa.table("plans", sa.column("id", sa.Uuid()), sa.column("name"))
op.bulk_insert(plans, [{"id": uuid.UUID("0d2d4e1c-5a53-4c0e-9a39-6c1f3f0a7c11"), "name": "free"}])`,
    },
  ],

  *check(context) {
    const seen = new Set<number>();
    for (const { operation } of context.upgrade) {
      if (operation.kind !== 'insert' && operation.kind !== 'update') continue;
      const { given } = operation.origin.call;
      const values = given === undefined ? [] : [...given.values.values(), ...given.rest];
      const call = values.flatMap(callsIn).find(({ path }) => changing.test(path));
      if (call === undefined || seen.has(call.span.start)) continue;
      seen.add(call.span.start);
      yield {
        at: call.span,
        message: `${call.path}() gives another value in every environment, so the rows of ${context.show(operation.table)} differ between them.`,
        operation,
      };
    }
  },
});

const changing =
  /^(uuid\.uuid[14]|random\.\w+|secrets\.\w+|os\.urandom|time\.time|datetime\.(datetime\.|date\.)?(now|utcnow|today))$/;
