import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { CallSite, Operation } from '../../../../server/src/core/operations/operation.ts';
import type { Span } from '../../../../server/src/core/text/span.ts';
import { migration, readText, showOperation } from './python-operations.ts';

/** The text without `«` and `»`, and the span between them. */
function marked(text: string): { readonly text: string; readonly span: Span } {
  const start = text.indexOf('«');
  const end = text.indexOf('»') - 1;
  assert.ok(start >= 0 && end >= start, 'the text has a mark');
  return { text: text.replace('«', '').replace('»', ''), span: { start, end } };
}

/** What stands in the marks is where `pick` says that something of the first operation stands. */
function checkPlace(body: string, pick: (operation: Operation, call: CallSite) => Span | undefined): void {
  const { text, span } = marked(migration(body));
  const [operation] = readText(text).upgrade;
  assert.ok(operation, 'an operation is read');
  const place = pick(operation, operation.origin.call);
  assert.ok(place, 'it has such a place');
  assert.equal(text.slice(place.start, place.end), text.slice(span.start, span.end));
  assert.deepEqual(place, span);
}

/** A member of an operation by path, e.g. `column.nullable`; its span where it is located. */
function placeOf(operation: Operation, path: string): Span | undefined {
  let value: unknown = operation;
  for (const name of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[name];
  const located = value as { span?: Span; start?: number; end?: number } | undefined;
  return located?.span ?? (located as Span | undefined);
}

const at = (path: string) => (operation: Operation) => placeOf(operation, path);
const argument = (name: string) => (_: Operation, call: CallSite) => call.arguments.get(name)?.span;

suite('where things stand', () => {
  test('operations, tables, names', () => {
    checkPlace('«op.drop_table("t")»', at('span'));
    checkPlace('op.drop_table(«"t"»)', at('table'));
    checkPlace('op.drop_table(table_name=«"día 🎉"»)', at('table'));
    checkPlace('op.create_index(op.f(«"ix"»), "t", ["a"])', at('name'));
    checkPlace('op.create_index("ix", "t", ["a", «"b"»])', at('columns.1'));
    checkPlace('op.drop_column("t", «"a"»)', at('column'));
    checkPlace('op.rename_table("a", «"b"»)', at('newName'));
  });

  test('members of columns', () => {
    checkPlace('op.add_column("t", «sa.Column("a", sa.Integer)»)', at('column'));
    checkPlace('op.add_column("t", sa.Column(«"a"», sa.Integer))', at('column.nameSpan'));
    checkPlace('op.add_column("t", sa.Column("a", «sa.String(50)»))', at('column.type'));
    checkPlace('op.add_column("t", sa.Column("a", sa.Integer, nullable=«False»))', at('column.nullable'));
    checkPlace(
      'op.add_column("t", sa.Column("a", sa.Integer, server_default=«sa.text("1")»))',
      at('column.serverDefault'),
    );
    checkPlace('op.add_column("t", sa.Column("a", sa.Integer, default=«uuid4»))', at('column.clientDefault'));
    checkPlace(
      'op.add_column("t", sa.Column("a", sa.Integer, «sa.ForeignKey("o.id", ondelete="CASCADE")»))',
      at('column.foreignKeys.0'),
    );
    checkPlace(
      'op.add_column("t", sa.Column("a", sa.Integer, sa.ForeignKey("o.id", ondelete=«"CASCADE"»)))',
      at('column.foreignKeys.0.onDelete'),
    );
  });

  test('a value that comes through a variable stands where it is used', () => {
    checkPlace('table = "t"\nop.drop_table(«table»)', at('table'));
    checkPlace('for table in ("a", "b"):\n    op.drop_table(«table»)', at('table'));
    checkPlace('column = «sa.Column("a", sa.Integer)»\nop.add_column("t", column)', at('column'));
  });

  test('statements in strings', () => {
    checkPlace('op.execute("«DROP TABLE t»")', at('span'));
    checkPlace('op.execute("""\n    «DROP TABLE t»;\n    DROP TABLE u\n""")', at('span'));
    checkPlace('sql = "«DROP TABLE t»"\nop.execute(sql)', at('span'));
    checkPlace('op.execute("UPDATE t SET a = \'é🎉\' WHERE «b = 1»")', at('whereSpan'));
  });

  test('arguments, by the names of the signature', () => {
    checkPlace('op.alter_column("t", "c", «nullable=False»)', argument('nullable'));
    checkPlace('op.create_index("ix", «"t"», ["a"])', argument('table_name'));
    checkPlace('op.create_table("t", «sa.Column("a", sa.Integer)»)', argument('columns[0]'));
    checkPlace('op.get_bind().execute(«sa.text("SELECT 1")»)', argument('statement'));
    checkPlace(
      'with op.batch_alter_table("t") as b:\n    b.alter_column(«"c"», nullable=False)',
      argument('column_name'),
    );
  });

  test('arguments of a column', () => {
    const of = (name: string) => (operation: Operation) =>
      operation.kind === 'add_column' ? operation.column.call?.arguments.get(name)?.span : undefined;
    checkPlace('op.add_column("t", sa.Column(«"a"», sa.Integer))', of('name'));
    checkPlace('op.add_column("t", sa.Column("a", «sa.Integer»))', of('type_'));
    checkPlace('op.add_column("t", sa.Column("a", sa.Integer, «nullable=False»))', of('nullable'));
    checkPlace('op.add_column("t", sa.Column("a", «sa.ForeignKey("o.id")», nullable=False))', of('arguments[0]'));
  });
});

suite('call sites', () => {
  function site(body: string): CallSite {
    const [operation] = readText(migration(body)).upgrade;
    assert.ok(operation, 'an operation is read');
    return operation.origin.call;
  }

  test('callee and receiver', () => {
    assert.deepEqual([site('op.drop_table("t")').callee, site('op.drop_table("t")').receiver], ['op.drop_table', 'op']);
    assert.equal(
      site('with op.batch_alter_table("t") as batch_op:\n    batch_op.drop_column("a")').receiver,
      'batch_op',
    );
  });

  test('closing parenthesis and trailing comma', () => {
    const text = migration('op.drop_table(\n    "t",  # the last, of course\n)');
    const [operation] = readText(text).upgrade;
    assert.equal(text[operation?.origin.call.close ?? 0], ')');
    assert.equal(operation?.origin.call.trailingComma, true);
    assert.equal(site('op.drop_table("t")').trailingComma, false);
    assert.equal(site('op.drop_table("a"  # a, b\n)').trailingComma, false);
  });

  test('the statement around, with its indentation', () => {
    const text = migration('if True:\n    op.create_table(\n        "t",\n    )  # done');
    const [operation] = readText(text).upgrade;
    const { statement, indent } = operation?.origin.call ?? site('');
    assert.equal(
      text.slice(statement.start, statement.end),
      '        op.create_table(\n            "t",\n        )  # done',
    );
    assert.equal(indent, '        ');
  });

  test('alone or not', () => {
    assert.equal(site('op.execute("SELECT 1")').alone, true);
    assert.equal(site('x = op.get_bind().execute("SELECT 1")').alone, false);
    assert.equal(site('op.get_bind().execute("SELECT 1").fetchall()').alone, false);
  });

  test('what the call was given', () => {
    const { given } = site('op.create_table("t", sa.Column("a", sa.Integer), comment="c")');
    assert.deepEqual([...(given?.values.keys() ?? [])], ['table_name', 'comment']);
    assert.equal(given?.rest.length, 1);
  });
});

suite('functions and style', () => {
  const whole = (upgrade: string, downgrade = 'pass', head = 'from alembic import op\nimport sqlalchemy as sa\n') =>
    readText(`${head}def upgrade():\n    ${upgrade}\n\n\ndef downgrade() -> None:\n    ${downgrade}\n`);

  test('empty or not', () => {
    const empty = (body: string) => whole('pass', body).functions.downgrade?.empty;
    for (const body of ['pass', '...', '"""Nothing to do."""', '# todo\n    pass', 'return', '"""Doc."""\n    pass']) {
      assert.equal(empty(body), true, body);
    }
    for (const body of ['op.drop_table("t")', 'x = 1', 'raise NotImplementedError'])
      assert.equal(empty(body), false, body);
  });

  test('what they raise', () => {
    assert.equal(
      whole('pass', 'raise NotImplementedError("no")').functions.downgrade?.raises,
      'NotImplementedError("no")',
    );
    assert.equal(whole('pass', '"""Doc."""\n    raise E').functions.downgrade?.raises, 'E');
    assert.equal(whole('pass', 'op.drop_table("t")\n    raise E').functions.downgrade?.raises, undefined);
  });

  test('docstring, body and indentation', () => {
    const text = 'def upgrade():\n  """Adds\n  things."""\n  x = 1\n';
    const { upgrade } = readText(text).functions;
    assert.equal(upgrade?.docstring, 'Adds\n  things.');
    assert.equal(upgrade?.indent, '  ');
    assert.equal(text.slice(upgrade?.body.start, upgrade?.body.end), '"""Adds\n  things."""\n  x = 1');
    assert.equal(text.slice(upgrade?.nameSpan.start, upgrade?.nameSpan.end), 'upgrade');
  });

  test('names of alembic.op and sqlalchemy, quotes, line ends', () => {
    assert.deepEqual(whole('op.drop_table("a")').style, {
      op: 'op',
      sa: 'sa',
      quote: '"',
      indent: '    ',
      newline: '\n',
    });
    const other = readText(
      "from alembic import op as o\r\nimport sqlalchemy\r\ndef upgrade():\r\n\to.drop_table('it')\r\n",
    );
    assert.deepEqual(other.style, { op: 'o', sa: 'sqlalchemy', quote: "'", indent: '\t', newline: '\r\n' });
    assert.equal(readText('').style.op, undefined);
  });

  test('a file without functions, and one that is broken', () => {
    assert.deepEqual(readText('revision = "a"\n').functions, {});
    assert.deepEqual(readText('def upgrade():\n    pass\n').problems, []);
    assert.deepEqual(
      readText('def upgrade(:\n    pass\n').problems.map(({ code }) => code),
      ['syntax'],
    );
  });
});

const realistic = [
  `"""orders get a tenant

Revision ID: 3f1c
"""
from alembic import op
import sqlalchemy as sa

revision = "3f1c"
TABLES = ("orders", "órdenes")


def upgrade() -> None:
    op.add_column("orders", sa.Column("tenant_id", sa.Integer(), nullable=True))
    op.execute("UPDATE orders SET tenant_id = 1 WHERE note = 'día 🎉'")
    for table in TABLES:
        op.create_index(f"ix_{table}_tenant", table, ["tenant_id"])
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.alter_column("name", existing_type=sa.String(50), nullable=False)
    with op.get_context().autocommit_block():
        op.execute(
            """
            CREATE INDEX CONCURRENTLY ix_a
                ON orders (a)
            """
        )
    op.alter_column("orders", "tenant_id", nullable=False)


def downgrade() -> None:
    op.drop_column("orders", "tenant_id")
`,
  `from alembic import op
import sqlalchemy as sa
from sqlalchemy.sql import column, table

users = table("users", column("id"), column("kind"))


def set_kind(kind, *conditions):
    op.execute(users.update().where(sa.and_(*conditions)).values(kind=kind))


def upgrade():
    set_kind("a", users.c.id == 1, users.c.kind.is_(None))
    conn = op.get_bind()
    for row in conn.execute(sa.text("SELECT id FROM users")):
        conn.execute(sa.text("UPDATE users SET kind = :k WHERE id = :id"), {"k": "b", "id": row.id})
    if conn.dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {users.name} " "ADD CHECK (kind <> '')")
    op.create_foreign_key("fk", "users", "kinds", ["kind"], ["id"], ondelete="CASCADE")
`,
];

/** Operations with the end of the statement that makes them, helpers' ones left out. */
function finished(text: string, before: number): readonly string[] {
  return readText(text).upgrade.flatMap((operation) => {
    const { statement } = operation.origin.call;
    const isStraight = operation.circumstance.through === undefined && operation.circumstance.batch === undefined;
    return isStraight && statement.end < before ? [showOperation(operation)] : [];
  });
}

for (const [index, text] of realistic.entries()) {
  test(`file ${index + 1} cut anywhere: nothing throws, and what stands before the cut stays`, () => {
    for (let length = 0; length <= text.length; length++) {
      const cut = text.slice(0, length);
      const lineStart = cut.lastIndexOf('\n') + 1;
      assert.deepEqual(
        finished(cut, lineStart),
        finished(text, lineStart),
        `cut at ${length}: ${JSON.stringify(cut.slice(-30))}`,
      );
    }
  });

  test(`file ${index + 1} with anything typed into it: nothing throws`, () => {
    for (let place = 0; place < text.length; place += 11) {
      for (const typed of ['(', '"', '"""', 'op.', '{', '*', ':', '🎉'])
        readText(text.slice(0, place) + typed + text.slice(place));
    }
  });
}

test('nothing is nested too deeply to be survived', () => {
  const deep = 20_000;
  for (const text of [
    `x = ${'('.repeat(deep)}`,
    `x = ${'('.repeat(deep)}1${')'.repeat(deep)}`,
    `x = ${'1 + '.repeat(deep)}1`,
    `x${'.a'.repeat(deep)}`,
    `x = ${'f('.repeat(deep)}`,
    `x = f"${'{'.repeat(1000)}`,
    `def upgrade():\n    if a: pass\n${'    elif b: pass\n'.repeat(deep)}`,
    Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}if x:\n`).join(''),
    'def upgrade():\n    f(f(1))\ndef f(x): return g(g(x)) + g(x)\ndef g(x): return [h(x) for y in range(90)]\ndef h(x): return {k: x for k in range(90)}\n',
  ]) {
    readText(`${text}\ndef downgrade():\n    op.drop_table("t")\n`);
  }
});

test('operations after what is too deep are still read', () => {
  const body = `x = ${'['.repeat(1000)}${']'.repeat(1000)}\nop.drop_table("t")`;
  assert.deepEqual(readText(migration(body)).upgrade.map(showOperation), ['drop_table {table: t}']);
});
