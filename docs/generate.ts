/** Writes `docs/rules/` and the pages about the configuration from the code: `npm run docs`; `npm run docs -- --check` only compares. */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { rulePage } from '../server/src/cli/rule-page.ts';
import { writeRuleTable } from '../server/src/core/lint/rule-page.ts';
import { rules } from '../server/src/core/lint/rules/index.ts';
import { settingsPage } from '../server/src/core/lint/settings-page.ts';
import { settingsSchema } from '../server/src/core/lint/settings-schema.ts';

const folder = import.meta.dirname;

/** Text by path in `docs/`, for everything there that is made from the code. */
export async function pages(): Promise<ReadonlyMap<string, string>> {
  const made = new Map([
    ['configuration.md', settingsPage(rules)],
    ['alembic-guard.schema.json', `${JSON.stringify(settingsSchema(rules), undefined, 2)}\n`],
    ['rules/README.md', writeRuleTable(rules)],
  ]);
  for (const rule of rules) made.set(`rules/${rule.name}.md`, await rulePage(rule));
  return made;
}

/** What differs between the pages and the folder, a sentence each. */
export function differences(made: ReadonlyMap<string, string>): readonly string[] {
  const present = new Set(filesThere());
  const orphans = [...present].filter((name) => !made.has(name)).map((name) => `docs/${name} belongs to no rule.`);
  const stale = [...made].flatMap(([name, text]) => {
    if (!present.has(name)) return [`docs/${name} is missing.`];
    return readFileSync(path.join(folder, name), 'utf8') === text ? [] : [`docs/${name} is not what the code says.`];
  });
  return [...orphans, ...stale];
}

/** What is in `docs/` of the kind that is made. */
function filesThere(): readonly string[] {
  const ofRules = path.join(folder, 'rules');
  const names = existsSync(ofRules) ? readdirSync(ofRules).map((name) => `rules/${name}`) : [];
  const others = ['configuration.md', 'alembic-guard.schema.json'];
  return [...names, ...others.filter((name) => existsSync(path.join(folder, name)))];
}

function write(made: ReadonlyMap<string, string>): void {
  mkdirSync(path.join(folder, 'rules'), { recursive: true });
  for (const name of filesThere()) if (!made.has(name)) rmSync(path.join(folder, name), { recursive: true });
  for (const [name, text] of made) writeFileSync(path.join(folder, name), text);
}

if (process.argv[1] === import.meta.filename) {
  const made = await pages();
  if (process.argv.includes('--check')) {
    const found = differences(made);
    for (const sentence of found) console.error(sentence);
    if (found.length > 0) console.error('Run "npm run docs" to write the pages anew.');
    process.exitCode = found.length > 0 ? 1 : 0;
  } else {
    write(made);
    console.log(`${made.size} pages in docs`);
  }
}
