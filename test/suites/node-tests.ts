/** Runs files of node:test, each in a process of its own; prints failures in full and says nothing of what passed. */

import path from 'node:path';
import { run } from 'node:test';
import { inspect } from 'node:util';

import { PROJECT } from '../environment/packages.mjs';
import { say } from '../environment/progress.mjs';
import type { Outcome } from './suite.ts';

interface Options {
  readonly concurrency: number;
  /** For one file. */
  readonly timeoutMs: number;
}

/** The part of the runner's events that we read. */
interface TestEvent {
  readonly type: string;
  readonly data: {
    readonly name: string;
    readonly file?: string;
    readonly entryFile?: string;
    readonly line?: number;
    readonly message: string;
    readonly classname?: string;
    readonly skip?: string | boolean;
    readonly todo?: string | boolean;
    readonly details?: {
      readonly type?: string;
      readonly error?: { readonly failureType?: string; readonly cause?: unknown; readonly message: string };
    };
  };
}

export async function runNodeTests(files: readonly string[], { concurrency, timeoutMs }: Options): Promise<Outcome> {
  const outcome = { passed: 0, failed: 0 };
  const printed = new Map<string, string>();
  const failed = new Set<string>();
  const fail = (event: TestEvent, text: string): void => {
    outcome.failed += 1;
    failed.add(event.data.entryFile ?? event.data.file ?? '');
    say(`\n  FAILED ${title(event)}\n${indent(text)}`);
  };

  const events = run({ files: [...files], concurrency, timeout: timeoutMs }) as AsyncIterable<TestEvent>;
  for await (const event of events) {
    const { data, type } = event;
    if (type === 'test:stdout' || type === 'test:stderr') {
      printed.set(data.file ?? '', `${printed.get(data.file ?? '') ?? ''}${data.message}`);
    } else if (type === 'test:diagnostic' && data.file !== undefined) {
      printed.set(data.file, `${printed.get(data.file) ?? ''}${data.message}\n`);
    } else if (type === 'test:pass' || type === 'test:fail') {
      const complaint = judge(event);
      if (complaint !== undefined) fail(event, complaint);
      else if (type === 'test:pass' && data.details?.type !== 'suite') outcome.passed += 1;
    }
  }
  for (const file of failed) {
    const output = printed.get(file)?.trimEnd();
    if (output) say(`\n  Output of ${relative(file)}\n${indent(output)}`);
  }
  return outcome;
}

/** Why this event is a failure, if it is one. */
function judge({ type, data }: TestEvent): string | undefined {
  const isFile = data.entryFile === undefined && data.name === data.file;
  if (isFile && type === 'test:pass') return 'The file holds no test.';
  if (data.skip !== undefined && data.skip !== false)
    return 'The test is marked "skip": a skipped test is a failure here.';
  if (data.todo !== undefined && data.todo !== false)
    return 'The test is marked "todo": an unfinished test is a failure here.';
  if (type === 'test:pass') return undefined;
  const error = data.details?.error;
  if (error?.failureType === 'subtestsFailed') return undefined; // reported where it happened
  if (isFile) return `The file ended with an error. ${error?.message ?? ''}`;
  const cause = error?.cause ?? error;
  if (!(cause instanceof Error)) return inspect(cause);
  return withoutRunner(cause.name === 'AssertionError' ? (cause.stack ?? cause.message) : inspect(cause));
}

function title({ data }: TestEvent): string {
  const place = data.file === undefined ? '' : `${relative(data.file)}${data.line ? `:${data.line}` : ''}`;
  if (data.name === data.file) return place;
  return `${[data.classname, data.name].filter(Boolean).join(' › ')}  (${place})`;
}

const relative = (file: string): string => path.relative(PROJECT, file).replaceAll('\\', '/');

const indent = (text: string): string => text.replace(/^(?=.)/gm, '    ');

/** The runner's own frames help nobody. */
const withoutRunner = (stack: string): string =>
  stack.replace(/\n\s+at [^\n]*\(?node:(internal|async_hooks)[^\n]*/g, '');
