import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultSettings } from '../../../../server/src/core/lint/settings.ts';
import { openText, places } from '../../../support/project.ts';
import { revisionFile } from '../../../support/revision.ts';

const base = revisionFile({
  id: 'a1',
  upgrade: 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("n", sa.Text()))',
  downgrade: 'op.drop_table("users")',
});

/** What stays and how much is silenced when this is the body of the second revision's upgrade. */
function lint(
  upgrade: string,
  header = '',
  today = '2026-06-15',
): { readonly rules: readonly string[]; readonly suppressed: number } {
  const text = header + revisionFile({ id: 'b2', down: 'a1', upgrade, downgrade: 'raise NotImplementedError("no")' });
  const settings = { ...defaultSettings, rules: { 'suppression-expired': { level: 'warning' } } } as const;
  const snapshot = openText(`# file: v/a.py\n${base}# file: v/b.py\n${text}`, { today, settings });
  const rules = snapshot.findings('v/b.py').map((finding) => finding.rule);
  return { rules, suppressed: snapshot.suppressed('v/b.py').length };
}

const silent = { rules: [], suppressed: 1 };

describe('suppression', () => {
  test('on the line, above it, and above with other comments between', () => {
    assert.deepEqual(lint('op.drop_table("users")'), { rules: ['drop-table'], suppressed: 0 });
    assert.deepEqual(lint('op.drop_table("users")  # alembic-guard: ignore[drop-table] unused'), silent);
    assert.deepEqual(lint('# alembic-guard: ignore[drop-table] unused\nop.drop_table("users")'), silent);
    assert.deepEqual(lint('# alembic-guard: ignore[drop-table] unused\n# and so on\nop.drop_table("users")'), silent);
  });

  test('on any line of a statement', () => {
    assert.deepEqual(lint('op.drop_table(\n    "users",\n)  # alembic-guard: ignore[drop-table] unused'), silent);
    assert.deepEqual(lint('op.drop_table(\n    "users",  # alembic-guard: ignore[drop-table] unused\n)'), silent);
    assert.deepEqual(lint('# alembic-guard: ignore[drop-table] unused\nop.drop_table(\n    "users"\n)'), silent);
  });

  test('not from a blank line away, nor from the statement before', () => {
    const unused = { rules: ['suppression-unused', 'drop-table'], suppressed: 0 };
    assert.deepEqual(lint('# alembic-guard: ignore[drop-table] unused\n\nop.drop_table("users")'), unused);
    assert.deepEqual(lint('x = 1  # alembic-guard: ignore[drop-table] unused\nop.drop_table("users")'), unused);
  });

  test('several rules, one of them idle', () => {
    const comment = '# alembic-guard: ignore[drop-column, drop-table] unused';
    assert.deepEqual(lint(`${comment}\nop.drop_table("users")`), { rules: ['suppression-unused'], suppressed: 1 });
  });

  test('for the whole file, in the header only', () => {
    const comment = '# alembic-guard: ignore-file[drop-table] the contract phase\n';
    const both = 'op.drop_column("users", "n")\nop.drop_table("users")';
    assert.deepEqual(lint(both, comment), { rules: ['drop-column'], suppressed: 1 });
    assert.deepEqual(lint(`${comment}op.drop_table("users")`), {
      rules: ['suppression-malformed', 'drop-table'],
      suppressed: 0,
    });
  });

  test('without a reason it silences nothing', () => {
    const rules = ['suppression-missing-reason', 'drop-table'];
    assert.deepEqual(lint('# alembic-guard: ignore[drop-table]\nop.drop_table("users")'), { rules, suppressed: 0 });
    assert.deepEqual(lint('# alembic-guard: ignore[drop-table] -- \nop.drop_table("users")'), { rules, suppressed: 0 });
  });

  test('unknown and malformed ones are said to be', () => {
    const unknown = '# alembic-guard: ignore[drop-tables] unused\nop.drop_table("users")';
    assert.deepEqual(lint(unknown), { rules: ['suppression-unknown-rule', 'drop-table'], suppressed: 0 });
    for (const comment of ['ignore drop-table', 'ignore[] nothing', 'disable[drop-table] why']) {
      const found = lint(`# alembic-guard: ${comment}\nop.drop_table("users")`);
      assert.deepEqual(found, { rules: ['suppression-malformed', 'drop-table'], suppressed: 0 }, comment);
    }
  });

  test('text in a string is no comment', () => {
    const body = 'op.drop_table("users", info="# alembic-guard: ignore[drop-table] no")';
    assert.deepEqual(lint(body), { rules: ['drop-table'], suppressed: 0 });
  });

  test('a rule that is off leaves its suppression alone', () => {
    const text = revisionFile({
      id: 'b2',
      down: 'a1',
      upgrade: 'op.drop_table("users")  # alembic-guard: ignore[drop-table] unused',
      downgrade: 'raise NotImplementedError("no")',
    });
    const snapshot = openText(`# file: v/a.py\n${base}# file: v/b.py\n${text}`);
    const off = snapshot.withSettings({ ...snapshot.settings, rules: { 'drop-table': { level: 'off' } } });
    assert.deepEqual(places(off, 'v/b.py'), []);
    assert.equal(off.suppressed('v/b.py').length, 0);
  });

  test('until a day, which still counts, and then no longer', () => {
    const until = (day: string, today = '2026-06-15') =>
      lint(`op.drop_table("users")  # alembic-guard: ignore[drop-table] until ${day} the release ends`, '', today);
    const over = { rules: ['drop-table', 'suppression-expired'], suppressed: 0 };
    assert.deepEqual(until('2026-06-15'), silent);
    assert.deepEqual(until('2028-02-29'), silent);
    assert.deepEqual(until('2026-06-14'), over);
    assert.deepEqual(until('2026-12-31', '2027-01-01'), over);
    const file = '# alembic-guard: ignore-file[drop-table] until 2026-06-14 the release ends\n';
    assert.deepEqual(lint('op.drop_table("users")', file).rules, ['suppression-expired', 'drop-table']);
  });

  test('a day that there is not is told, and a reason may begin with the word', () => {
    const written = (rest: string) => lint(`op.drop_table("users")  # alembic-guard: ignore[drop-table] ${rest}`).rules;
    for (const day of ['2027-13-01', '2027-02-29', '31.1.2027', '2027-1-1', '20270131']) {
      assert.deepEqual(written(`until ${day} the release ends`), ['drop-table', 'suppression-malformed'], day);
    }
    assert.deepEqual(written('until the release ends'), []);
    assert.deepEqual(written('until 2027-01-31'), ['drop-table', 'suppression-missing-reason']);
  });
});
