/** A rule by its name. */

import type { Rule } from './rule.ts';
import { rules } from './rules/index.ts';

const byName = new Map(rules.map((rule) => [rule.name, rule]));

export function ruleNamed(name: string): Rule | undefined {
  return byName.get(name);
}
