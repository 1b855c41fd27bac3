/** Which modules of a project are read for its revisions, and where they are looked for. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { readProjectModules } from '../../../server/src/workspace/project-modules.ts';

const root = mkdtempSync(path.join(os.tmpdir(), 'alembic-guard-modules-'));
after(() => rmSync(root, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
}

/** The modules that a revision with this text draws in, with their files. */
function modulesOf(text: string): Readonly<Record<string, string>> {
  const scriptLocation = path.join(root, 'repo/src/app/migrations');
  const files = [{ path: path.join(scriptLocation, 'versions/a.py'), text }];
  const modules = readProjectModules({
    cwd: path.join(root, 'repo'),
    root: path.join(root, 'repo'),
    scriptLocation,
    files,
  });
  return Object.fromEntries(
    [...modules].map(([name, module]) => [name, path.relative(root, module.path).replaceAll('\\', '/')]),
  );
}

write({
  'repo/.git/HEAD': '',
  'repo/src/app/__init__.py': '',
  'repo/src/app/sql.py': 'A = 1',
  'repo/src/app/migrations/helpers/__init__.py': 'from .steps import add\nfrom ..config import X',
  'repo/src/app/migrations/helpers/steps.py': 'import json',
  'repo/src/app/migrations/config.py': 'X = 1',
  'repo/src/app/json.py': '',
  'repo/tools.py': '',
  'outside/secret.py': '',
});

describe('modules of a project', () => {
  test('from the working directory and from the folders above the script directory', () =>
    assert.deepEqual(modulesOf('import tools\nfrom app.sql import (\n    A,\n)\nimport app.missing as m'), {
      tools: 'repo/tools.py',
      'app.sql': 'repo/src/app/sql.py',
    }));

  test('modules of modules, relative imports, packages; an import in a function', () =>
    assert.deepEqual(modulesOf('def upgrade():\n    from app.migrations.helpers import add'), {
      'app.migrations.helpers': 'repo/src/app/migrations/helpers/__init__.py',
      'app.migrations.helpers.steps': 'repo/src/app/migrations/helpers/steps.py',
      'app.migrations.config': 'repo/src/app/migrations/config.py',
    }));

  test("the standard library, plugins and what lies outside of the repository are not the project's", () =>
    assert.deepEqual(
      modulesOf(
        'import json\nfrom alembic import op\nfrom sqlalchemy_utils import X\nfrom outside.secret import Y\nfrom . import sql',
      ),
      {},
    ));

  test('folders named like modules, files that are too large, links to nothing', () => {
    write({ 'repo/app2/big.py': `X = "${'x'.repeat(500_000)}"`, 'repo/app2/folder.py/x.txt': '' });
    symlinkSync(path.join(root, 'nowhere.py'), path.join(root, 'repo/app2/dangling.py'));
    assert.deepEqual(modulesOf('from app2.big import X\nfrom app2.folder import Y\nfrom app2.dangling import Z'), {});
  });
});
