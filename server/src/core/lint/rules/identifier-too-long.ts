/** A name that the server cuts, or that SQLAlchemy refuses to send. */

import { isKnown, type MaybeName, type Operation } from '../../operations/operation.ts';
import { byteLength, firstBytes } from '../../text/bytes.ts';
import type { Span } from '../../text/span.ts';
import { shortenName } from '../fixes/shorten-name.ts';
import { defineRule } from '../rule.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))';

/** Bytes of a name that PostgreSQL keeps. */
const most = 63;

export default defineRule({
  name: 'identifier-too-long',
  group: 'constraints',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  scope: { downgrade: true, roots: true },
  docs: {
    summary: 'A name has more than the 63 bytes that PostgreSQL keeps.',
    why: 'SQLAlchemy refuses to send a constraint or index of that name, or sends a shorter one with a hash in place of one in `op.f()`. In SQL, and of tables and columns, the server cuts the end off without an error, so the object has another name than the file says, and two long names may become one.',
    instead: 'Write the short name yourself. A letter with an accent takes two bytes.',
  },
  examples: [
    {
      title: 'A name that is refused',
      history: users,
      bad: `op.create_check_constraint(
    «"ck_users_email_address_has_an_at_sign_and_a_host_with_a_top_level_domain"»,
    "users",
    "email LIKE '%@%'",
    postgresql_not_valid=True,
)`,
      good: `op.create_check_constraint(
    "ck_users_email_address_has_an_at_sign_and_a_host_with_a_top_lev",
    "users",
    "email LIKE '%@%'",
    postgresql_not_valid=True,
)`,
    },
    {
      title: 'A column that the server renames',
      history: users,
      bad: 'op.add_column("users", sa.Column(«"address_that_the_invoice_is_sent_to_if_it_is_not_that_of_the_company"», sa.Text()))',
      good: 'op.add_column("users", sa.Column("address_that_the_invoice_is_sent_to_if_it_is_not_that_of_the_co", sa.Text()))',
    },
    {
      title: 'In SQL',
      history: users,
      bad: `with op.get_context().autocommit_block():
    op.execute("CREATE INDEX CONCURRENTLY «ix_users_email_for_the_login_page_of_customers_who_forgot_their_number» ON users (email)")`,
      good: `with op.get_context().autocommit_block():
    op.execute("CREATE INDEX CONCURRENTLY ix_users_email_for_the_login_page_of_customers_who_forgot_their ON users (email)")`,
    },
  ],

  *check(context) {
    for (const { operation } of [...context.upgrade, ...context.downgrade]) {
      for (const { written, sent, at } of longNames(operation)) {
        const short = sent ?? firstBytes(written, most);
        const becomes =
          sent === undefined
            ? 'so SQLAlchemy refuses to send it and the migration stops here'
            : `so the object is called ${sent} instead`;
        yield {
          at,
          message: `${written} has ${byteLength(written)} bytes, and PostgreSQL keeps ${most}, ${becomes}.`,
          operation,
          fixes: () => shortenName(context, at, written, short),
        };
      }
    }
  },
});

interface LongName {
  readonly written: string;
  /** The name that the object gets; undefined where the name is refused. */
  readonly sent: string | undefined;
  readonly at: Span;
}

function longNames(operation: Operation): readonly LongName[] {
  switch (operation.kind) {
    case 'add_check':
    case 'add_foreign_key':
      return ofObject(operation.constraint.name);
    case 'add_exclusion':
    case 'add_primary_key':
    case 'add_unique':
    case 'create_index':
    case 'drop_constraint':
    case 'drop_index':
      return ofObject(operation.name);
    case 'add_column':
      return ofText(operation.column.name, operation.column.nameSpan);
    case 'rename_table':
      return ofText(operation.newName.value, operation.newName.span);
    case 'alter_column':
      return isKnown(operation.newName) ? ofText(operation.newName.value, operation.newName.span) : [];
    case 'create_table': {
      const { table, columns, constraints } = operation;
      const inside = columns.flatMap((column) => [...column.foreignKeys, ...column.checks]);
      return [
        ...ofText(table.name, table.span),
        ...columns.flatMap((column) => ofText(column.name, column.nameSpan)),
        ...[...inside, ...constraints].flatMap(({ name }) => ofObject(name)),
      ];
    }
    default:
      return [];
  }
}

/** A constraint or index, whose name SQLAlchemy looks at too. */
function ofObject(name: MaybeName | undefined): readonly LongName[] {
  if (name === undefined || 'unknown' in name || name.written === undefined) return [];
  return [{ written: name.written, sent: name.refused ? undefined : name.value, at: name.span }];
}

/** A table or column, which only the server looks at. */
function ofText(written: string, at: Span): readonly LongName[] {
  return byteLength(written) > most ? [{ written, sent: firstBytes(written, most), at }] : [];
}
