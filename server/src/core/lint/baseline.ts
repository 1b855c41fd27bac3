/** Findings that are known and not reported again, as a file holds them: by revision and rule, nowhere a line or a path. */

import type { Finding } from './finding.ts';
import { fingerprintOf, homeOf } from './fingerprint.ts';

/** Fingerprints by revision, then by rule. */
export type Baseline = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export function isKnown(baseline: Baseline, finding: Finding): boolean {
  return baseline[homeOf(finding)]?.[finding.rule]?.includes(fingerprintOf(finding)) ?? false;
}

/** The baseline of these findings, and of `former` what concerns other revisions. */
export function baselineOf(
  findings: readonly Finding[],
  former: Baseline = {},
  concerned: ReadonlySet<string> = new Set(),
): Baseline {
  const found = new Map<string, Map<string, string[]>>();
  for (const finding of findings) {
    const home = homeOf(finding);
    const rules = found.get(home) ?? new Map<string, string[]>();
    rules.set(finding.rule, [...(rules.get(finding.rule) ?? []), fingerprintOf(finding)]);
    found.set(home, rules);
  }
  const kept = Object.entries(former).filter(([home]) => !concerned.has(home));
  const made = [...found].map(([home, rules]) => [home, Object.fromEntries(sorted([...rules]))] as const);
  return Object.fromEntries(sorted([...kept, ...made]));
}

/** What the baseline holds and none of the findings is: `revision: rule`, each once. */
export function unmatched(baseline: Baseline, findings: readonly Finding[]): readonly string[] {
  const there = new Set(findings.map((finding) => `${homeOf(finding)} ${finding.rule} ${fingerprintOf(finding)}`));
  return Object.entries(baseline).flatMap(([home, rules]) =>
    Object.entries(rules)
      .filter(([rule, prints]) => prints.some((print) => !there.has(`${home} ${rule} ${print}`)))
      .map(([rule]) => `${home}: ${rule}`),
  );
}

export function sizeOf(baseline: Baseline): number {
  return Object.values(baseline).flatMap((rules) => Object.values(rules).flat()).length;
}

export function writeBaseline(findings: Baseline): string {
  return `${JSON.stringify({ schemaVersion: 1, findings }, undefined, 2)}\n`;
}

/** The baseline of a file's text, or why it is none. */
export function readBaseline(text: string): { readonly baseline: Baseline } | { readonly problem: string } {
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return wrong(`It is not valid JSON (${error instanceof Error ? error.message : String(error)}).`);
  }
  if (!isObject(document) || !isObject(document['findings'])) return wrong('It has no findings.');
  if (document['schemaVersion'] !== 1) return wrong('It was written by another version.');
  const baseline = Object.entries(document['findings']).map(([home, rules]) => [home, readRules(rules)] as const);
  const bad = baseline.find(([, rules]) => rules === undefined);
  if (bad !== undefined) return wrong(`What it holds for ${bad[0]} are no fingerprints by rule.`);
  return { baseline: Object.fromEntries(baseline.flatMap(([home, rules]) => (rules ? [[home, rules]] : []))) };
}

function readRules(rules: unknown): Baseline[string] | undefined {
  if (!isObject(rules)) return undefined;
  const read: Record<string, readonly string[]> = {};
  for (const [rule, prints] of Object.entries(rules)) {
    if (!Array.isArray(prints) || !prints.every((print) => typeof print === 'string')) return undefined;
    read[rule] = prints;
  }
  return read;
}

function wrong(why: string): { readonly problem: string } {
  return { problem: `${why} Write it anew with alembic-guard lint --write-baseline.` };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted<T>(entries: readonly (readonly [string, T])[]): readonly (readonly [string, T])[] {
  return entries.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
