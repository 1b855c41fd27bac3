/** What a piece of a migration needs of the file that it comes from. */

import type { Migration } from '../../history/migration.ts';

/** The import lines that the code uses; undefined where it uses anything else that the file defines. */
export function importsFor({ text, module, style }: Migration, code: string): readonly string[] | undefined {
  const used = new Set(code.replace(/^\s*#.*$/gm, '').match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []);
  const lines = (text.match(/^(?:from|import)[ \t][^\n(\\]*$/gm) ?? []).map((line) => line.trimEnd());
  const names = new Map(lines.map((line) => [line, namesOf(line)]));
  const imported = new Set([...names.values()].flat());
  const local = new Set([...code.matchAll(/\bas[ \t]+(\w+)[ \t]*:/g)].flatMap(([, name]) => name ?? []));
  const others = [...module.bound].filter((name) => used.has(name) && !imported.has(name) && !local.has(name));
  if (others.some((name) => name !== style.op)) return undefined;
  return lines.filter((line) => names.get(line)?.some((name) => used.has(name)));
}

/** What an import line binds. */
function namesOf(line: string): readonly string[] {
  const list = line.replace(/#.*/, '').replace(/^from[ \t]+\S+[ \t]+import[ \t]+|^import[ \t]+/, '');
  return list.split(',').flatMap((part) => {
    const [, name = '', alias] = /^\s*([\w.]+)(?:\s+as\s+(\w+))?\s*$/.exec(part) ?? [];
    const bound = alias ?? name.split('.')[0] ?? '';
    return bound === '' ? [] : [bound];
  });
}
