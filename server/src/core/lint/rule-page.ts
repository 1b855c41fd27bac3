/** A rule's documentation as a page of Markdown: its declaration, and its examples with what is really reported. */

import { badProject, type ExampleProject, unmark } from './example.ts';
import type { Finding } from './finding.ts';
import type { Example, Rule } from './rule.ts';

/** Lints the project of an example: findings of the rule in the example's own file, in order, and each as it is printed. */
export type Report = (project: ExampleProject) => {
  readonly findings: readonly Finding[];
  readonly printed: readonly string[];
};

export function writeRulePage(rule: Rule, report: Report): string {
  const { name, docs, examples } = rule;
  const parts = [
    `# ${name}`,
    docs.summary,
    facts(rule),
    '## Why',
    docs.why,
    '## Instead',
    docs.instead,
    ...(docs.noFix === undefined ? [] : [`Fix: none, because ${docs.noFix}`]),
    ...options(rule),
    examples.length === 1 ? '## Example' : '## Examples',
    ...examples.flatMap((example) => exampleParts(rule, example, report)),
    ...suppression(rule),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** The table of all rules, by group. */
export function writeRuleTable(rules: readonly Rule[]): string {
  const groups = [...new Set(rules.map((rule) => rule.group))].sort();
  const parts = groups.map((group) => {
    const rows = rules
      .filter((rule) => rule.group === group)
      .map(
        ({ name, level, profile, fix, docs }) =>
          `| [${name}](${name}.md) | ${level} | ${profile} | ${fixWords[fix]} | ${docs.summary} |`,
      );
    return [
      `## ${title(group)}`,
      '',
      '| rule | level | profile | fix | what it reports |',
      '| --- | --- | --- | --- | --- |',
      ...rows,
    ].join('\n');
  });
  return `# Rules\n\n${parts.join('\n\n')}\n`;
}

const fixWords = { none: '', safe: 'keeps the meaning', suggested: 'to be agreed with' } as const;

function title(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function facts({ group, level, profile, dialects, fix }: Rule): string {
  const names = { postgresql: 'PostgreSQL', sqlite: 'SQLite', mysql: 'MySQL' } as const;
  const fixes = { none: 'no fix', safe: 'fix keeps the meaning', suggested: 'fix to be agreed with' } as const;
  return `*Group: ${group} · level: ${level} · profile: ${profile} · ${dialects.map((dialect) => names[dialect]).join(', ')} · ${fixes[fix]}*`;
}

function options({ options: known }: Rule): readonly string[] {
  if (known === undefined) return [];
  const rows = Object.entries(known).map(
    ([name, { default: value, doc }]) => `- \`${name}\` (default \`${JSON.stringify(value)}\`): ${doc}`,
  );
  return ['## Options', rows.join('\n')];
}

function exampleParts(rule: Rule, example: Example, report: Report): readonly string[] {
  const { findings, printed } = report(badProject(example));
  const fixTitle =
    rule.fix !== 'none' && example.fixed !== false ? findings[0]?.fixes().find((fix) => fix.preferred) : undefined;
  const before =
    example.history === undefined ? [] : ['An earlier revision has made:', fence('python', example.history)];
  return [
    `### ${example.title}`,
    ...configured(rule, example),
    ...before,
    ...others(example.base),
    ...(example.env === undefined ? [] : ['With this `env.py`:', fence('python', example.env.trimEnd())]),
    ...(example.history === undefined ? [] : ['This revision:']),
    fence('python', body(example.bad, example.badDowngrade)),
    fence('text', printed.map((one) => one.trimEnd()).join('\n\n')),
    fixTitle === undefined ? 'Instead:' : `The fix "${fixTitle.title}" makes it:`,
    fence('python', body(example.good, example.goodDowngrade)),
    ...(example.goodEnv === undefined ? [] : ['and `env.py`:', fence('python', example.goodEnv.trimEnd())]),
    ...created(fixTitle),
  ];
}

/** What the configuration file says, where the example needs it. */
function configured({ name, level }: Rule, { options: set = {} }: Example): readonly string[] {
  const rows = Object.entries(set).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  if (rows.length === 0) return [];
  return ['Configured:', fence('toml', [`[rules.${name}]`, `level = "${level}"`, ...rows].join('\n'))];
}

/** A body, or both where the downgrade matters. */
function body(upgrade: string, downgrade: string | undefined): string {
  const { text } = unmark(upgrade);
  if (downgrade === undefined) return text.trimEnd();
  const indented = (code: string) => code.replace(/^(?=.)/gm, '    ');
  return `def upgrade():\n${indented(text)}\n\n\ndef downgrade():\n${indented(unmark(downgrade).text)}`;
}

/** What the base branch has that a reader must know to follow the example. */
function others(base: Example['base']): readonly string[] {
  return Object.entries(base?.now ?? {}).flatMap(([name, text]) => [
    `\`origin/main\` has \`${name}\`:`,
    fence('python', text.slice(text.indexOf('revision = ')).trimEnd()),
  ]);
}

function created(fix: ReturnType<Finding['fixes']>[number] | undefined): readonly string[] {
  const files = fix?.creates ?? [];
  return files.flatMap(({ file, text }) => [
    `and a new revision \`${file.slice(file.lastIndexOf('/') + 1)}\`:`,
    fence('python', text.slice(text.indexOf('def upgrade')).trimEnd()),
  ]);
}

function suppression({ name, scope }: Rule): readonly string[] {
  if (scope?.suppressions) return [];
  const line = `# alembic-guard: ignore[${name}] the reason why it is right here`;
  return ['## When it is right as it is', 'Say why, on the line or above it:', fence('python', line)];
}

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
