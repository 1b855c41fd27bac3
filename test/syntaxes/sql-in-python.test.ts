/** SQL is coloured inside the strings that reach the database, and nowhere else. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, test } from 'node:test';

import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

const { createOnigScanner, createOnigString, loadWASM } = oniguruma;
const { INITIAL, parseRawGrammar, Registry } = textmate;

const ours = new URL('../../syntaxes/sql-in-python.tmLanguage.json', import.meta.url);
const theirs: Readonly<Record<string, string>> = {
  'source.python': import.meta.resolve('tm-grammars/grammars/python.json'),
  'source.sql': import.meta.resolve('tm-grammars/grammars/sql.json'),
};

let grammar: textmate.IGrammar;

before(async () => {
  await loadWASM(await readFile(new URL(import.meta.resolve('vscode-oniguruma/release/onig.wasm'))));
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: async (scope) => {
      const file = new URL(theirs[scope] ?? ours);
      return parseRawGrammar(await readFile(file, 'utf8'), 'grammar.json');
    },
    getInjections: (scope) => (scope === 'source.python' ? ['alembic-guard.sql-in-python'] : []),
  });
  const loaded = await registry.loadGrammar('source.python');
  assert.ok(loaded);
  grammar = loaded;
});

interface Token {
  readonly text: string;
  readonly scopes: readonly string[];
}

function tokens(source: string): readonly Token[] {
  let stack = INITIAL;
  return source.split('\n').flatMap((line) => {
    const result = grammar.tokenizeLine(line, stack);
    stack = result.ruleStack;
    return result.tokens.map(({ startIndex, endIndex, scopes }) => ({
      text: line.slice(startIndex, endIndex),
      scopes,
    }));
  });
}

/** The text that is SQL, pieces joined by `|`. */
function sqlText(source: string): string {
  const pieces: string[] = [];
  let open = false;
  for (const { text, scopes } of tokens(source)) {
    const sql = scopes.includes('meta.embedded.inline.sql');
    if (sql && open) pieces[pieces.length - 1] += text;
    else if (sql) pieces.push(text);
    open = sql;
  }
  const words = pieces.map((piece) => piece.trim().replace(/\s+/g, ' '));
  return words.filter((piece) => piece !== '').join('|');
}

function scopesOf(source: string, word: string): readonly string[] {
  const token = tokens(source).find(({ text }) => text.trim() === word);
  assert.ok(token, `no token ${word} in ${JSON.stringify(tokens(source).map(({ text }) => text))}`);
  return token.scopes;
}

const recognised: readonly (readonly [name: string, source: string, sql: string])[] = [
  ['a string of op.execute', `op.execute("UPDATE t SET a = 1")`, 'UPDATE t SET a = 1'],
  ['single quotes', `op.execute('SELECT 1')`, 'SELECT 1'],
  ['a prefix', `op.execute(r"SELECT 1")`, 'SELECT 1'],
  ['three quotes over lines', `op.execute("""\n    UPDATE t\n    SET a = 1\n""")`, 'UPDATE t SET a = 1'],
  ['three quotes on one line', `op.execute('''SELECT 1''')`, 'SELECT 1'],
  ['sa.text inside execute', `op.execute(sa.text("DELETE FROM t"))`, 'DELETE FROM t'],
  [
    'text inside execute of a connection',
    `connection.execute(text("DELETE FROM t WHERE a = :a"), {"a": 1})`,
    'DELETE FROM t WHERE a = :a',
  ],
  ['a bind', `op.get_bind().execute(sa.text("SELECT 1"))`, 'SELECT 1'],
  ['exec_driver_sql', `conn.exec_driver_sql("VACUUM t")`, 'VACUUM t'],
  ['strings that Python joins', `op.execute(\n    "UPDATE t "\n    "SET a = 1"\n)`, 'UPDATE t|SET a = 1'],
  ['strings joined with +', `op.execute("UPDATE t " + "SET a = 1")`, 'UPDATE t|SET a = 1'],
  ['strings in parentheses', `op.execute(("UPDATE t "\n"SET a = 1"))`, 'UPDATE t|SET a = 1'],
  ['a keyword argument', `op.execute(sqltext="SELECT 1")`, 'SELECT 1'],
  ['a server default', `sa.Column("a", sa.DateTime(), server_default=sa.text("now()"))`, 'now()'],
  ['a call over lines', `op.execute(\n    sa.text(\n        """DELETE FROM t"""\n    )\n)`, 'DELETE FROM t'],
];

for (const [name, source, sql] of recognised)
  test(`SQL: ${name}`, () => {
    assert.equal(sqlText(source), sql);
  });

const leftAlone: readonly (readonly [name: string, source: string])[] = [
  ['an ordinary string', `a = "SELECT 1"`],
  ['another function', `print("SELECT 1")`],
  ['a method called text', `widget.text("SELECT 1")`],
  ['a function whose name ends alike', `context("SELECT 1"); pretext("SELECT 1")`],
  ['a comment', `# op.execute("SELECT 1")`],
  ['a string that shows a call', `a = 'op.execute("SELECT 1")'`],
  ['a docstring', `"""op.execute("SELECT 1")"""`],
  ['the keys of parameters', `conn.execute(statement, {"SELECT": 1})`],
  ['a string of an inner call', `op.execute(load("SELECT.sql"))`],
];

for (const [name, source] of leftAlone)
  test(`no SQL: ${name}`, () => {
    assert.equal(sqlText(source), '');
  });

test('keywords, strings, numbers and parameters have scopes of SQL', () => {
  const source = `op.execute("UPDATE t SET a = 'x', b = 2 WHERE c = :tenant")`;
  assert.ok(scopesOf(source, 'UPDATE').some((scope) => /^keyword.*\.sql$/.test(scope)));
  assert.ok(scopesOf(source, 'WHERE').some((scope) => /^keyword.*\.sql$/.test(scope)));
  assert.ok(scopesOf(source, '2').some((scope) => /^constant\.numeric\.sql$/.test(scope)));
  assert.ok(scopesOf(source, ':tenant').includes('variable.parameter.bind.sql'));
});

test('a cast is not a parameter', () => {
  assert.ok(
    !tokens(`op.execute("SELECT a::text")`).some(({ scopes }) => scopes.includes('variable.parameter.bind.sql')),
  );
});

test('an f-string is SQL around its expressions', () => {
  const source = `op.execute(f"UPDATE {table} SET a = {max(1, 2)}")`;
  assert.equal(sqlText(source), 'UPDATE {table} SET a = {max(1, 2)}');
  assert.ok(scopesOf(source, 'max').some((scope) => scope.endsWith('.python') && scope !== 'source.python'));
  assert.ok(scopesOf(source, 'UPDATE').some((scope) => /^keyword.*\.sql$/.test(scope)));
});

const after = `x = "plain"`;
const unclosed = [
  `op.execute("SELECT 1 -- a comment")`,
  `op.execute("SELECT 'open")`,
  `op.execute("""SELECT 'open""")`,
  `op.execute("""\nSELECT 1 /* open\n""")`,
  `op.execute(f"SELECT {broken")\n)`,
  `op.execute("SELECT \\"quoted\\" 'it''s'")`,
];
for (const source of unclosed)
  test(`what is open in ${JSON.stringify(source)} ends with its string`, () => {
    const last = tokens(`${source}\n${after}`).filter(({ text }) => text === 'plain');
    assert.equal(last.length, 1);
    assert.ok(last[0]?.scopes.includes('string.quoted.single.python'), JSON.stringify(last[0]?.scopes));
    assert.ok(!last[0]?.scopes.includes('meta.embedded.inline.sql'));
  });

test('the call keeps its colours', () => {
  const source = `op.execute(sa.text("SELECT 1"), execution_options={"a": 1})`;
  assert.ok(scopesOf(source, 'execute').includes('meta.function-call.generic.python'));
  assert.ok(scopesOf(source, 'text').includes('meta.function-call.generic.python'));
  assert.ok(scopesOf(source, 'execution_options').includes('variable.parameter.function-call.python'));
  const rest = tokens(`${source}\nop.create_table("t")`).filter(({ text }) => text === 'create_table');
  assert.ok(rest[0]?.scopes.includes('meta.function-call.generic.python'));
  assert.ok(!rest[0]?.scopes.includes('meta.function-call.arguments.python'));
});
