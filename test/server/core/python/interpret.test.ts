import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { interpret } from '../../../../server/src/core/python/interpret.ts';
import type { Fact, Scene } from '../../../../server/src/core/python/machine.ts';
import { parsePython } from '../../../../server/src/core/python/parse.ts';
import type { Value } from '../../../../server/src/core/python/value.ts';

/** A value as Python would write it; what isn't known as `?reason?`, holes of strings as `{source}`. */
function show(value: Value): string {
  switch (value.kind) {
    case 'string': {
      let text = value.value;
      for (const hole of [...value.holes].reverse())
        text = `${text.slice(0, hole.at)}{${hole.unknown.source}}${text.slice(hole.at + hole.length)}`;
      return JSON.stringify(text);
    }
    case 'number':
    case 'boolean':
      return String(value.value);
    case 'none':
      return 'None';
    case 'reference':
      return value.path;
    case 'member':
      return `${show(value.object)}.${value.name}`;
    case 'call':
      return `${show(value.callee)}(${value.arguments.map(({ name, star, value: given }) => `${star ?? ''}${name ? `${name}=` : ''}${show(given)}`).join(', ')})`;
    case 'operator':
      return `${value.operator}(${value.operands.map(show).join(', ')})`;
    case 'unknown':
      return `?${value.reason}?`;
    case 'dict':
      return `{${value.entries.map(({ key, value: of }) => `${show(key)}: ${show(of)}`).join(', ')}}`;
    case 'list':
      return `[${value.items.map(show).join(', ')}]`;
    case 'tuple':
    case 'set':
      return `(${value.items.map(show).join(', ')})`;
    case 'function':
      return 'function';
    case 'class':
      return value.name;
  }
}

function showScene({ conditional, loop, facts, through }: Scene): string {
  const fact = ({ values, negated }: Fact) => `${negated ? 'not ' : ''}${values.join('|')}`;
  return [conditional ? 'maybe' : '', loop ? `loop: ${loop}` : '', facts.map(fact).join(' '), through.join('>')]
    .filter(Boolean)
    .join('; ');
}

/** Runs `upgrade()`, whose body `text` is, and compares the arguments of its calls of `see` and their scenes. */
function check(text: string, ...expected: readonly string[]): void {
  checkModule(`def upgrade():\n${text.replace(/^/gm, '    ')}\n`, ...expected);
}

function checkModule(text: string, ...expected: readonly string[]): void {
  const seen: string[] = [];
  const run = interpret(parsePython(`from log import see\n${text}`), { test: isPostgres });
  run.run('upgrade', {
    call: ({ callee, arguments: args }, scene) => {
      if (callee.kind !== 'reference' || callee.path !== 'log.see') return undefined;
      const about = showScene(scene);
      seen.push(args.map(({ value }) => show(value)).join(', ') + (about ? ` [${about}]` : ''));
      return undefined;
    },
    test: isPostgres,
    enter: (value) => {
      if (value.kind !== 'call' || value.callee.kind !== 'reference' || value.callee.path !== 'log.block')
        return undefined;
      seen.push('enter');
      return { exit: () => seen.push('exit') };
    },
  });
  assert.deepEqual(seen, expected);
}

/** `dialect() == "name"`, with PostgreSQL preferred. */
function isPostgres(value: Value) {
  if (value.kind !== 'operator' || value.operator !== '==') return undefined;
  const [left, right] = value.operands;
  if (left?.kind !== 'call' || right?.kind !== 'string') return undefined;
  const fact = { subject: 'dialect', values: [right.value] };
  const prefer = right.value === 'postgresql' ? ('holds' as const) : ('fails' as const);
  return { holds: [{ ...fact, negated: false }], fails: [{ ...fact, negated: true }], prefer };
}

suite('strings', () => {
  test('concatenation, f-strings, format and percent', () => {
    check(
      'a = "x"\nsee("p_" + a + "_q", f"{a}{1:03d}{a!r}", "{}-{k}".format(a, k=2), "%s %02d %%" % (a, 3))',
      '"p_x_q", "x001\'x\'", "x-2", "x 03 %"',
    );
    check('see("%(a)s" % {"a": 1}, "{0}{0}".format("z"), "a" "b" * 2)', '"1", "zz", "abab"');
  });

  test('methods', () => {
    check(
      'see(", ".join(["a", "b"]), " x ".strip(), "A".lower(), "a b".split(), "a.b".split("."), "x".replace("x", "yy"))',
      '"a, b", "x", "a", ["a", "b"], ["a", "b"], "yy"',
    );
    checkModule(
      'import textwrap\ndef upgrade():\n    see(textwrap.dedent("""\\\n        a\n          b\n    """))',
      '"a\\n  b\\n"',
    );
  });

  test('what is not known is a hole with its source', () => {
    checkModule(
      'from app import S\ndef upgrade():\n    see(f"ALTER {S}.t", "x" + S, "{} {}".format(S, 1), "%s!" % S, S)',
      '"ALTER {S}.t", "x{S}", "{S} 1", "{S}!", app.S',
    );
  });
});

suite('containers', () => {
  test('spreading, indexing, adding', () => {
    check(
      'a = [1, *(2, 3)]\nsee(a[1:], a[-1], {**{"x": 1}, "y": 2}["x"], a + [4], (1,) * 2)',
      '[2, 3], 3, 1, [1, 2, 3, 4], (1, 1)',
    );
  });

  test('changes through names', () => {
    check('a = []\na.append(1)\na += [2]\nd = {}\nd["k"] = 3\nd.update(z=4)\nsee(a, d)', '[1, 2], {"k": 3, "z": 4}');
    check('a = [1]\na.sort()\nsee(a)', '?"a" is changed by sort()?');
  });

  test('comprehensions', () => {
    check(
      'see([x + 1 for x in (1, 2, 3) if x != 2], {k: v for k, v in {"a": 1}.items()}, ", ".join(f"{c}=1" for c in "a b".split()))',
      '[2, 4], {"a": 1}, "a=1, b=1"',
    );
    check('see([x for x in y])', '?"y" is not defined in this file?');
  });
});

suite('loops', () => {
  test('over literals, with enumerate, zip and items', () => {
    check('for i, (a, b) in enumerate([("x", 1), ("y", 2)], 1):\n    see(i, a, b)', '1, "x", 1', '2, "y", 2');
    check('for a, b in zip("p q".split(), (1, 2)): see(a, b)', '"p", 1', '"q", 2');
    check('for k, v in {"a": 1}.items(): see(k, v)', '"a", 1');
  });

  test('break, continue and else', () => {
    check(
      'for x in (1, 2, 3):\n    if x == 1: continue\n    if x == 3: break\n    see(x)\nelse:\n    see("else")',
      '2',
    );
    check('for x in (1,): see(x)\nelse: see("else")', '1', '"else"');
  });

  test('that can not be unrolled run once, and forget what they change', () => {
    check(
      'n = 0\nfor r in rows():\n    see(r, n)\n    n += 1\nsee(n)',
      '?what rows() returns is only known when the migration runs?, ?"n" changes in the loop "for r in rows()"? [loop: for r in rows()]',
      '?"n" changes in the loop "for r in rows()"?',
    );
    check('while True:\n    see(1)\n    break\nsee(2)', '1 [loop: while True]', '2');
    check('while False: see(1)');
  });
});

suite('tests', () => {
  test('of constants are decided', () => {
    check('if 1 > 2: see(1)\nelif "a" in ("a",) and not None: see(2)\nelse: see(3)', '2');
    check('x = None\nsee(5 if x is None else 6)', '5');
  });

  test('that are not known make both sides conditional', () => {
    check(
      'if unknown(): x = 1; see(1)\nelse: x = 2; see(2)\nsee(x)',
      '1 [maybe]',
      '2 [maybe]',
      '?"x" depends on unknown()?',
    );
  });

  test('of the dialect say where each side runs, and prefer values for PostgreSQL', () => {
    check(
      'if dialect() == "sqlite":\n    x = 1\n    see(1)\nelse:\n    x = 2\n    see(2)\nsee(x)',
      '1 [sqlite]',
      '2 [not sqlite]',
      '2',
    );
    check('see("a" if dialect() == "postgresql" else "b")', '"a"');
  });

  test('an early return guards what follows', () => {
    check('if dialect() == "sqlite":\n    return\nsee(1)', '1 [not sqlite]');
    check('if unknown():\n    return\nsee(1)', '1 [maybe]');
    check('if unknown():\n    raise ValueError()\nsee(1)', '1');
    check('if unknown():\n    if other():\n        return\nsee(1)', '1 [maybe]');
    check('for x in (1, 2):\n    if unknown():\n        continue\n    see(x)\nsee(3)', '1 [maybe]', '2 [maybe]', '3');
  });

  test('match and try', () => {
    check(
      'match x():\n    case {"a": y}:\n        see(y)\n    case _:\n        see(2)',
      '?what x() returns is only known when the migration runs? [maybe]',
      '2 [maybe]',
    );
    check('try:\n    see(1)\nexcept E:\n    see(2)\nfinally:\n    see(3)', '1 [maybe]', '2 [maybe]', '3');
    check('try:\n    see(1)\nexcept E:\n    raise', '1');
    checkModule('try:\n    from a import x\nexcept ImportError:\n    x = None\ndef upgrade(): see(x)', 'a.x');
  });
});

suite('functions', () => {
  test('of the file are followed with their arguments', () => {
    checkModule(
      'def f(a, *rest, b=2, **kw):\n    see(a, rest, b, kw)\n    return a\ndef upgrade():\n    see(f("x", 3, b=4, c=5))',
      '"x", (3), 4, {"c": 5} [f]',
      '"x"',
    );
  });

  test('methods of classes of the file, and partial', () => {
    checkModule(
      'class H:\n    def run(self, x): see(x)\n    @staticmethod\n    def two(x): see(x)\n    @classmethod\n    def three(cls, x): see(cls, x)\ndef upgrade():\n    h = H()\n    h.run(1)\n    H.two(2)\n    H.three(3)',
      '1 [run]',
      '2 [two]',
      'H, 3 [three]',
    );
    checkModule('from functools import partial\ndef upgrade():\n    p = partial(see, 1)\n    p(2)', '1, 2');
  });

  test('closures, lambdas and default arguments', () => {
    check('t = "x"\ndef inner(c=t):\n    see(c, t)\ninner()\n(lambda q: see(q))(1)', '"x", "x" [inner]', '1');
  });

  test('what they return under a test', () => {
    checkModule(
      'def kind():\n    if dialect() == "postgresql":\n        return "jsonb"\n    return "json"\ndef upgrade(): see(kind())',
      '"jsonb"',
    );
    checkModule(
      'def f():\n    if g():\n        return 1\n    return 2\ndef upgrade(): see(f())',
      '?which value is returned depends on a test that only the run can decide?',
    );
  });

  test('context managers run around the block', () => {
    checkModule(
      'from contextlib import contextmanager\n@contextmanager\ndef held(n):\n    see("before", n)\n    yield n\n    see("after")\ndef upgrade():\n    with held(1) as x:\n        see(x)',
      '"before", 1 [held]',
      '1',
      '"after" [held]',
    );
  });

  test('generators give what they yield', () => {
    checkModule(
      'def names():\n    for x in (1, 2):\n        yield x\ndef upgrade():\n    for n in names(): see(n)',
      '1',
      '2',
    );
  });

  test('recursion and long loops end', () => {
    checkModule('def f(n):\n    see(n)\n    f(n + 1)\ndef upgrade(): f(0)', '0 [f]');
    const many = 'for a in range(300):\n    for b in range(300):\n        pass\nsee("done")';
    check(many, '"done"');
  });

  test('named through globals()', () => {
    checkModule(
      'def upgrade(): globals()["upgrade_%s" % engine()]()\ndef upgrade_a(): see(1)\ndef upgrade_b(): see(2)\ndef other(): see(3)',
      '1 [upgrade_a]',
      '2 [upgrade_b]',
    );
    checkModule(
      'def upgrade(): globals()["upgrade_a"]()\ndef upgrade_a(): see(1)\ndef upgrade_b(): see(2)',
      '1 [upgrade_a]',
    );
  });
});

suite('names', () => {
  test('of imports, with aliases undone', () => {
    checkModule(
      'import a.b as c\nimport x.y\nfrom . import p as q\nfrom ..m import r\ndef upgrade():\n    see(c.d, x.y.z, q, r)',
      'a.b.d, x.y.z, .p, ..m.r',
    );
  });

  test('of nobody, with the star import they may come from', () => {
    check('see(nothing)', '?"nothing" is not defined in this file?');
    checkModule(
      'from m import *\ndef upgrade(): see(nothing)',
      '?"nothing" is not defined in this file; it may come from m?',
    );
  });

  test('of enums and classes', () => {
    checkModule(
      'import enum\nclass Kind(enum.Enum):\n    A = "a"\nclass C:\n    t = "x"\ndef upgrade(): see(Kind.A.value, Kind.A.name, C.t)',
      '"a", "A", "x"',
    );
  });

  test('a parameter of upgrade() is not known', () => {
    checkModule('def upgrade(tables, x=1): see(tables, x)', '?"tables" is a parameter of upgrade()?, 1');
  });
});

test('with blocks are entered and left around their statements', () => {
  checkModule(
    'from log import block\ndef upgrade():\n    with block() as b, block():\n        see(1)\n    see(2)',
    'enter',
    'enter',
    '1',
    'exit',
    'exit',
    '2',
  );
});

test('a run starts afresh', () => {
  const seen: string[] = [];
  const text = 'from log import see\nL = []\ndef upgrade():\n    L.append(1)\n    see(L)\n';
  const run = interpret(parsePython(text), { test: () => undefined });
  for (let i = 0; i < 2; i++) {
    run.run('upgrade', {
      call: ({ arguments: args }) => {
        seen.push(args.map(({ value }) => show(value)).join());
        return undefined;
      },
      test: () => undefined,
      enter: () => undefined,
    });
  }
  assert.deepEqual(seen, ['[1]', '[1]']);
});
