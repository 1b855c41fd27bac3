/** What only PostgreSQL knows, in a migration that runs on other databases too. */

import { usesDialect } from '../../history/environment.ts';
import { runsOn } from '../../operations/circumstance.ts';
import { type ColumnDefinition, known, type Operation } from '../../operations/operation.ts';
import type { Span } from '../../text/span.ts';
import { dialectNames } from '../dialect-names.ts';
import { sqliteEnvironment } from '../example-environment.ts';
import { onlyOn } from '../fixes/dialect-guard.ts';
import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const users = 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("tags", sa.Text()))';

export default defineRule({
  name: 'dialect-specific-op',
  group: 'dialects',
  level: 'warning',
  profile: 'strict',
  dialects: ['sqlite', 'mysql'],
  fix: 'suggested',
  scope: { roots: true },
  docs: {
    summary: 'A statement or type that only PostgreSQL knows stands in a project that runs on other databases too.',
    why: 'On the other database the revision stops with a syntax error, or with "can\'t render element of type". As a rule that is the database of the tests, so nobody can make one any more.',
    instead:
      'Put it under `if op.get_context().dialect.name == "postgresql":`, or give a type a variant: `sa.JSON().with_variant(postgresql.JSONB(), "postgresql")`.',
  },
  examples: [
    {
      title: 'A command of PostgreSQL',
      env: sqliteEnvironment,
      history: users,
      bad: 'op.execute("«ALTER TABLE» users ENABLE ROW LEVEL SECURITY")',
      good: `if op.get_context().dialect.name == "postgresql":
    op.execute("ALTER TABLE users ENABLE ROW LEVEL SECURITY")`,
    },
    {
      title: 'A type of PostgreSQL',
      env: sqliteEnvironment,
      history: users,
      bad: `from sqlalchemy.dialects import postgresql
op.add_column("users", sa.Column("settings", «postgresql.JSONB()»))`,
      good: `from sqlalchemy.dialects import postgresql
op.add_column("users", sa.Column("settings", sa.JSON().with_variant(postgresql.JSONB(), "postgresql")))`,
      fixed: false,
    },
  ],

  *check(context) {
    const { upgrade, environment, migration } = context;
    for (const { operation } of upgrade) {
      const other = (['sqlite', 'mysql'] as const).find(
        (dialect) => usesDialect(environment, dialect) && runsOn(operation, dialect),
      );
      if (other === undefined || !runsOn(operation, 'postgresql')) continue;
      const name = dialectNames[other];
      const typed = typesOf(operation)[0];
      if (typed !== undefined) {
        yield {
          at: typed.span,
          message: `SQLAlchemy can not render ${typed.source} for ${name}, where this runs too; give it a variant.`,
          operation,
        };
      } else if (isOwn(operation)) {
        yield {
          at: verb(operation, migration.text),
          message: `${name}, where this runs too, does not know it; run it on PostgreSQL only.`,
          operation,
          fixes: () => onlyOn(context, operation, 'postgresql'),
        };
      }
    }
  },
});

function typesOf(operation: Operation): readonly { readonly span: Span; readonly source: string }[] {
  const ofColumns = (columns: readonly ColumnDefinition[]) =>
    columns.flatMap(({ type }) =>
      type.value.only === undefined ? [] : [{ span: type.span, source: type.value.source }],
    );
  if (operation.kind === 'create_table') return ofColumns(operation.columns);
  if (operation.kind === 'add_column') return ofColumns([operation.column]);
  const type = operation.kind === 'alter_column' ? operation.type : undefined;
  return type?.value.only === undefined ? [] : [{ span: type.span, source: type.value.source }];
}

/** Whether the other databases lack the statement; those that Alembic renders for each of them are no matter. */
function isOwn(operation: Operation): boolean {
  switch (operation.kind) {
    case 'add_exclusion':
    case 'alter_type':
    case 'validate_constraint':
      return true;
    case 'create_type':
    case 'drop_type':
    case 'set_comment':
      return operation.origin.kind === 'sql';
    case 'create_index':
    case 'drop_index':
      return operation.origin.kind === 'sql' && known(operation.concurrently) === true;
    case 'statement':
      return own.test(operation.command);
    default:
      return false;
  }
}

const own =
  /\b(EXTENSION|POLICY|ROW LEVEL SECURITY|MATERIALIZED VIEW|SEQUENCE|DOMAIN|FUNCTION|AGGREGATE|RULE|OPERATOR|PUBLICATION|STATISTICS|SCHEMA|PARTITION|INHERIT|TABLESPACE|LOGGED|OWNER|STORAGE|COMPRESSION|IDENTITY|EXPRESSION)\b|^(DO|SET|RESET|CLUSTER|REINDEX|GRANT|REVOKE|LOCK TABLE|COMMENT ON .*|CREATE TRIGGER|SELECT INTO|TRUNCATE)$/;
