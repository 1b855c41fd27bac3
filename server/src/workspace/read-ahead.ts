/**
 * Reads the migrations of a long history on the other cores. Whoever goes through the history in order finds those
 * behind read already, and reads itself what no thread has begun with, so that no core waits for another.
 */

import { availableParallelism } from 'node:os';
import path from 'node:path';
import { setImmediate as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { SourceText } from '../core/analysis.ts';
import type { Migration, ReadOptions } from '../core/history/migration.ts';
import { unpackMigration } from './packed-migration.ts';

export interface ReadAhead {
  /** Resolves when waiting for the file is of no more use: it has been read, or must be read here. */
  prepare(file: string): Promise<void>;
  /** The migration, where this very text of it has been read. */
  take(file: string, text: string): Migration | undefined;
  /** Ends the threads and forgets what was read. They also end by themselves when nothing is left to read. */
  close(): void;
}

/** What a thread starts with. It is then sent files, and answers with their migrations in the same order. */
export type HowToRead = Omit<ReadOptions, 'parser' | 'previous'>;

export interface ReadAheadOptions {
  /** In the order in which they will be asked for. */
  readonly files: readonly SourceText[];
  readonly how: HowToRead;
  readonly threads?: number;
  /**
   * Whether who asks reads what no thread has begun with, which is sooner done; else it waits, is free for other things
   * meanwhile, and finds everything read when it comes a second time.
   */
  readonly helps?: boolean;
  /** The script of a thread. */
  readonly script?: string;
}

/** A thread takes its time to start, so a short history is read sooner without. */
export const worthwhile = 800;

const batchSize = 20;
/** Megabytes. A thread that needs more is none too many, since what it doesn't read is read here. */
const heap = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 };
/** Batches that wait at each thread, so that it goes on while this one is busy. */
const queued = 3;
/** After so long without a question the threads end. Milliseconds. */
const patience = 10_000;

/** In the bundle a thread's script lies beside the one that runs. */
const ownScript =
  import.meta.dirname === undefined
    ? path.join(__dirname, 'reading-worker.cjs')
    : path.join(import.meta.dirname, '..', 'reading-worker.ts');

/** One core is left to the thread that asks. */
const otherCores = Math.min(4, availableParallelism() - 1);

/** Starts no thread before the first question. */
export function readAhead(options: ReadAheadOptions): ReadAhead {
  const { files, how, threads = otherCores, helps = true, script = ownScript } = options;
  const places = new Map(files.map((file, place) => [file.path, place]));
  const read = new Map<string, { readonly text: string; readonly packed: Uint8Array }>();
  /** By number of the batch; those that were begun here have no promise to wait for. */
  const begun = new Map<number, Promise<void> | undefined>();
  let workers: Thread[] = [];
  let next = 0;
  let reached = 0;
  let isOver = threads < 1 || files.length < worthwhile;
  let end: ReturnType<typeof setTimeout> | undefined;

  const batchAt = (number: number) => files.slice(number * batchSize, (number + 1) * batchSize);
  const stop = () => {
    for (const { worker } of workers) void worker.terminate();
    workers = [];
  };
  const finish = () => {
    isOver = true;
    clearTimeout(end);
    stop();
  };

  const send = (thread: Thread, number: number) => {
    const batch = batchAt(number);
    const done = thread.read(batch).then((packed) => {
      // A thread that failed has nothing to say, and neither will the others.
      if (packed === undefined) return finish();
      for (const [i, { path: file, text }] of batch.entries()) {
        const own = packed[i];
        if (own !== undefined) read.set(file, { text, packed: own });
      }
      return feed();
    });
    begun.set(number, done);
  };

  /** Keeps the threads busy, but not further ahead than they can be followed. */
  const feed = () => {
    const last = Math.min(Math.ceil(files.length / batchSize), reached + (threads + 1) * queued * 2);
    for (let thread = idle(workers); thread !== undefined && !isOver; thread = idle(workers)) {
      while (begun.has(next)) next++;
      if (next >= last) break;
      send(thread, next);
    }
    if (next * batchSize >= files.length && workers.every(({ waiting }) => waiting() === 0)) stop();
  };

  return {
    async prepare(file) {
      const place = places.get(file);
      if (isOver || place === undefined) return;
      const number = Math.floor(place / batchSize);
      if (number > reached) {
        reached = number;
        feed();
        await pause();
      }
      if (!begun.has(number)) {
        if (helps) begun.set(number, undefined);
        if (workers.length === 0) workers = Array.from({ length: threads }, () => startThread(script, how));
        feed();
      }
      end = end?.refresh() ?? setTimeout(finish, patience).unref();
      await begun.get(number);
    },

    take(file, text) {
      const known = read.get(file);
      return known?.text === text ? unpackMigration(known.packed, file, text) : undefined;
    },

    close() {
      finish();
      read.clear();
    },
  };
}

interface Thread {
  readonly worker: Worker;
  /** How many batches it has not answered yet. */
  waiting(): number;
  /** Undefined where the thread has failed. */
  read(batch: readonly SourceText[]): Promise<readonly Uint8Array[] | undefined>;
}

function startThread(script: string, how: HowToRead): Thread {
  const answers: ((packed: readonly Uint8Array[] | undefined) => void)[] = [];
  const worker = new Worker(script, { workerData: how, resourceLimits: heap });
  let failed = false;
  const fail = () => {
    failed = true;
    for (const answer of answers.splice(0)) answer(undefined);
  };
  worker.on('message', (packed: readonly Uint8Array[]) => {
    answers.shift()?.(packed);
    // What is waited for keeps the process alive, and nothing else does.
    if (answers.length === 0) worker.unref();
  });
  worker.on('error', fail);
  worker.on('exit', fail);
  return {
    worker,
    waiting: () => answers.length,
    read: (batch) =>
      new Promise((resolve) => {
        if (failed) return resolve(undefined);
        answers.push(resolve);
        worker.ref();
        worker.postMessage(batch);
      }),
  };
}

/** The thread with the least to do, if it could do more. */
function idle(workers: readonly Thread[]): Thread | undefined {
  const [first] = [...workers].sort((a, b) => a.waiting() - b.waiting());
  return first !== undefined && first.waiting() < queued ? first : undefined;
}
