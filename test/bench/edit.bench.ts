/** A keystroke in a 300-line migration, until its findings are known: at the head and at the base, and as histories grow. */

import { performance } from 'node:perf_hooks';
import { parser as python } from '@lezer/python';

import { openProject } from '../../server/src/core/analysis.ts';
import { defaultEnvironment } from '../../server/src/core/history/environment.ts';
import { rules } from '../../server/src/core/lint/rules/index.ts';
import { defaultSettings } from '../../server/src/core/lint/settings.ts';
import { loadSqlParser } from '../../server/src/workspace/sql-parser.ts';
import { generateLongRevision, generateRevisions } from './generate.ts';
import { percentile } from './ratio.ts';

const parser = await loadSqlParser();
const keystrokes = 600;
const warm = 200;

for (const [revisions, where] of [
  [1000, 'head'],
  [2000, 'head'],
  [2000, 'base'],
  [10_000, 'head'],
] as const) {
  const { ours, bare, lines } = edits(revisions, where);
  const [p50, p99] = [percentile(ours, 50), percentile(ours, 99)];
  const aim = revisions === 2000 && where === 'head' ? '; aim 2 and 5 ms' : '';
  console.log(
    `  edit to findings, ${lines} lines, ${where} of ${revisions.toLocaleString('en')} revisions: ` +
      `${(p50 / percentile(bare, 50)).toFixed(2)} × a bare parse (p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms${aim})`,
  );
}

function edits(revisions: number, where: 'head' | 'base') {
  const history = generateRevisions(revisions);
  const files = history.map(({ name, text }) => ({ path: `versions/${name}`, text }));
  const own = files[where === 'head' ? files.length - 1 : 0];
  const [id = ''] = history[where === 'head' ? revisions - 1 : 0]?.name.split('_') ?? [];
  const [down] = history[revisions - 2]?.name.split('_') ?? [];
  const path = own?.path ?? '';
  const text = generateLongRevision(id, where === 'head' ? (down ?? null) : null, 300, own?.text);
  const about = { parser, settings: defaultSettings, environment: defaultEnvironment, rules };
  let snapshot = openProject({ files, ...about }).withFile(path, text);
  if (snapshot.graph.heads.length !== 1) throw new Error('the history is broken');
  snapshot.allFindings();
  const times = { ours: [] as number[], bare: [] as number[] };
  for (let keystroke = 0; keystroke < keystrokes; keystroke++) {
    const typed = text.replace('nullable=True', `nullable=True, comment="${'x'.repeat(keystroke % 40)}"`);
    const start = performance.now();
    snapshot = snapshot.withFile(path, typed);
    snapshot.findings(path);
    snapshot.problemsOf(path);
    const middle = performance.now();
    python.parse(typed);
    times.ours.push(middle - start);
    times.bare.push(performance.now() - middle);
  }
  return { ours: times.ours.slice(warm), bare: times.bare.slice(warm), lines: text.split('\n').length };
}
