/** Writes `docs/rules/` from the rules: `npm run docs`; `npm run docs -- --check` only compares. */

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { rulePage } from '../server/src/cli/rule-page.ts';
import { writeRuleTable } from '../server/src/core/lint/rule-page.ts';
import { rules } from '../server/src/core/lint/rules/index.ts';

const folder = path.join(import.meta.dirname, 'rules');

/** Text by file name, for everything that belongs in `docs/rules/`. */
export async function rulePages(): Promise<ReadonlyMap<string, string>> {
  const pages = new Map([['README.md', writeRuleTable(rules)]]);
  for (const rule of rules) pages.set(`${rule.name}.md`, await rulePage(rule));
  return pages;
}

/** What differs between the pages and the folder, a sentence each. */
export function differences(pages: ReadonlyMap<string, string>): readonly string[] {
  const present = new Set(filesThere());
  const orphans = [...present]
    .filter((name) => !pages.has(name))
    .map((name) => `docs/rules/${name} belongs to no rule.`);
  const stale = [...pages].flatMap(([name, text]) => {
    if (!present.has(name)) return [`docs/rules/${name} is missing.`];
    return readFileSync(path.join(folder, name), 'utf8') === text
      ? []
      : [`docs/rules/${name} is not what the rule says.`];
  });
  return [...orphans, ...stale];
}

function filesThere(): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function write(pages: ReadonlyMap<string, string>): void {
  mkdirSync(folder, { recursive: true });
  for (const name of filesThere()) if (!pages.has(name)) rmSync(path.join(folder, name), { recursive: true });
  for (const [name, text] of pages) writeFileSync(path.join(folder, name), text);
}

if (process.argv[1] === import.meta.filename) {
  const pages = await rulePages();
  if (process.argv.includes('--check')) {
    const found = differences(pages);
    for (const sentence of found) console.error(sentence);
    if (found.length > 0) console.error('Run "npm run docs" to write the pages anew.');
    process.exitCode = found.length > 0 ? 1 : 0;
  } else {
    write(pages);
    console.log(`${pages.size} pages in docs/rules`);
  }
}
