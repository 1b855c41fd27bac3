/**
 * `npm run oracle -- render FOLDER [--only NAME]`: runs `upgrade()` and `downgrade()` of every migration of the
 * repositories in a folder with the real Alembic, offline and without a database, and compares what it prints with what
 * we write, and counts why statements aren't exact. Migrations that import their application, which isn't installed, are left out. Exit code 1 when a statement
 * that is called exact differs.
 */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { globSync } from 'tinyglobby';
import type { Statement } from '../../server/src/core/render/statement.ts';
import { loadSqlParser } from '../../server/src/workspace/sql-parser.ts';
import { differenceOf, renderedFile, shown } from '../integration/render-compare.ts';
import { type FileRequest, renderWithAlembic } from '../integration/render-driver.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' } },
});
const [folder] = positionals;
if (folder === undefined) {
  console.error('Name the folder that holds the checkouts: npm run oracle -- render FOLDER.');
  process.exit(2);
}

const parser = await loadSqlParser();
const allReasons = new Map<string, number>();
const total = { runs: 0, statements: 0, exact: 0, wrong: 0 };
for (const name of readdirSync(folder).sort()) {
  const root = path.join(folder, name);
  if (!statSync(root).isDirectory() || !name.includes(values.only)) continue;
  const { requests, runs, statements, exact, wrong, reasons } = await measure(root);
  if (requests === 0) continue;
  console.log(`${name}: ${runs} of ${requests} runs, ${statements} statements, ${share(exact, statements)} exact`);
  for (const [reason, count] of reasons) allReasons.set(reason, (allReasons.get(reason) ?? 0) + count);
  for (const difference of wrong) console.log(`  ${difference.replaceAll('\n', '\n    ')}`);
  total.runs += runs;
  total.statements += statements;
  total.exact += exact;
  total.wrong += wrong.length;
}
console.log(
  `\nAll: ${total.runs} runs, ${total.statements} statements, ${share(total.exact, total.statements)} exact, ${total.wrong} runs differ.`,
);
for (const [reason, count] of [...allReasons].sort((a, b) => b[1] - a[1])) console.log(`  ${count} × ${reason}`);
process.exitCode = total.wrong > 0 || total.runs === 0 ? 1 : 0;

async function measure(root: string) {
  const files = globSync('**/*.py', { cwd: root, absolute: true }).filter(isMigration).sort();
  const requests = files.flatMap((file) => [request(file, 'upgrade'), request(file, 'downgrade')]);
  const replies = await renderWithAlembic(requests, true);
  const counts = { requests: requests.length, runs: 0, statements: 0, exact: 0 };
  const wrong: string[] = [];
  const reasons = new Map<string, number>();
  for (const [index, { source, direction }] of requests.entries()) {
    const reply = replies[index];
    if (reply === undefined || reply.unusable) continue;
    const lines = renderedFile(source, direction, 'postgresql', { kind: 'none' }, parser);
    const ours = shown(lines);
    const difference = differenceOf(ours, reply);
    if (difference !== undefined) wrong.push(`${files[index >> 1]} ${direction}: ${difference}`);
    for (const line of lines) {
      const reason = line.kind === 'statement' ? reasonOf(line.statement) : undefined;
      if (reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
    counts.runs += 1;
    counts.statements += ours.length;
    counts.exact += ours.filter((statement) => statement.exact).length;
  }
  return { ...counts, wrong, reasons };
}

/** Why a statement isn't exact, without the names in it. */
function reasonOf({ status, notes }: Statement): string | undefined {
  if (status === 'exact') return undefined;
  const [note = 'it is refused by Alembic'] = notes;
  const general = note
    .replace(/^.* (is a bind parameter|is only known)/, '… $1')
    .replace(/"[^"]*"|'[^']*'|: .*$/g, '…');
  return `${status}: ${general}`;
}

function request(file: string, direction: FileRequest['direction']): FileRequest {
  return { source: readFileSync(file, 'utf8'), direction, dialect: 'postgresql', convention: null };
}

function isMigration(file: string): boolean {
  return /^revision\b/m.test(readFileSync(file, 'utf8'));
}

function share(part: number, whole: number): string {
  return whole === 0 ? 'none' : `${((100 * part) / whole).toFixed(1)} %`;
}
