/** Rules as a SARIF log describes them, with their pages as help. */

import type * as Sarif from 'sarif';
import manifest from '../../../../package.json' with { type: 'json' };
import type { Level, Rule } from '../../core/lint/rule.ts';
import { ruleNamed } from '../../core/lint/rule-named.ts';
import { pageAddress } from '../../workspace/page-address.ts';
import { rulePage } from '../rule-page.ts';

type Levels = Readonly<Record<Exclude<Level, 'off'>, Sarif.ReportingConfiguration.level>>;

/** The rules of these names, in their order. */
export async function describeRules(
  names: readonly string[],
  levels: Levels,
): Promise<readonly Sarif.ReportingDescriptor[]> {
  const rules = names.flatMap((name) => ruleNamed(name) ?? []);
  return Promise.all(rules.map((rule) => describe(rule, levels)));
}

async function describe(rule: Rule, levels: Levels): Promise<Sarif.ReportingDescriptor> {
  const { name, level, group, profile, docs } = rule;
  const helpUri = pageAddress(name, manifest);
  return {
    id: name,
    shortDescription: { text: docs.summary },
    fullDescription: { text: docs.why },
    help: { text: `${docs.why}\n\n${docs.instead}`, markdown: await rulePage(rule) },
    ...(helpUri === undefined ? {} : { helpUri }),
    defaultConfiguration: { level: levels[level] },
    properties: { tags: [group, profile] },
  };
}
