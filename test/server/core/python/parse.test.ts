import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePython } from '../../../../server/src/core/python/parse.ts';
import type { Expression, Module, Statement } from '../../../../server/src/core/python/syntax.ts';

/** The tree as text: every node's kind with what tells it from others, children in parentheses. */
function show(text: string, node: unknown): string {
  if (Array.isArray(node)) return `[${node.map((item) => show(text, item)).join(', ')}]`;
  if (typeof node !== 'object' || node === null) return String(node);
  const {
    span: _,
    kind,
    nameSpan: __,
    valueSpan: ___,
    parentheses: ____,
    content,
    ...rest
  } = node as Record<string, unknown>;
  if (kind === 'name') return String(rest['name']);
  if (kind === 'number') return String(rest['source']);
  if (kind === 'string')
    return `'${(rest['parts'] as { content: { start: number; end: number } }[]).map((part) => text.slice(part.content.start, part.content.end)).join("' '")}'`;
  const fields = Object.entries(rest).filter(
    ([, value]) => value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0),
  );
  return `${kind ?? ''}(${fields.map(([name, value]) => `${name}: ${show(text, value)}`).join(', ')})`;
}

function check(text: string, ...expected: readonly string[]): void {
  const module = parsePython(text);
  assert.deepEqual(
    module.body.map((statement) => show(text, statement)),
    expected,
  );
  assert.deepEqual(module.errors, [], 'the text is whole');
}

/** Source of every call of the tree, outermost first. */
function calls(module: Module): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    else if (typeof node === 'object' && node !== null) {
      const { kind, span } = node as { kind?: string; span?: { start: number; end: number } };
      if (kind === 'call' && span) found.push(module.text.slice(span.start, span.end));
      Object.values(node).forEach(visit);
    }
  };
  visit(module.body);
  return found;
}

function expressionOf(text: string): Expression {
  const [statement] = parsePython(text).body;
  assert.equal(statement?.kind, 'expression');
  return (statement as Extract<Statement, { kind: 'expression' }>).value;
}

test('assignments: plain, chained, annotated, augmented, of tuples', () => {
  check('a = b = 1', 'assign(targets: [a, b], value: 1)');
  check('a, *b = 1, 2', 'assign(targets: [tuple(items: [a, star(star: *, value: b)])], value: tuple(items: [1, 2]))');
  check(
    "r: Union[str, None] = 'x'",
    "annotated(target: r, annotation: subscript(object: Union, index: [str, constant(value: null)]), value: 'x')",
  );
  check('x: int', 'annotated(target: x, annotation: int)');
  check('x += 1; pass', 'augmented(target: x, operator: +=, value: 1)', 'pass()');
});

test('imports', () => {
  check('import a.b as c, d', 'import(names: [(module: a.b, alias: c), (module: d)])');
  check('from ..a import (b, c as d,)', 'from(module: a, level: 2, names: [(name: b), (name: c, alias: d)])');
  check('from . import *', 'from(module: , level: 1, names: [(name: *)])');
});

test('calls: positional, keyword, starred, with a trailing comma', () => {
  check(
    'f(a, *b, c=1, **d,)',
    'expression(value: call(callee: f, arguments: [(value: a), (value: b, star: *), (name: (value: c), value: 1), (value: d, star: **)], closed: true))',
  );
  check(
    'f(x for x in y)',
    'expression(value: call(callee: f, arguments: [(value: comprehension(container: generator, element: x, clauses: [(target: x, iterable: y)]))], closed: true))',
  );
});

test('parentheses leave no node, and stay in the span of the argument', () => {
  const call = expressionOf('f(a=(b))');
  assert.equal(call.kind, 'call');
  if (call.kind !== 'call') return;
  assert.deepEqual(call.arguments[0]?.valueSpan, { start: 4, end: 7 });
  assert.deepEqual(call.arguments[0]?.value.span, { start: 5, end: 6 });
});

test('operators', () => {
  check(
    'a.b[1, 2:3] not in -c',
    'expression(value: compare(operator: not in, left: subscript(object: attribute(object: a, name: b), index: [1, slice(parts: [2, 3])]), right: unary(operator: -, operand: c)))',
  );
  check('a if b else c', 'expression(value: conditional(test: b, consequent: a, otherwise: c))');
  check('x and not y', 'expression(value: binary(operator: and, left: x, right: unary(operator: not, operand: y)))');
});

test('literals', () => {
  check(
    '[*a, (), (b,), {1: 2, **c}, {3}]',
    'expression(value: list(items: [star(star: *, value: a), tuple(), tuple(items: [b]), dict(entries: [(key: 1, value: 2), (value: c)]), set(items: [3])]))',
  );
  check(
    '{k: v for k, v in x if k}',
    'expression(value: comprehension(container: dict, key: k, element: v, clauses: [(target: tuple(items: [k, v]), iterable: x, tests: [k])]))',
  );
  check('lambda a, b=1: a', 'expression(value: lambda(parameters: [(name: a), (name: b, default: 1)], body: a))');
});

test('functions with decorators, parameters of every kind, async', () => {
  check(
    '@a.b(1)\nasync def f(x, /, *, y: int = 2, **z) -> None:\n    return\n',
    'function(name: f, parameters: [(name: x), (name: , star: *), (name: y, default: 2), (name: z, star: **)], decorators: [call(callee: attribute(object: a, name: b), arguments: [(value: 1)], closed: true)], async: true, body: (statements: [return()]))',
  );
});

test('compound statements', () => {
  check(
    'for i, j in x: pass\nelse: a',
    'for(target: tuple(items: [i, j]), iterable: x, body: (statements: [pass()]), otherwise: (statements: [expression(value: a)]))',
  );
  check(
    'if a: b\nelif c: d\nelse: e',
    'if(branches: [(test: a, body: (statements: [expression(value: b)])), (test: c, body: (statements: [expression(value: d)]))], otherwise: (statements: [expression(value: e)]))',
  );
  check(
    'try: a\nexcept E as e: b\nelse: c\nfinally: d',
    'try(body: (statements: [expression(value: a)]), otherwise: (statements: [expression(value: c)]), final: (statements: [expression(value: d)]), handlers: [(name: e, body: (statements: [expression(value: b)]))])',
  );
  check(
    'match x:\n    case {"a": y}: b\n',
    'match(subject: x, cases: [(names: [y], body: (statements: [expression(value: b)]))])',
  );
  check(
    'match x:\n    case {"a": str() as y, "b": int() as z}: b\n',
    'match(subject: x, cases: [(names: [y, z], body: (statements: [expression(value: b)]))])',
  );
});

test('with: several items, in parentheses with `as`, over lines', () => {
  const expected =
    'with(items: [(context: call(callee: a, closed: true), target: b), (context: c)], body: (statements: [pass()]))';
  check('with a() as b, c: pass', expected);
  check('with (a() as b, c): pass', expected);
  check('with (\n    a() as b,  # why\n    c,\n):\n    pass\n', expected);
});

test('what the grammar does not know and Python does', () => {
  check('a[*b]', 'expression(value: subscript(object: a, index: [b]))');
  check('x = (yield)', 'assign(targets: [x], value: yield())');
  check('yield', 'expression(value: yield())');
  check('a\n\fb\n', 'expression(value: a)', 'expression(value: b)');
  check('x = 1 + \\\r\n    2', 'assign(targets: [x], value: binary(operator: +, left: 1, right: 2))');
});

test('compound statements end with their last statement', () => {
  const text = 'def f():\n    if a:\n        b\n\n\n# end\nc\n';
  const [f] = parsePython(text).body;
  assert.equal(text.slice(f?.span.start, f?.span.end), 'def f():\n    if a:\n        b');
});

test('comments are kept wherever they stand', () => {
  const text = '# a\nf(x,  # b\n  y)\nwith z:  # c\n    pass\n';
  assert.deepEqual(
    parsePython(text).comments.map(({ start, end }) => text.slice(start, end)),
    ['# a', '# b', '# c'],
  );
});

const migration = `"""add things

Revision ID: a1
"""
from alembic import op
import sqlalchemy as sa

revision: str = 'a1'
TABLES = [("día", ['x']), ("b", [])]


@contextmanager
def held(name="🎉"):
    op.drop_constraint(name, "t")
    yield name


def upgrade() -> None:
    for table, cols in TABLES:
        op.add_column(table, sa.Column("c", sa.String(20), nullable=False))
    with (op.batch_alter_table("t") as b, held() as n):
        b.drop_column("x")
    op.execute(f"""
        UPDATE t SET a = '{TABLES[0]!r:>3}' -- é
    """ "WHERE b = 1")
    if a not in {1, 2}: op.drop_index("i", postgresql_where=sa.text('a > 1'))


def downgrade():
    pass
`;

test('no truncation throws, and calls before the cut are whole', () => {
  const whole = calls(parsePython(migration));
  for (let length = 0; length <= migration.length; length++) {
    const found = calls(parsePython(migration.slice(0, length)));
    const before = whole.filter(
      (call) => migration.indexOf(call) + call.length < length - 80 && call.startsWith('op.'),
    );
    for (const call of before) assert.ok(found.includes(call), `cut at ${length} loses ${call}`);
  }
});

test('nothing typed into a file throws', () => {
  for (let at = 0; at < migration.length; at += 7) {
    for (const typed of ['(', '"', '"""', 'op.', '{', '\\', ')', '\n', '🎉']) {
      parsePython(migration.slice(0, at) + typed + migration.slice(at));
    }
  }
});

test('an incremental parse equals a whole one', () => {
  let previous = parsePython(migration);
  for (let at = 10; at < migration.length; at += 23) {
    const text = `${migration.slice(0, at)}x, (${migration.slice(at + 3)}`;
    const incremental = parsePython(text, previous);
    assert.deepEqual(incremental, parsePython(text), `edit at ${at}`);
    previous = incremental;
  }
});

test('a body of a thousand long statements is whole', () => {
  const text = `def upgrade():\n${'    op.execute("""\n    SELECT 1\n    """)\n\n'.repeat(1000)}`;
  const module = parsePython(text);
  assert.deepEqual(module.errors, []);
  const [body] = module.body;
  assert.ok(body?.kind === 'function');
  assert.equal(body.body.statements.length, 1000);
});
