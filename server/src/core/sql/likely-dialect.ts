/** Of which other database a statement is that PostgreSQL's grammar refuses: told by words that only that one knows. */

import type { Token } from './tokens.ts';

export interface LikelyDialect {
  readonly dialect: 'sqlite' | 'mysql';
  /** What tells: `PRAGMA`, `ENGINE =`, `a name in backticks`. */
  readonly sign: string;
}

/** Of several signs the first in the list below counts. Undefined where nothing tells. */
export function likelyDialect(tokens: readonly Token[]): LikelyDialect | undefined {
  const code = tokens.filter(({ kind }) => kind !== 'comment');
  // In MySQL and SQLite's imitation of it.
  if (code.some(({ kind, text }) => kind === 'operator' && text.includes('`'))) {
    return { dialect: 'mysql', sign: 'a name in backticks' };
  }
  const words = code.map(({ kind, text }) => (kind === 'string' || kind === 'quoted' ? '_' : text)).join(' ');
  for (const { dialect, sign } of signs) {
    const [found] = sign.exec(words) ?? [];
    if (found !== undefined) return { dialect, sign: found.toUpperCase() };
  }
  return undefined;
}

/** Over the words of a statement, one space between them, literals and quoted names left out. */
const signs: readonly { readonly dialect: LikelyDialect['dialect']; readonly sign: RegExp }[] = [
  { dialect: 'sqlite', sign: /^pragma\b/ },
  { dialect: 'sqlite', sign: /^(?:attach|detach)\b/ },
  { dialect: 'sqlite', sign: /^(?:insert|update) or (?:replace|ignore|abort|fail|rollback)\b/ },
  { dialect: 'sqlite', sign: /^create virtual table\b/ },
  { dialect: 'sqlite', sign: /\bautoincrement\b/ },
  { dialect: 'sqlite', sign: /\bwithout rowid\b/ },
  { dialect: 'mysql', sign: /^(?:show|describe|desc|use|delimiter|replace into|replace|insert ignore)\b/ },
  { dialect: 'mysql', sign: /^(?:lock tables|unlock tables|rename table|optimize table)\b/ },
  { dialect: 'mysql', sign: /^set @+/ },
  { dialect: 'mysql', sign: /\bauto_increment\b/ },
  { dialect: 'mysql', sign: /\b(?:engine|algorithm|lock) =/ },
  { dialect: 'mysql', sign: /\bon duplicate key update\b/ },
  { dialect: 'mysql', sign: /\b(?:unsigned|zerofill|charset|character set)\b/ },
  { dialect: 'mysql', sign: /\bon update current_timestamp\b/ },
  { dialect: 'mysql', sign: /(?<=^alter table .*)\b(?:modify column|change column|modify|change)\b/ },
  { dialect: 'mysql', sign: /(?<=^alter table .*)\bdrop (?:foreign key|primary key|index|key)\b/ },
  { dialect: 'mysql', sign: /(?<=^alter table .*)\badd (?:(?:unique|fulltext|spatial) )?(?:index|key)\b/ },
  { dialect: 'mysql', sign: /(?<=^alter table .* add .*)\b(?:after \w+|first)$/ },
  { dialect: 'mysql', sign: /(?<=^drop index \w+ )on\b/ },
  { dialect: 'mysql', sign: /(?<=^update \w+(?: (?:as )?\w+)? (?:inner |left )?)join\b/ },
];
