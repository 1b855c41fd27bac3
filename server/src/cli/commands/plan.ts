/** `alembic-guard plan`: which revisions an upgrade or downgrade goes through, without Python and without a database. */

import { Argument, Option } from 'commander';
import { planDowngrade, planUpgrade } from '../../core/history/plan.ts';
import { readGraph } from '../../workspace/read-graph.ts';
import { chooseProject, revisionsAlone } from '../choose.ts';
import type { AddCommand } from '../command.ts';
import { exitCodes } from '../exit.ts';

interface PlanOptions {
  readonly project: string;
  readonly from?: string;
  readonly format: 'text' | 'json';
}

export const planCommand: AddCommand = (program, terminal, finish) => {
  program
    .command('plan')
    .description('list the revisions that a run goes through, in order')
    .addArgument(new Argument('<direction>').choices(['upgrade', 'downgrade']))
    .argument('<target>', 'as Alembic takes it: an id, head, heads, base, +2, -1, label@head')
    .option('--project <dir>', 'the folder of the project', '.')
    .option('--from <revs>', 'rows of the version table, separated by commas; base for an empty one')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    // `-1` is a target here, not an option.
    .allowUnknownOption()
    .action(async (direction: 'upgrade' | 'downgrade', target: string, options: PlanOptions) => {
      const graph = await readGraph(await chooseProject(terminal.cwd, options.project, revisionsAlone));
      const from = rows(options.from) ?? (direction === 'upgrade' ? [] : graph.realHeads);
      const plan = (direction === 'upgrade' ? planUpgrade : planDowngrade)(graph, target, from);
      if (!plan.ok) {
        const { code, message } = plan.error;
        if (options.format === 'json') terminal.out(json({ error: { code, message } }));
        terminal.error(`alembic-guard: ${message}\n`);
        return finish(exitCodes.usage);
      }
      const { revisions, rowsAfter } = plan.value;
      if (options.format === 'json') terminal.out(json({ direction, target, from, revisions, rowsAfter }));
      else {
        const lines = revisions.map((id) => `${id}  ${graph.revisions.get(id)?.message ?? ''}`.trimEnd());
        terminal.out(`${lines.length > 0 ? lines.join('\n') : 'Nothing to do.'}\n`);
      }
      return finish(exitCodes.done);
    });
};

function rows(from: string | undefined): readonly string[] | undefined {
  if (from === undefined) return undefined;
  return from === 'base' ? [] : from.split(',').map((row) => row.trim());
}

function json(content: object): string {
  return `${JSON.stringify({ schemaVersion: 1, ...content }, undefined, 2)}\n`;
}
