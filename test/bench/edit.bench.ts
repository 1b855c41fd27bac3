/** A keystroke in a 300-line migration, at the head and at the base, and as histories grow. */

import { performance } from 'node:perf_hooks';
import { parser as python } from '@lezer/python';

import { oldestFirst, openProject } from '../../server/src/core/analysis.ts';
import { defaultEnvironment } from '../../server/src/core/history/environment.ts';
import { rules } from '../../server/src/core/lint/rules/index.ts';
import { defaultSettings } from '../../server/src/core/lint/settings.ts';
import { loadSqlParser } from '../../server/src/workspace/sql-parser.ts';
import { generateLongRevision, generateRevisions } from './generate.ts';
import { percentile } from './ratio.ts';

const parser = await loadSqlParser();
const keystrokes = 900;
const warm = 300;
/** As the language server keeps them. */
const keep = 200;

for (const [revisions, where] of [
  [1000, 'head'],
  [2000, 'head'],
  [2000, 'base'],
  [10_000, 'head'],
] as const) {
  const { times, lines } = edits(revisions, where);
  const [bare] = at(times.bare);
  const isAimed = revisions === 2000 && where === 'head';
  console.log(`  ${lines} lines, ${where} of ${revisions.toLocaleString('en')} revisions`);
  for (const [what, own] of [
    ['read and replayed', times.snapshot],
    ['and checked', times.checked],
  ] as const) {
    const [p50, p99] = at(own);
    console.log(
      `    edit to new snapshot, ${what}: ${(p50 / bare).toFixed(2)} × parsing the file anew ` +
        `(p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms${isAimed ? '; aim 2 and 5 ms' : ''})`,
    );
  }
}

function at(times: readonly number[]): readonly [p50: number, p99: number] {
  return [percentile(times, 50), percentile(times, 99)];
}

function edits(revisions: number, where: 'head' | 'base') {
  const history = generateRevisions(revisions);
  const files = history.map(({ name, text }) => ({ path: `versions/${name}`, text }));
  const own = files[where === 'head' ? files.length - 1 : 0];
  const [id = ''] = history[where === 'head' ? revisions - 1 : 0]?.name.split('_') ?? [];
  const [down] = history[revisions - 2]?.name.split('_') ?? [];
  const path = own?.path ?? '';
  const text = generateLongRevision(id, where === 'head' ? (down ?? null) : null, 300, own?.text);
  const about = { parser, settings: defaultSettings, environment: defaultEnvironment, rules, keep };
  let snapshot = openProject({ files, ...about }).withFile(path, text);
  if (snapshot.graph.heads.length !== 1) throw new Error('the history is broken');
  for (const file of oldestFirst(snapshot)) snapshot.survey(file);
  const times = { snapshot: [] as number[], checked: [] as number[], bare: [] as number[] };
  for (let keystroke = 0; keystroke < keystrokes; keystroke++) {
    const typed = text.replace('nullable=True', `nullable=True, comment="${'x'.repeat(keystroke % 40)}"`);
    const start = performance.now();
    snapshot = snapshot.withFile(path, typed);
    snapshot.migration(path);
    snapshot.catalogueAt(id);
    const replayed = performance.now();
    snapshot.findings(path);
    snapshot.problemsOf(path);
    const checked = performance.now();
    python.parse(typed);
    times.snapshot.push(replayed - start);
    times.checked.push(checked - start);
    times.bare.push(performance.now() - checked);
  }
  const { snapshot: read, checked, bare } = times;
  const measured = { snapshot: read.slice(warm), checked: checked.slice(warm), bare: bare.slice(warm) };
  return { times: measured, lines: text.split('\n').length };
}
