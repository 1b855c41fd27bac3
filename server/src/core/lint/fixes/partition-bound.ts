/** The check that proves which rows a table holds, so that it can become a partition without being read. */

import { identifier } from './code.ts';

const numeral = /^-?\d+(?:\.\d+)?$/;

/**
 * The condition that a bound stands for; undefined where the key is no single column, or the bound more than constants.
 * @param key what stands behind PARTITION BY: `RANGE (created_at)`
 * @param bound `FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')`, `FOR VALUES IN ('x')`
 */
export function boundCondition(key: string | undefined, bound: string): string | undefined {
  const [, method = '', written = ''] =
    /^\s*(range|list)\s*\(\s*("[^"]+"|[a-z_][\w$]*)\s*\)\s*$/i.exec(key ?? '') ?? [];
  if (written === '') return undefined;
  const column = identifier(written.startsWith('"') ? written.slice(1, -1) : written.toLowerCase());
  if (method.toLowerCase() === 'list') {
    const values = /^FOR\s+VALUES\s+IN\s*\((.*)\)$/is.exec(bound.trim())?.[1];
    const all = values === undefined ? [] : constants(values);
    return all.length === 0 ? undefined : `${column} IS NOT NULL AND ${column} IN (${all.join(', ')})`;
  }
  const [, from = '', to = ''] = /^FOR\s+VALUES\s+FROM\s*\((.*)\)\s*TO\s*\((.*)\)$/is.exec(bound.trim()) ?? [];
  const [low, ...more] = constants(from);
  const [high, ...others] = constants(to);
  if (low === undefined || high === undefined || more.length + others.length > 0) return undefined;
  return `${column} IS NOT NULL AND ${column} >= ${low} AND ${column} < ${high}`;
}

/** Literals between commas; none where something else is among them. */
export function constants(list: string): readonly string[] {
  const parts = (list.match(/'(?:[^']|'')*'|[^,']+/g) ?? []).map((each) => each.trim()).filter((each) => each !== '');
  return parts.every((each) => numeral.test(each) || each.startsWith("'")) ? parts : [];
}
