/** Configuration files for tests. */

import { rules } from '../../server/src/core/lint/rules/index.ts';

/** Every rule off but these, so that a rule that is added later changes nothing. */
export function onlyRules(...names: readonly string[]): string {
  const off = rules.filter(({ name }) => !names.includes(name)).map(({ name }) => `${name} = "off"`);
  const on = rules.filter(({ name }) => names.includes(name)).map(({ name, level }) => `${name} = "${level}"`);
  return ['[tool.alembic-guard.rules]', ...off, ...on, ''].join('\n');
}
