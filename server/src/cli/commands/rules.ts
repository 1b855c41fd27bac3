/** `alembic-guard rules`: the list of rules, or one rule's page. */

import { Option } from 'commander';
import type { Rule } from '../../core/lint/rule.ts';
import { ruleNamed } from '../../core/lint/rule-named.ts';
import { rules } from '../../core/lint/rules/index.ts';
import { nearest } from '../../core/text/nearest.ts';
import type { AddCommand } from '../command.ts';
import { exitCodes, UsageError } from '../exit.ts';
import { paintedPage, rulePage } from '../rule-page.ts';
import type { Terminal } from '../terminal.ts';

type Format = 'text' | 'json' | 'markdown';

export const rulesCommand: AddCommand = (program, terminal, finish) => {
  program
    .command('rules')
    .description('list the rules, or explain one')
    .argument('[name]', 'a rule')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json', 'markdown']).default('text'))
    .action(async (name: string | undefined, { format }: { format: Format }) => {
      const chosen = name === undefined ? rules : [named(name)];
      if (format === 'json') terminal.out(rulesJson(chosen));
      else if (name !== undefined && chosen[0] !== undefined) terminal.out(await page(chosen[0], format, terminal));
      else if (format === 'markdown') terminal.out(rulesMarkdown(chosen));
      else terminal.out(rulesText(chosen, terminal));
      finish(exitCodes.done);
    });
};

function named(name: string): Rule {
  const rule = ruleNamed(name);
  if (rule !== undefined) return rule;
  const meant = nearest(
    name,
    rules.map((one) => one.name),
  );
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
  throw new UsageError(`there is no rule "${name}".${hint} \`alembic-guard rules\` lists them.`);
}

function page(rule: Rule, format: Format, { colors }: Terminal): Promise<string> {
  return format === 'markdown' ? rulePage(rule) : paintedPage(rule, colors);
}

function rulesText(list: readonly Rule[], { colors }: Terminal): string {
  const width = Math.max(...list.map((rule) => rule.name.length));
  const paint = { error: colors.red, warning: colors.yellow, info: colors.cyan };
  return `${list
    .map(
      ({ name, level, docs }) =>
        `${colors.bold(name.padEnd(width))}  ${paint[level](level.padEnd(7))}  ${docs.summary}`,
    )
    .join('\n')}\n`;
}

function rulesMarkdown(list: readonly Rule[]): string {
  const rows = list.map(
    ({ name, level, group, fix, docs }) => `| ${name} | ${level} | ${group} | ${fix} | ${docs.summary} |`,
  );
  return ['| rule | level | group | fix | what it reports |', '| --- | --- | --- | --- | --- |', ...rows, ''].join(
    '\n',
  );
}

function rulesJson(list: readonly Rule[]): string {
  const document = {
    schemaVersion: 1,
    rules: list.map((rule) => ({
      name: rule.name,
      level: rule.level,
      group: rule.group,
      profiles: profiles.slice(profiles.indexOf(rule.profile)),
      fix: rule.fix,
      dialects: rule.dialects,
      summary: rule.docs.summary,
      docs: `docs/rules/${rule.name}.md`,
    })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** Each profile holds those before it. */
const profiles = ['recommended', 'strict', 'all'] as const;
