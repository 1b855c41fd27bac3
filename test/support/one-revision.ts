/** A revision behind some history, with an env.py where it matters: what one rule says of it. */

import assert from 'node:assert/strict';

import type { ProjectSnapshot } from '../../server/src/core/analysis.ts';
import { defaultEnvironment, withConfigured } from '../../server/src/core/history/environment.ts';
import { readEnvironmentFacts } from '../../server/src/core/history/read-environment.ts';
import type { Finding } from '../../server/src/core/lint/finding.ts';
import { defaultSettings, type LintSettings } from '../../server/src/core/lint/settings.ts';
import { slice } from '../../server/src/core/text/span.ts';
import { openText } from './project.ts';

export interface Around {
  /** Body of the upgrade before. */
  readonly history?: string;
  readonly env?: string;
  readonly downgrade?: string;
  readonly settings?: Partial<LintSettings>;
}

export const changed = 'versions/0002.py';

const indented = (code: string) => code.replace(/^(?=.)/gm, '    ');

/** The project under all rules; the revision is `changed`. */
export function revisionAfter(body: string, around: Around = {}): ProjectSnapshot {
  const { history = 'pass', env, downgrade = 'raise NotImplementedError("irreversible: a test")', settings } = around;
  const revision = (id: string, down: string, up: string, back: string) => `# file: versions/${id}.py
import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import mysql, postgresql
revision = "${id}"
down_revision = ${down}


def upgrade():
${indented(up)}


def downgrade():
${indented(back)}
`;
  const text = revision('0001', 'None', history, 'pass') + revision('0002', '"0001"', body, downgrade);
  const environment =
    env === undefined
      ? defaultEnvironment
      : withConfigured(readEnvironmentFacts('env.py', env), { dialects: [], settings: [] });
  const snapshot = openText(text, { settings: { ...defaultSettings, profile: 'all', ...settings }, environment });
  assert.deepEqual(snapshot.failures(), []);
  return snapshot;
}

/** What the rule finds in the revision. */
export function findingsOf(rule: string, body: string, around: Around = {}): readonly Finding[] {
  return revisionAfter(body, around)
    .findings(changed)
    .filter((finding) => finding.rule === rule);
}

/** The places of the rule's findings, as written. */
export function placesOf(rule: string, body: string, around: Around = {}): readonly string[] {
  const text = revisionAfter(body, around).text(changed) ?? '';
  return findingsOf(rule, body, around).map((finding) => slice(text, finding.span));
}
