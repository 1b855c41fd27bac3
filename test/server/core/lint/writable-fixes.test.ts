/** Fixes are offered where they can be written, and nowhere else. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openProject } from '../../../../server/src/core/analysis.ts';
import { defaultEnvironment } from '../../../../server/src/core/history/environment.ts';
import { rules } from '../../../../server/src/core/lint/rules/index.ts';
import { defaultSettings } from '../../../../server/src/core/lint/settings.ts';
import { loadSqlParser } from '../../../../server/src/workspace/sql-parser.ts';

const parser = await loadSqlParser();
const versionTable = { name: 'alembic_version', schema: undefined, known: false };

/** The fixes of a rule's findings in a second revision, as the texts that they insert. */
function fixesOf(rule: string, body: string): readonly string[][] {
  const first = { path: 'a.py', text: 'revision = "a"\ndown_revision = None\ndef upgrade():\n    pass\n' };
  const head = 'from alembic import op\nfrom app.util import index\nrevision = "b"\ndown_revision = "a"\n';
  const text = `${head}def upgrade():\n    schema = op.get_context().version_table_schema\n${body.replace(/^/gm, '    ')}\n`;
  const helper = 'from alembic import op\ndef index(table):\n    op.create_index("i", table, ["x"])\n';
  const snapshot = openProject({
    files: [first, { path: 'b.py', text }],
    parser,
    rules,
    settings: defaultSettings,
    environment: { ...defaultEnvironment, versionTable },
    modules: new Map([['app.util', { text: helper, isPackage: false }]]),
  });
  const findings = snapshot.findings('b.py').filter((finding) => finding.rule === rule);
  assert.equal(findings.length, 1);
  return findings.flatMap((finding) => finding.fixes().map((fix) => fix.edits.map(({ newText }) => newText)));
}

test('an operation of another module has none: its call is not in this file', () =>
  assert.deepEqual(fixesOf('create-index-blocking', 'index("t")'), []));

test("an unknown schema stays the author's expression", () => {
  const [edits = []] = fixesOf('create-index-blocking', 'op.create_index("i", "t", ["x"], schema=schema)');
  assert.match(edits.join(''), /schema=schema, postgresql_concurrently=True/);
});

test('a fix that would have to write the schema is none', () =>
  assert.deepEqual(
    fixesOf(
      'create-index-blocking',
      'with op.batch_alter_table("t", schema=schema) as b:\n    b.create_index("i", ["x"])',
    ),
    [],
  ));
