/** What a setting may hold, and how its name is spelt in files and in the editor. */

import { versionPattern } from './libraries.ts';

export type SettingType =
  | { readonly kind: 'word'; readonly words: readonly string[] }
  | { readonly kind: 'integer'; readonly from: number; readonly to: number }
  | { readonly kind: 'text' }
  | { readonly kind: 'version' }
  | { readonly kind: 'texts' }
  | { readonly kind: 'flag' };

export const levels = ['error', 'warning', 'info', 'off'] as const;

/** The type of a rule's option, which its default tells. */
export function typeOfOption(value: unknown): SettingType {
  if (typeof value === 'boolean') return { kind: 'flag' };
  if (typeof value === 'number') return { kind: 'integer', from: 0, to: Number.MAX_SAFE_INTEGER };
  return { kind: Array.isArray(value) ? 'texts' : 'text' };
}

/** The value if the setting may hold it, else what it may hold. A number may be written as a string. */
export function readValue(
  type: SettingType,
  value: unknown,
): { readonly value: unknown } | { readonly expected: string } {
  switch (type.kind) {
    case 'word':
      return type.words.some((word) => word === value)
        ? { value }
        : { expected: `one of ${type.words.map((word) => `"${word}"`).join(', ')}` };
    case 'integer': {
      const number =
        typeof value === 'string' && value !== '' ? Number(value) : typeof value === 'bigint' ? Number(value) : value;
      const fits = typeof number === 'number' && Number.isInteger(number) && number >= type.from && number <= type.to;
      const range = type.to === Number.MAX_SAFE_INTEGER ? `from ${type.from} on` : `from ${type.from} to ${type.to}`;
      return fits ? { value: number } : { expected: `a whole number ${range}` };
    }
    case 'version':
      return typeof value === 'string' && new RegExp(`${versionPattern.source}$`).test(value)
        ? { value }
        : { expected: 'a version in quotes, such as "1.18" or "1.18.2"' };
    case 'text':
      return typeof value === 'string' ? { value } : { expected: 'a string' };
    case 'texts':
      return Array.isArray(value) && value.every((each) => typeof each === 'string')
        ? { value }
        : { expected: 'a list of strings' };
    case 'flag':
      return typeof value === 'boolean' ? { value } : { expected: 'true or false' };
  }
}

/** A camelCase key as files write it. */
export function kebabCase(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
