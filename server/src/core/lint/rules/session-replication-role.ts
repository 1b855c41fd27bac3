/** Foreign keys and triggers are switched off for the session. */

import type { OperationOf } from '../../operations/operation.ts';
import { insertion } from '../../text/edit.ts';
import { execute } from '../fixes/code.ts';
import { removeStatement } from '../fixes/sql-statement.ts';
import { endOfLine } from '../fixes/statement.ts';
import { clause } from '../place.ts';
import { defineRule, type Fix, type RuleContext, type Step } from '../rule.ts';

const tables = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id")))`;

export default defineRule({
  name: 'session-replication-role',
  group: 'destructive',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'suggested',
  scope: { downgrade: true, roots: true },
  docs: {
    summary: 'The session plays a replica, so that PostgreSQL checks no foreign key and fires no trigger.',
    why: 'Rows that break foreign keys get in unnoticed and stay, since nothing checks them later; audit and timestamp triggers miss the change. The setting outlives the statement, so that it also concerns the revisions that run after.',
    instead:
      'Put the rows in an order that the keys allow, or make the keys deferrable and use `SET CONSTRAINTS ALL DEFERRED`.',
  },
  examples: [
    {
      title: 'With the keys in force',
      history: tables,
      bad: `op.execute("SET session_replication_role = «replica»")
op.execute("INSERT INTO orders (user_id) VALUES (NULL)")`,
      good: 'op.execute("INSERT INTO orders (user_id) VALUES (NULL)")',
    },
    {
      title: 'Put back, it still lets wrong rows in',
      history: tables,
      bad: `op.execute("SET session_replication_role = «'replica'»")
op.execute("INSERT INTO orders (user_id) VALUES (NULL)")
op.execute("SET session_replication_role = DEFAULT")`,
      good: 'op.execute("INSERT INTO orders (user_id) VALUES (NULL)")',
    },
  ],

  *check(context) {
    for (const steps of [context.upgrade, context.downgrade]) {
      for (const [index, { operation }] of steps.entries()) {
        if (!isSetting(operation) || operation.setting?.value !== 'replica') continue;
        const restored = restoring(steps.slice(index + 1));
        const back = restored === undefined ? ', also in what runs after this revision' : ' until it is put back';
        yield {
          at: clause(operation, context.migration.text, /'?\breplica\b'?/i),
          message: `From here on no foreign key is checked and no trigger fires${back}; rows that break a key stay unnoticed.`,
          operation,
          ...(restored === undefined ? {} : { level: 'warning' as const }),
          fixes: () => fixesOf(context, operation, restored),
        };
      }
    }
  },
});

function isSetting(operation: Step['operation']): operation is OperationOf<'statement'> {
  return operation.kind === 'statement' && operation.object === 'session_replication_role';
}

/** The statement that puts the setting back. */
function restoring(later: readonly Step[]): OperationOf<'statement'> | undefined {
  return later.flatMap(({ operation }) =>
    isSetting(operation) && operation.setting?.value !== 'replica' ? [operation] : [],
  )[0];
}

function fixesOf(
  { migration }: RuleContext,
  operation: OperationOf<'statement'>,
  restored: OperationOf<'statement'> | undefined,
): readonly Fix[] {
  const gone = removeStatement(migration, operation);
  const back = restored === undefined ? [] : removeStatement(migration, restored);
  if (gone.length === 0 || (restored !== undefined && back.length === 0)) return [];
  const removal = { title: 'Keep foreign keys and triggers in force', preferred: true, edits: [...gone, ...back] };
  return restored === undefined ? [removal, ...putBack(migration, operation)] : [removal];
}

/** At the end of the function. */
function putBack(
  { text, style, functions }: RuleContext['migration'],
  { span }: OperationOf<'statement'>,
): readonly Fix[] {
  const own = [functions.upgrade, functions.downgrade].find(
    (each) => each !== undefined && each.body.start <= span.start && span.end <= each.body.end,
  );
  if (own === undefined || style.op === undefined) return [];
  const end = endOfLine(text, own.body.start + text.slice(own.body.start, own.body.end).trimEnd().length);
  const line = style.newline + own.indent + execute(style, style.op, 'SET session_replication_role = DEFAULT');
  return [{ title: 'Put the setting back at the end', preferred: false, edits: [insertion(end, line)] }];
}
