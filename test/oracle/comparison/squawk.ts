/** Runs squawk on revisions, each a file of its own and in a transaction, as Alembic runs it. */

import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { execa } from 'execa';

import { temporaryFolder } from '../../environment/temporary.mjs';
import type { RevisionSql } from './revision-sql.ts';

/** Something that squawk says of a statement. */
export interface SquawkFinding {
  readonly rule: string;
  readonly message: string;
  /** The revision and the statement's place in it; undefined for what it says of the whole file. */
  readonly revision: RevisionSql;
  readonly statement: number | undefined;
}

interface Reported {
  readonly file: string;
  /** Zero-based. */
  readonly line: number;
  readonly rule_name: string;
  readonly message: string;
}

/** @param program the path of squawk */
export async function squawkOn(
  program: string,
  version: number,
  revisions: readonly RevisionSql[],
): Promise<readonly SquawkFinding[]> {
  if (revisions.length === 0) return [];
  const { folder, remove } = await temporaryFolder('ag-squawk-');
  const written = await Promise.all(
    revisions.map(async (revision, index) => {
      const { text, starts } = layout(revision);
      const file = path.join(folder, `${index}.sql`);
      await writeFile(file, text);
      return { file, starts, revision };
    }),
  );
  const args = ['--reporter', 'json', '--pg-version', String(version), ...written.map(({ file }) => file)];
  // It ends with 1 when it has found something.
  const { stdout, stderr, exitCode } = await execa(program, args, { reject: false, maxBuffer: 1e9 });
  remove();
  if (exitCode !== 0 && exitCode !== 1) throw new Error(`squawk ended with ${exitCode}: ${stderr}`);
  const byFile = new Map(written.map((one) => [one.file, one]));
  const reported: readonly Reported[] = JSON.parse(stdout);
  return reported.flatMap(({ file, line, rule_name: rule, message }) => {
    const one = byFile.get(file);
    if (one === undefined) return [];
    const at = one.starts.findLastIndex((start) => start <= line);
    return [{ rule, message, revision: one.revision, statement: at < 0 ? undefined : at }];
  });
}

/** The text, and the line on which each statement begins. */
function layout({ statements }: RevisionSql): { readonly text: string; readonly starts: readonly number[] } {
  const starts: number[] = [];
  let text = 'BEGIN;\n';
  let line = 1;
  for (const { sql } of statements) {
    starts.push(line);
    text += `${sql}\n`;
    line += sql.split('\n').length;
  }
  return { text: `${text}COMMIT;\n`, starts };
}
