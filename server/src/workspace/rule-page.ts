/** A rule's page with what the linter really says of its examples. */

import { openProject, type ProjectSnapshot } from '../core/analysis.ts';
import { defaultEnvironment } from '../core/history/environment.ts';
import type { ExampleProject } from '../core/lint/example.ts';
import type { Rule } from '../core/lint/rule.ts';
import { writeRulePage } from '../core/lint/rule-page.ts';
import { rules } from '../core/lint/rules/index.ts';
import { defaultSettings } from '../core/lint/settings.ts';
import type { SqlParser } from '../core/sql/parser.ts';
import { loadSqlParser } from './sql-parser.ts';

/** The page as Markdown, as `docs/rules/<name>.md` holds it. */
export async function rulePage(rule: Rule): Promise<string> {
  const parser = await loadSqlParser();
  return writeRulePage(rule, (project) =>
    openExample(project, parser, rule)
      .findings(project.path)
      .filter((finding) => finding.rule === rule.name),
  );
}

/** An example's project under the recommended profile, and the rule at hand where another profile has it. */
export function openExample({ files }: ExampleProject, parser: SqlParser, rule?: Rule): ProjectSnapshot {
  const settings = {
    ...defaultSettings,
    rules: rule === undefined || rule.profile === 'recommended' ? {} : { [rule.name]: { level: rule.level } },
  };
  return openProject({ files, parser, settings, environment: defaultEnvironment, rules });
}
