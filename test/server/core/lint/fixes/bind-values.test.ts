/** Values in SQL text become parameters, whichever way they were written in; what may be more than a value stays. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { applyEdits } from '../../../../../server/src/core/text/edit.ts';
import { changed, findingsOf, revisionAfter } from '../../../../support/one-revision.ts';

const rule = 'raw-sql-interpolation';
const history =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()), sa.Column("age", sa.Integer()))';
const around = { history };

/** The line of the statement after the fix; undefined where there is none. It is found no more then. */
function bound(statement: string, other = 'name'): string | undefined {
  const body = `from app.settings import ${other}\n${statement}`;
  const [finding, ...more] = findingsOf(rule, body, around);
  assert.ok(finding, `nothing is found in ${statement}`);
  assert.equal(more.length, 0);
  const [fix] = finding.fixes();
  if (fix === undefined) return undefined;
  const text = applyEdits(revisionAfter(body, around).text(changed) ?? '', fix.edits);
  const after = text.slice(
    text.indexOf(`import ${other}\n`) + `import ${other}\n`.length,
    text.indexOf('\n\n\ndef down'),
  );
  const fixed = after.replace(/^ {4}/gm, '');
  assert.deepEqual(findingsOf(rule, `from app.settings import ${other}\n${fixed}`, around), []);
  return fixed;
}

describe('a value is bound', () => {
  const cases: Readonly<Record<string, readonly [string, string]>> = {
    'in an f-string': [
      `op.execute(f"UPDATE users SET name = '{name}' WHERE id = 1")`,
      'op.execute(sa.text("UPDATE users SET name = :name WHERE id = 1").bindparams(name=name))',
    ],
    'in single quotes': [
      `op.execute(f'UPDATE users SET name = \\'{name}\\' WHERE id = 1')`,
      "op.execute(sa.text('UPDATE users SET name = :name WHERE id = 1').bindparams(name=name))",
    ],
    'over several lines': [
      `op.execute(f"""\n    UPDATE users\n       SET name = '{name}'\n     WHERE id = 1\n""")`,
      'op.execute(sa.text("""\n    UPDATE users\n       SET name = :name\n     WHERE id = 1\n""").bindparams(name=name))',
    ],
    'in strings side by side': [
      `op.execute(\n    "UPDATE users "\n    f"SET name = '{name}' "\n    "WHERE id = 1"\n)`,
      'op.execute(\n    sa.text("UPDATE users "\n    "SET name = :name "\n    "WHERE id = 1").bindparams(name=name)\n)',
    ],
    'between strings that are added up': [
      `op.execute("UPDATE users SET name = '" + name + "' WHERE id = 1")`,
      'op.execute(sa.text("UPDATE users SET name = :name WHERE id = 1").bindparams(name=name))',
    ],
    'at the end': [
      'op.execute("DELETE FROM users WHERE id = " + str(name))',
      'op.execute(sa.text("DELETE FROM users WHERE id = :id").bindparams(id=name))',
    ],
    'without blanks around it': [
      `op.execute(f"UPDATE users SET name='{name}'WHERE age IN(1,{name.age})AND name LIKE'{name}'")`,
      'op.execute(sa.text("UPDATE users SET name=:name WHERE age IN(1,:age)AND name LIKE :name").bindparams(name=name, age=name.age))',
    ],
    'that % fills in': [
      `op.execute("UPDATE users SET name = '%s' WHERE id = %d" % (name, name.id))`,
      'op.execute(sa.text("UPDATE users SET name = :name WHERE id = :id").bindparams(name=name, id=name.id))',
    ],
    'that % fills in by name': [
      `op.execute(sa.text("UPDATE users SET name = '%(new)s' WHERE id = 1" % {"new": name.strip()}))`,
      'op.execute(sa.text("UPDATE users SET name = :name WHERE id = 1").bindparams(name=name.strip()))',
    ],
    'that format() fills in': [
      `op.execute(\n    "UPDATE users SET name = '{}' "\n    "WHERE id = {key}".format(name, key=name.id)\n)`,
      'op.execute(\n    sa.text("UPDATE users SET name = :name "\n    "WHERE id = :id").bindparams(name=name, id=name.id)\n)',
    ],
    'of a list of values': [
      `op.execute(f"INSERT INTO users (age, name) VALUES (3, '{name}')")`,
      'op.execute(sa.text("INSERT INTO users (age, name) VALUES (3, :name)").bindparams(name=name))',
    ],
    'beside others in IN': [
      'op.execute(f"DELETE FROM users WHERE id IN (1, {name})")',
      'op.execute(sa.text("DELETE FROM users WHERE id IN (1, :name)").bindparams(name=name))',
    ],
    'in text() with other parameters': [
      `op.get_bind().execute(sa.text(f"UPDATE users SET name = :name WHERE name = '{name}'"), {"name": "x"})`,
      'op.get_bind().execute(sa.text("UPDATE users SET name = :name WHERE name = :name_2").bindparams(name_2=name), {"name": "x"})',
    ],
    'twice, under one name': [
      `op.execute(f"UPDATE users SET name = '{name}' WHERE name <> '{name}'")`,
      'op.execute(sa.text("UPDATE users SET name = :name WHERE name <> :name").bindparams(name=name))',
    ],
    'in a string that keeps its braces': [
      `op.execute(f"UPDATE users SET name = '{{}}' WHERE name = '{name}'")`,
      `op.execute(sa.text(f"UPDATE users SET name = '{{}}' WHERE name = :name").bindparams(name=name))`,
    ],
  };
  for (const [where, [before, after]] of Object.entries(cases)) test(where, () => assert.equal(bound(before), after));
});

describe('what may be more than a value, or a statement without parameters, is left to the author', () => {
  for (const statement of [
    `op.execute(f"UPDATE users SET name = '%{name}%' WHERE id = 1")`,
    `op.execute(f"UPDATE users SET name = '{name:>3}' WHERE id = 1")`,
    'op.execute(f"UPDATE users SET name = {name!r} WHERE id = 1")',
    'op.execute("UPDATE users SET name = " + repr(name))',
    `op.execute(f"UPDATE users SET name = '{name}'::text WHERE id = 1")`,
    'op.execute(f"DELETE FROM users WHERE id IN ({name})")',
    'op.execute(f"INSERT INTO users (name, age) VALUES ({name})")',
    'op.execute(f"DELETE FROM users WHERE id = 1 AND age IS {name}")',
    `op.execute("UPDATE users SET name = '%s' WHERE id = %r" % (name, name))`,
    `op.execute("UPDATE users SET name = '%s' WHERE name LIKE 'a%%'" % name)`,
    `op.execute("UPDATE users SET name = '{:>3}' WHERE id = 1".format(name))`,
    `table = "users"\nop.execute("UPDATE {} SET name = '{}' WHERE id = 1".format(table, name))`,
    `op.execute(f"ALTER TABLE users ALTER COLUMN name SET DEFAULT '{name}'")`,
    `op.execute(f"UPDATE users SET name = '{name}' WHERE id = 1; SELECT 1")`,
    `op.get_bind().exec_driver_sql(f"UPDATE users SET name = '{name}' WHERE id = 1")`,
    `statement = f"UPDATE users SET name = '{name}' WHERE id = 1"\nop.execute(statement)`,
  ]) {
    test(statement, () => assert.equal(bound(statement), undefined));
  }
});
