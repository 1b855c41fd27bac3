/** A keystroke in a 300-line migration, until its findings are known. */

import { parser as python } from '@lezer/python';
import { openProject } from '../../server/src/core/analysis.ts';
import { defaultEnvironment } from '../../server/src/core/history/environment.ts';
import { rules } from '../../server/src/core/lint/rules/index.ts';
import { defaultSettings } from '../../server/src/core/lint/settings.ts';
import { loadSqlParser } from '../../server/src/workspace/sql-parser.ts';
import { generateLongRevision, generateRevisions } from './generate.ts';
import { compare } from './ratio.ts';

const parser = await loadSqlParser();
const history = generateRevisions(50);
const lastId = history.at(-1)?.name.slice(0, 12) ?? null;
const file = 'versions/long.py';
const text = generateLongRevision('feedfeedfeed', lastId, 300);
const files = [
  ...history.map(({ name, text: own }) => ({ path: `versions/${name}`, text: own })),
  { path: file, text },
];
let snapshot = openProject({ files, parser, settings: defaultSettings, environment: defaultEnvironment, rules });
snapshot.findings(file);

let keystroke = 0;
const typed = () => {
  keystroke++;
  return text.replace('nullable=True', `nullable=True, comment="${'x'.repeat(keystroke % 40)}"`);
};

await compare({
  title: `edit to findings, ${text.split('\n').length} lines, ${files.length} revisions`,
  ours: () => {
    snapshot = snapshot.withFile(file, typed());
    return snapshot.findings(file);
  },
  reference: () => python.parse(typed()),
  referenceTitle: 'a bare parse of the file',
});
