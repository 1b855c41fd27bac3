/** `alembic-guard schema`: the schema that revisions leave, read from their files. */

import { Option } from 'commander';
import { resolveRevisions } from '../../core/history/plan.ts';
import { catalogueSql } from '../../core/render/schema/catalogue.ts';
import type { AddCommand } from '../command.ts';
import { exitCodes } from '../exit.ts';
import { schemaJson } from '../formats/schema-json.ts';
import { schemaText } from '../formats/schema-text.ts';
import { selectProject } from '../projects.ts';
import { type SchemaReport, unreadOf } from '../schema-report.ts';

const formats: Readonly<Record<string, (report: SchemaReport) => string>> = {
  text: schemaText,
  json: schemaJson,
  sql: schemaSql,
};

interface SchemaOptions {
  readonly at?: string;
  readonly project: string;
  readonly format: string;
}

export const schemaCommand: AddCommand = (program, terminal, finish) => {
  program
    .command('schema')
    .description('print the schema that the revisions leave, read from the files')
    .option('--at <rev>', 'after this revision, as Alembic takes it: an id, a part of one, head, base, label@head')
    .option('--project <dir>', 'the folder of the project', '.')
    .addOption(new Option('--format <format>', 'how to print').choices(Object.keys(formats)).default('text'))
    .action(async ({ at, project, format }: SchemaOptions) => {
      const opened = await selectProject(terminal.cwd, project);
      const { snapshot } = opened;
      const reached =
        at === 'base' ? { ok: true as const, value: [] } : resolveRevisions(snapshot.graph, at ?? 'heads');
      if (!reached.ok) {
        const { code, message } = reached.error;
        if (format === 'json') {
          terminal.out(`${JSON.stringify({ schemaVersion: 1, error: { code, message } }, undefined, 2)}\n`);
        }
        terminal.error(`alembic-guard: ${message}\n`);
        return finish(exitCodes.usage);
      }
      const revisions = reached.value;
      const catalogue = snapshot.catalogueAfter(revisions);
      const unread = unreadOf(snapshot, revisions);
      terminal.out((formats[format] ?? schemaText)({ snapshot, revisions, catalogue, unread, terminal }));
      if (format === 'sql' && unread.length > 0) {
        terminal.error(
          `alembic-guard: ${unread.length} operations on the way can't be read, so something may be missing. \`--format json\` lists them.\n`,
        );
      }
      return finish(exitCodes.done);
    });
};

function schemaSql({ catalogue }: SchemaReport): string {
  return catalogueSql(catalogue)
    .map((statement) => `${statement};\n`)
    .join('');
}
