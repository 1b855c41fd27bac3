/** A rule's example as a project that can be checked. */

import { openProject, type ProjectSnapshot } from '../core/analysis.ts';
import { defaultEnvironment, withConfigured } from '../core/history/environment.ts';
import { readEnvironmentFacts } from '../core/history/read-environment.ts';
import { type ExampleProject, environmentPath } from '../core/lint/example.ts';
import type { Rule } from '../core/lint/rule.ts';
import { rules } from '../core/lint/rules/index.ts';
import { defaultSettings } from '../core/lint/settings.ts';
import type { SqlParser } from '../core/sql/parser.ts';

/** In examples no date is over that the reader's calendar doesn't have behind it. */
const today = '2026-01-02';

/** An example's project under the recommended profile, and the rule at hand where another profile has it. */
export function openExample(
  { files, tenant, options, bases, env }: ExampleProject,
  parser: SqlParser,
  rule?: Rule,
): ProjectSnapshot {
  const level = rule === undefined || rule.profile === 'recommended' ? {} : { level: rule.level };
  const settings = {
    ...defaultSettings,
    tenant: { ...defaultSettings.tenant, ...tenant },
    rules: rule === undefined ? {} : { [rule.name]: { ...level, ...(options === undefined ? {} : { options }) } },
  };
  const environment =
    env === undefined
      ? defaultEnvironment
      : withConfigured(readEnvironmentFacts(environmentPath, env), { dialects: [], settings: [] });
  return openProject({ files, bases, parser, settings, environment, rules, today });
}
