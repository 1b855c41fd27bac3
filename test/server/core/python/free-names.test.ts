/** Names that nothing in a file defines. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readNames } from '../../../../server/src/core/python/free-names.ts';
import { parsePython } from '../../../../server/src/core/python/parse.ts';

function free(text: string): readonly string[] {
  return readNames(parsePython(text)).free.map(({ value }) => value);
}

test('a name is free where nothing binds it', () => {
  assert.deepEqual(free('import sqlalchemy as sa\nx = sa.Column(sqlmodel.AutoString())\n'), ['sqlmodel']);
  assert.deepEqual(free('print(f"{table}")\n'), ['table']);
});

test('whatever binds it, in whatever scope, defines it', () => {
  const text = `
import os.path, json as j
from alembic import op
a, (b, *c) = 1, (2, 3)
def f(d, *e, g=a, **h):
    global i
    for k, l in b:
        with op.x() as m, op.y() as (n, o):
            p: int = 1
            p += 1
    try:
        pass
    except ValueError as q:
        print(q)
    if (r := 1):
        return [s for s in c if s], {t: u for t, u in h}, lambda v: v
    match d:
        case {"w": w}:
            print(w)
class C(Exception):
    pass
print(os, j, op, a, b, c, f, k, l, m, n, o, p, r, w, C, i)
`;
  assert.deepEqual(free(text), []);
});

test("Python's own names, annotations and what a star brings are no one's fault", () => {
  assert.deepEqual(
    free('def f(x: Sequence) -> Union:\n    y: Missing = len(x)\n    raise NotImplementedError(__file__)\n'),
    [],
  );
  assert.deepEqual(free('from app.types import *\nMoney()\n'), []);
});

test('a damaged file proves nothing', () => {
  assert.deepEqual(free('x = (\nmissing.call(\n'), []);
});
