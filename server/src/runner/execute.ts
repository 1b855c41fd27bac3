/** Starts a program and reads its output. Nothing here ends a program: no timer, no size limit, not even our own exit. */

import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { execa } from 'execa';

import type { Environment } from './environment.ts';

export interface Finished {
  /** Undefined when it was ended by a signal or didn't start. */
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Why it couldn't be started: `ENOENT`, `EACCES`, … */
  readonly startError: string | undefined;
}

export interface Execution {
  readonly finished: Promise<Finished>;
  /** Sends one interrupt, as Ctrl+C does; how the program takes it is up to the program. False where there is no such thing. */
  interrupt(): boolean;
}

export interface ExecuteOptions {
  readonly cwd: string;
  readonly env: Environment;
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
}

export function execute(argv: readonly string[], options: ExecuteOptions): Execution {
  const [program = '', ...args] = argv;
  const child = execa(program, args, {
    cwd: options.cwd,
    env: options.env,
    extendEnv: false,
    stdin: 'ignore',
    buffer: false, // a full buffer would end the program
    cleanup: false, // and so would the end of ours
    forceKillAfterDelay: false, // so would the time after an interrupt
    reject: false,
    windowsHide: true,
  });
  const stdout = collect(child.stdout, (line) => options.onLine?.(line, 'stdout'));
  const stderr = collect(child.stderr, (line) => options.onLine?.(line, 'stderr'));
  let interrupted = false;
  return {
    finished: finish(child, stdout, stderr),
    interrupt: () => {
      if (process.platform === 'win32') return false; // there, a signal would end the program at once
      if (!interrupted) child.kill('SIGINT');
      interrupted = true;
      return true;
    },
  };
}

interface Ended {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly code?: string | undefined;
}

async function finish(child: PromiseLike<Ended>, stdout: Promise<string>, stderr: Promise<string>): Promise<Finished> {
  const [ended, out, err] = await Promise.all([child, stdout, stderr]);
  const started = ended.exitCode !== undefined || ended.signal !== undefined;
  return {
    exitCode: ended.exitCode,
    signal: ended.signal,
    stdout: out,
    stderr: err,
    startError: started ? undefined : (ended.code ?? 'unknown'),
  };
}

async function collect(stream: Readable, onLine: (line: string) => void): Promise<string> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    lines.push(line);
    onLine(line);
  }
  return lines.join('\n');
}
