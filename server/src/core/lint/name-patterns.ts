/** Names as a configuration lists them: whole, or with `*` for any part. */

import type { QualifiedName } from '../schema/catalogue.ts';

/** Whether one of the patterns is the name, with or without its schema. */
export function matchesName(patterns: readonly string[], { schema, name }: QualifiedName): boolean {
  const names = [name, `${schema ?? 'public'}.${name}`];
  return patterns.some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const whole = new RegExp(`^${parts.join('.*')}$`);
    return names.some((each) => whole.test(each));
  });
}

/** An option that holds a list of names, or one. */
export function namesOption(value: unknown): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
