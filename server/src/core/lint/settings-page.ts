/** The page about the configuration: every key, made from the same declarations as the checks. */

import type { Rule } from './rule.ts';
import { generalSettings, type SettingDeclaration, tenantSettings } from './setting-declarations.ts';
import { kebabCase, type SettingType } from './setting-value.ts';
import { defaultSettings } from './settings.ts';

export function settingsPage(rules: readonly Rule[]): string {
  const parts = [
    '# Configuration',
    'A team configures in `[tool.alembic-guard]` of `pyproject.toml`, or in an `alembic-guard.toml` beside the Alembic configuration or above it, where the keys stand without a table around them. The nearest file counts; of two in one folder `alembic-guard.toml`. Both are checked: an unknown key is told with the nearest known one, a wrong value with what it may be, at its line, and `alembic-guard lint` then ends with exit code 2.',
    'In the editor the same settings stand under `alembicGuard`, in camelCase: `postgres-version` is `alembicGuard.postgresVersion`, `tenant.shared-tables` is `alembicGuard.tenant.sharedTables`. They override the file for one person. The [schema](alembic-guard.schema.json) lets editors complete and check an `alembic-guard.toml`: with the extension Even Better TOML, by `#:schema` and the path of the schema in the first line. Its `#/definitions/settings` is that of `[tool.alembic-guard]`.',
    '```toml\n[tool.alembic-guard]\nprofile = "strict"\npostgres-version = 16\nbaseline = "alembic-guard-baseline.json"\nbase-ref = "origin/main"\n\n[tool.alembic-guard.rules]\ndrop-column = "error"\nfk-on-delete-cascade = { level = "warning", parents = ["carts"] }\n\n[tool.alembic-guard.tenant]\ncolumns = ["tenant_id"]\n```',
    '## General',
    ...Object.entries(generalSettings).map(([key, setting]) =>
      entry(kebabCase(key), setting, defaultSettings[key as keyof typeof generalSettings]),
    ),
    '## `[rules]`',
    'A key is the name of a [rule](rules/README.md). Its value is a level, `"error"`, `"warning"`, `"info"` or `"off"`, or a table with `level` and the options of the rule. These rules have options:',
    rules.flatMap((rule) => optionLines(rule)).join('\n'),
    '## `[tenant]`',
    ...Object.entries(tenantSettings).map(([key, setting]) =>
      entry(`tenant.${kebabCase(key)}`, setting, defaultSettings.tenant[key as keyof typeof tenantSettings]),
    ),
    '## In a migration',
    'A comment on the line of a finding, on any line of its statement or right above it silences rules there. The reason is required. A day before it ends the exception: on the day after, the comment silences nothing and is reported.',
    '```python\n# alembic-guard: ignore[drop-column] no release since 2.1 reads it\n# alembic-guard: ignore[drop-column, drop-table] until 2027-01-31 the old release ends then\n```',
    "Above the functions, `# alembic-guard: ignore-file[rule] reason` does the same for the whole file. A comment that names no rule, gives no reason, silences nothing or can't be read is a finding itself.",
    '## Findings that are there already',
    '`start-after` leaves out a revision and everything before it. A baseline leaves out what it holds and nothing else: `alembic-guard lint --write-baseline` takes what is found for known. It is kept by revision and rule, so neither lines nor file names matter; what matches nothing any more is told, and dropped when the file is written anew. `alembic-guard lint --since origin/main` looks only at revisions that the branch lacks or that do something else there.',
  ];
  return `${parts.join('\n\n')}\n`;
}

function entry(key: string, { type, doc, example }: SettingDeclaration, value: unknown): string {
  const fallback = value === undefined ? 'not set' : `\`${JSON.stringify(value)}\``;
  const name = key.split('.').at(-1);
  return `### \`${key}\`\n\n${doc}\n\n*${words(type)} · default: ${fallback} · e.g. \`${name} = ${example}\`*`;
}

function words(type: SettingType): string {
  switch (type.kind) {
    case 'word':
      return type.words.map((word) => `\`"${word}"\``).join(', ');
    case 'integer':
      return `a whole number from ${type.from} to ${type.to}`;
    case 'version':
      return 'a version such as `"1.18"`';
    case 'text':
      return 'a string';
    case 'texts':
      return 'a list of strings';
    case 'flag':
      return '`true` or `false`';
  }
}

function optionLines({ name, options = {} }: Rule): readonly string[] {
  const own = Object.entries(options).map(
    ([option, { default: value, doc }]) => `  - \`${option}\` (default \`${JSON.stringify(value)}\`): ${doc}`,
  );
  return own.length === 0 ? [] : [`- [\`${name}\`](rules/${name}.md)`, ...own];
}
