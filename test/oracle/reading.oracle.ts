/**
 * `npm run oracle -- reading FOLDER [--cuts N] [--list] [--only NAME]`: reads every migration of the repositories in a
 * folder and prints per repository how many call sites could not be read, and why. Each file is also read cut at N random
 * offsets (200). Exit code 1 when a reader threw, or more than 2 % of all sites are opaque.
 */

import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findProjects } from '../../server/src/workspace/find-projects.ts';
import { open } from '../../server/src/workspace/open-project.ts';
import { loadSqlParser } from '../../server/src/workspace/sql-parser.ts';
import { measureReading, type OpaqueSite, randomOffsets, readTruncated } from './measure-reading.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cuts: { type: 'string', default: '200' },
    list: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});
const [folder] = positionals;
const seed = 20_260;
if (folder === undefined) {
  console.error('Name the folder that holds the checkouts: npm run oracle -- reading FOLDER.');
  process.exit(2);
}

const parser = await loadSqlParser();
const total = { files: 0, sites: 0, opaque: 0, throws: 0 };
for (const name of readdirSync(folder).sort()) {
  const root = path.join(folder, name);
  if (!statSync(root).isDirectory() || !name.includes(values.only)) continue;
  const measured = await measureRepository(root);
  print(name, measured);
  total.files += measured.files;
  total.sites += measured.sites;
  total.opaque += measured.opaque.length;
  total.throws += measured.throws.length;
}
const share = total.sites === 0 ? 0 : (100 * total.opaque) / total.sites;
console.log(
  `\nAll: ${total.files} revisions, ${total.sites} call sites, ${total.opaque} opaque (${share.toFixed(2)} %), ${total.throws} throws (seed ${seed}).`,
);
process.exitCode = total.throws > 0 || share > 2 || total.files === 0 ? 1 : 0;

interface Measured {
  readonly files: number;
  readonly sites: number;
  readonly opaque: readonly OpaqueSite[];
  readonly throws: readonly string[];
}

async function measureRepository(root: string): Promise<Measured> {
  const { projects } = await findProjects(root);
  const seen = new Set<string>();
  let [files, sites] = [0, 0];
  const opaque: OpaqueSite[] = [];
  const throws: string[] = [];
  for (const project of projects) {
    // A file that several projects share is counted once.
    const own = project.files.filter((file) => !seen.has(file.path));
    for (const file of own) seen.add(file.path);
    const { snapshot } = open({ ...project, files: own }, parser);
    const reading = measureReading(snapshot);
    files += reading.files;
    sites += reading.sites;
    opaque.push(...reading.opaque.map((site) => ({ ...site, file: path.relative(root, site.file) })));
    for (const { path: file, text } of own) {
      const offsets = randomOffsets(text.length, Number(values.cuts), seed);
      for (const at of readTruncated(text, offsets, parser)) throws.push(`${path.relative(root, file)} cut at ${at}`);
    }
  }
  return { files, sites, opaque, throws };
}

function print(name: string, { files, sites, opaque, throws }: Measured): void {
  const part = sites === 0 ? 0 : (100 * opaque.length) / sites;
  console.log(
    `\n${name}: ${files} revisions, ${sites} call sites, ${opaque.length} opaque (${part.toFixed(1)} %), ${throws.length} throws`,
  );
  const reasons = new Map<string, number>();
  for (const { reason } of opaque) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  for (const [reason, count] of [...reasons].sort((a, b) => b[1] - a[1])) console.log(`  ${count} × ${reason}`);
  for (const cut of throws) console.log(`  threw: ${cut}`);
  if (!values.list) return;
  for (const { file, line, verb, reason, source } of opaque)
    console.log(`  ${file}:${line} [${verb ?? '-'}] ${reason} | ${source.replace(/\s+/g, ' ').slice(0, 110)}`);
}
