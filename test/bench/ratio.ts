/** Times ours against a reference in the same run: bare times say more of the machine than of us. */

import { performance } from 'node:perf_hooks';

const ROUNDS = 15;

export interface Contest {
  readonly title: string;
  /** Times itself where it answers with a number: milliseconds. */
  readonly ours: () => unknown;
  /** What `ours` is held against, such as merely reading the same files. */
  readonly reference: () => unknown;
  readonly referenceTitle: string;
  readonly rounds?: number;
  /** What is to be reached, in words: `at most 1.2`. */
  readonly aim?: string;
}

/** Runs both in turn, so that a busy machine slows both, and prints the ratio of the medians. */
export async function compare(contest: Contest): Promise<void> {
  const { title, ours, reference, referenceTitle, rounds = ROUNDS, aim } = contest;
  const times = { ours: [] as number[], reference: [] as number[] };
  await ours(); // warm
  await reference();
  for (let round = 0; round < rounds; round += 1) {
    times.ours.push(await timed(ours));
    times.reference.push(await timed(reference));
  }
  const [mine, other] = [percentile(times.ours, 50), percentile(times.reference, 50)];
  const wanted = aim === undefined ? '' : `; aim ${aim}`;
  console.log(
    `  ${title}: ${(mine / other).toFixed(2)} × ${referenceTitle} (${mine.toFixed(1)} ms / ${other.toFixed(1)} ms${wanted})`,
  );
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  const own = await work();
  return typeof own === 'number' ? own : performance.now() - start;
}

/** The value that so many percent of the values don't exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((values.length * percent) / 100))] ?? Number.NaN;
}
