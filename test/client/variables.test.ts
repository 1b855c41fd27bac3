/** Variables in settings. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: such are the settings

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { resolveVariables } from '../../client/src/variables.ts';

const variables = { workspaceFolder: '/shop', userHome: '/home/ana', env: { NAME: 'value', MONEY: '$1' } };
const cases = [
  ['${workspaceFolder}/.venv/bin/python', '/shop/.venv/bin/python'],
  ['${userHome}/x', '/home/ana/x'],
  ['~/x', '/home/ana/x'],
  ['a~/x', 'a~/x'],
  ['${env:NAME}-${env:MONEY}', 'value-$1'],
  ['${env:UNSET}', ''],
  ['${unknown} ${config:x}', '${unknown} ${config:x}'],
  ['plain', 'plain'],
] as const;

for (const [text, resolved] of cases) test(text, () => assert.equal(resolveVariables(text, variables), resolved));
