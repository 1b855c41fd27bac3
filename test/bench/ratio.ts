/** Times ours against a reference in the same run: bare times say more of the machine than of us. */

import { performance } from 'node:perf_hooks';

const ROUNDS = 15;

export interface Contest {
  readonly title: string;
  readonly ours: () => unknown;
  /** What `ours` is held against, such as merely reading the same files. */
  readonly reference: () => unknown;
  readonly referenceTitle: string;
}

/** Runs both in turn, so that a busy machine slows both, and prints the ratio of the medians. */
export async function compare({ title, ours, reference, referenceTitle }: Contest): Promise<void> {
  const times = { ours: [] as number[], reference: [] as number[] };
  await ours(); // warm
  await reference();
  for (let round = 0; round < ROUNDS; round += 1) {
    times.ours.push(await timed(ours));
    times.reference.push(await timed(reference));
  }
  const [mine, other] = [median(times.ours), median(times.reference)];
  console.log(
    `  ${title}: ${(mine / other).toFixed(2)} × ${referenceTitle} (${mine.toFixed(1)} ms / ${other.toFixed(1)} ms)`,
  );
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
