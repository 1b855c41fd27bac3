/** How time grows with the history: ten times the revisions should take ten times as long, and no more. */

import { performance } from 'node:perf_hooks';

import { oldestFirst, openProject } from '../../server/src/core/analysis.ts';
import { defaultEnvironment } from '../../server/src/core/history/environment.ts';
import { rules } from '../../server/src/core/lint/rules/index.ts';
import { defaultSettings } from '../../server/src/core/lint/settings.ts';
import { loadSqlParser } from '../../server/src/workspace/sql-parser.ts';
import { generateRevisions } from './generate.ts';
import { percentile } from './ratio.ts';

const parser = await loadSqlParser();
const steps = {
  graph: (snapshot: ReturnType<typeof openProject>) => snapshot.graph,
  operations: (snapshot: ReturnType<typeof openProject>) => snapshot.files.map((file) => snapshot.migration(file)),
  schema: (snapshot: ReturnType<typeof openProject>) => snapshot.catalogue,
  findings: (snapshot: ReturnType<typeof openProject>) => oldestFirst(snapshot).map((file) => snapshot.findings(file)),
};
/** The larger, the less a single round depends on chance, and the longer it takes. */
const roundsOf = (revisions: number) => (revisions > 2000 ? 1 : 3);

measure(1000); // warm
const small = measure(1000);
for (const revisions of [2000, 5000, 10_000]) {
  const large = measure(revisions);
  const parts = Object.keys(steps).map((name) => {
    const factor = (large.get(name) ?? 0) / (small.get(name) ?? 1);
    return `${name} ${factor.toFixed(1)} ×`;
  });
  console.log(
    `  ${revisions / 1000} × the revisions, aim at most ${revisions / 1000} ×: ${parts.join(', ')} (of ${text(small)})`,
  );
}

function text(times: ReadonlyMap<string, number>): string {
  return [...times].map(([name, time]) => `${name} ${time.toFixed(0)} ms`).join(', ');
}

/** Median milliseconds of each step. */
function measure(revisions: number): ReadonlyMap<string, number> {
  const files = generateRevisions(revisions).map(({ name, text: own }) => ({ path: `versions/${name}`, text: own }));
  const times = new Map<string, number[]>();
  for (let round = 0; round < roundsOf(revisions); round++) {
    const about = { parser, settings: defaultSettings, environment: defaultEnvironment, rules };
    const snapshot = openProject({ files, ...about });
    for (const [name, step] of Object.entries(steps)) {
      const start = performance.now();
      step(snapshot);
      times.set(name, [...(times.get(name) ?? []), performance.now() - start]);
    }
  }
  return new Map([...times].map(([name, all]) => [name, percentile(all, 50)]));
}
