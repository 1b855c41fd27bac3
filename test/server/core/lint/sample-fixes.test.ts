/** Every fix of every finding in the samples: the result parses, the finding is gone, and no other has come. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import { globSync } from 'tinyglobby';

import { openProject, type ProjectSnapshot } from '../../../../server/src/core/analysis.ts';
import { defaultEnvironment } from '../../../../server/src/core/history/environment.ts';
import type { Finding } from '../../../../server/src/core/lint/finding.ts';
import type { Fix } from '../../../../server/src/core/lint/rule.ts';
import { rules } from '../../../../server/src/core/lint/rules/index.ts';
import { defaultSettings } from '../../../../server/src/core/lint/settings.ts';
import { parsePython } from '../../../../server/src/core/python/parse.ts';
import { applyEdits } from '../../../../server/src/core/text/edit.ts';
import { sqlParser } from '../../../support/project.ts';

const samples = path.resolve(import.meta.dirname, '../../../../migrations-sample');

function openSample(name: string): ProjectSnapshot {
  const cwd = path.join(samples, name);
  const files = globSync(['**/versions/*.py'], { cwd })
    .filter((file) => !file.endsWith('__init__.py'))
    .sort()
    .map((file) => ({ path: file, text: readFileSync(path.join(cwd, file), 'utf8') }));
  const [settings, environment] = [defaultSettings, defaultEnvironment];
  return openProject({ files, parser: sqlParser, settings, environment, rules });
}

function apply(snapshot: ProjectSnapshot, { file }: Finding, fix: Fix): ProjectSnapshot {
  let result = snapshot;
  for (const each of [{ file, edits: fix.edits }, ...(fix.others ?? [])]) {
    const text = withReasons(applyEdits(snapshot.text(each.file) ?? '', each.edits));
    assert.deepEqual(parsePython(text).errors, [], `${each.file} parses after "${fix.title}"\n${text}`);
    result = result.withFile(each.file, text);
  }
  for (const each of fix.creates ?? []) {
    assert.equal(snapshot.text(each.file), undefined, 'a new file replaces none');
    assert.deepEqual(parsePython(each.text).errors, []);
    result = result.withFile(each.file, each.text);
  }
  return result;
}

/** What the author adds to a suppression that a fix wrote: without the reason it silences nothing. */
function withReasons(text: string): string {
  return text.replace(/(# alembic-guard: ignore\[[^\]]*\])$/gm, '$1 a test');
}

/** How often each rule speaks, by file. */
function census(snapshot: ProjectSnapshot): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { file, rule } of snapshot.allFindings()) {
    const key = `${file} ${rule}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

for (const name of ['boneca', 'facturacion', 'fastvue', 'kontali', 'siiapi']) {
  describe(name, () => {
    const snapshot = openSample(name);
    const before = census(snapshot);
    for (const finding of snapshot.allFindings()) {
      for (const fix of finding.fixes()) {
        test(`${finding.file}: ${fix.title}`, () => {
          const after = apply(snapshot, finding, fix);
          assert.deepEqual(after.failures(), []);
          const left = census(after);
          const own = `${finding.file} ${finding.rule}`;
          assert.equal(left.get(own) ?? 0, (before.get(own) ?? 0) - 1, 'the finding is gone');
          const more = [...left].filter(([key, count]) => count > (before.get(key) ?? 0));
          assert.deepEqual(more, [], 'no other has come');
        });
      }
    }
  });
}
