/** `alembic-guard sql`: revisions as the SQL that Alembic would send, without Python and without a database. */

import { Option } from 'commander';
import { type DialectName, dialectOfUrl, dialects } from '../../core/render/dialect.ts';
import type { Line } from '../../core/render/line.ts';
import { layout, renderRun, statementsOf } from '../../core/render/plan.ts';
import { stepsOf } from '../../core/render/range.ts';
import type { Statement } from '../../core/render/statement.ts';
import type { QualifiedName } from '../../core/schema/catalogue.ts';
import { indexLines, type LineIndex, rangeOf } from '../../core/text/line-index.ts';
import type { OpenedProject } from '../../workspace/open-project.ts';
import { relative } from '../choose.ts';
import type { AddCommand } from '../command.ts';
import { exitCodes } from '../exit.ts';
import { selectProject } from '../projects.ts';

interface SqlOptions {
  readonly project: string;
  readonly down?: true;
  readonly format: 'sql' | 'json';
  readonly dialect?: DialectName;
}

export const sqlCommand: AddCommand = (program, terminal, finish) => {
  program
    .command('sql')
    .description('print the SQL of a revision or a range, read from the files')
    .argument('<range>', 'a revision, or FROM:TO without FROM')
    .option('--down', 'the way back, newest first')
    .option('--project <dir>', 'the folder of the project', '.')
    .addOption(
      new Option('--dialect <name>', 'instead of the one of the database address').choices(Object.keys(dialects)),
    )
    .addOption(new Option('--format <format>', 'how to print').choices(['sql', 'json']).default('sql'))
    .action(async (range: string, options: SqlOptions) => {
      const opened = await selectProject(terminal.cwd, options.project);
      const { snapshot, project } = opened;
      const run = stepsOf(snapshot.graph, range, options.down ? 'downgrade' : 'upgrade');
      if (!run.ok) {
        const { code, message } = run.error;
        if (options.format === 'json') terminal.out(json({ error: { code, message } }));
        terminal.error(`alembic-guard: ${message}\n`);
        return finish(exitCodes.usage);
      }
      const lines = renderRun(snapshot, run.value, {
        dialect: options.dialect ?? dialectOfUrl(project.url),
        version: snapshot.settings.postgresVersion,
        convention: snapshot.naming,
      });
      terminal.out(
        options.format === 'json' ? json({ statements: statements(lines, opened, terminal.cwd) }) : layout(lines),
      );
      return finish(exitCodes.done);
    });
};

function statements(lines: readonly Line[], { snapshot }: OpenedProject, cwd: string): readonly object[] {
  const indexes = new Map<string, LineIndex>();
  const indexOf = (file: string): LineIndex => {
    const index = indexes.get(file) ?? indexLines(snapshot.text(file) ?? '');
    indexes.set(file, index);
    return index;
  };
  return statementsOf(lines).map((statement) => ({
    revision: statement.revision,
    direction: statement.direction,
    sql: statement.sql,
    status: statement.status,
    ...(statement.notes.length > 0 ? { notes: statement.notes } : {}),
    ...place(statement, indexOf, cwd),
    locks: statement.work.locks.map(({ relation, mode }) => ({ relation: nameOf(relation), mode })),
    rewrites: statement.work.rewrites.map(nameOf),
    scans: statement.work.scans.map(nameOf),
    ...(statement.transaction === undefined ? {} : { transaction: statement.transaction }),
  }));
}

function place({ file, span }: Statement, indexOf: (file: string) => LineIndex, cwd: string): object {
  if (file === undefined || span === undefined) return {};
  return { file: relative(cwd, file), range: rangeOf(indexOf(file), span) };
}

function nameOf({ schema, name }: QualifiedName): string {
  return schema === undefined ? name : `${schema}.${name}`;
}

function json(content: object): string {
  return `${JSON.stringify({ schemaVersion: 1, ...content }, undefined, 2)}\n`;
}
