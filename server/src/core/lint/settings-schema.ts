/** The settings as a JSON schema, for editors that check TOML against one. Made from the same declarations as the checks. */

import { versionPattern } from './libraries.ts';
import type { Rule } from './rule.ts';
import { generalSettings, plannedSettings, type SettingDeclaration, tenantSettings } from './setting-declarations.ts';
import { kebabCase, levels, type SettingType, typeOfOption } from './setting-value.ts';

type Schema = Readonly<Record<string, unknown>>;

/** The schema of an `alembic-guard.toml`; that of `[tool.alembic-guard]` is its `#/definitions/settings`. */
export function settingsSchema(rules: readonly Rule[]): Schema {
  const settings = {
    ...objectOf(generalSettings),
    properties: {
      ...objectOf(generalSettings).properties,
      rules: {
        description: 'Levels of single rules, or tables with `level` and the options of the rule.',
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(rules.map((rule) => [rule.name, ruleSchema(rule)])),
      },
      tenant: { description: 'How tenants are kept apart.', ...objectOf(tenantSettings) },
      ...Object.fromEntries(plannedSettings.map((key) => [key, { description: 'Of a later version.' }])),
    },
  };
  return {
    $schema: 'http://json-schema.org/draft-04/schema#',
    title: 'Alembic Guard',
    anyOf: [
      { $ref: '#/definitions/settings' },
      {
        type: 'object',
        required: ['tool'],
        properties: {
          tool: { type: 'object', properties: { 'alembic-guard': { $ref: '#/definitions/settings' } } },
        },
      },
    ],
    definitions: { settings },
  };
}

function objectOf(declared: Readonly<Record<string, SettingDeclaration>>) {
  const properties = Object.entries(declared).map(
    ([key, { type, doc }]) => [kebabCase(key), { description: doc, ...typeSchema(type) }] as const,
  );
  return { type: 'object', additionalProperties: false, properties: Object.fromEntries(properties) };
}

function ruleSchema({ docs, options = {} }: Rule): Schema {
  const own = Object.entries(options).map(
    ([name, option]) => [name, { description: option.doc, ...typeSchema(typeOfOption(option.default)) }] as const,
  );
  return {
    description: docs.summary,
    anyOf: [
      { enum: levels },
      {
        type: 'object',
        additionalProperties: false,
        properties: { level: { enum: levels }, ...Object.fromEntries(own) },
      },
    ],
  };
}

function typeSchema(type: SettingType): Schema {
  switch (type.kind) {
    case 'word':
      return { enum: type.words };
    case 'integer':
      return { type: 'integer', minimum: type.from, ...(type.to < Number.MAX_SAFE_INTEGER && { maximum: type.to }) };
    case 'version':
      return { type: 'string', pattern: `${versionPattern.source}$` };
    case 'text':
      return { type: 'string' };
    case 'texts':
      return { type: 'array', items: { type: 'string' } };
    case 'flag':
      return { type: 'boolean' };
  }
}
