/** A rule's page with what the linter really says of its examples, as it prints it. */

import process from 'node:process';
import colors from 'picocolors';
import type { Rule } from '../core/lint/rule.ts';
import { writeRulePage } from '../core/lint/rule-page.ts';
import { openExample } from '../workspace/open-example.ts';
import { loadSqlParser } from '../workspace/sql-parser.ts';
import { findingText } from './formats/finding-text.ts';

/** The page as Markdown, as `docs/rules/<name>.md` holds it; what is reported in the colours given. */
export async function rulePage(rule: Rule, paint = colors.createColors(false)): Promise<string> {
  const parser = await loadSqlParser();
  return writeRulePage(rule, (project) => {
    const snapshot = openExample(project, parser, rule);
    const findings = snapshot.findings(project.path).filter((finding) => finding.rule === rule.name);
    // The paths of examples are relative, to whatever folder this is.
    const view = { cwd: process.cwd(), colors: paint };
    return { findings, printed: findings.map((finding) => findingText(finding, snapshot, view)) };
  });
}

/** The page for a terminal: the same text, with headings and what is reported in colour. */
export async function paintedPage(rule: Rule, paint: ReturnType<typeof colors.createColors>): Promise<string> {
  const page = await rulePage(rule, paint);
  let inCode = false;
  const painted = page.split('\n').map((line) => {
    const isFence = line.startsWith('```');
    if (isFence) inCode = !inCode;
    if (isFence) return paint.dim(line);
    return !inCode && line.startsWith('#') ? paint.bold(line) : line;
  });
  return painted.join('\n');
}
