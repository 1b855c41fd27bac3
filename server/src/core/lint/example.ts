/** A rule's example as a small project: the files around it, and the places that must be marked. */

import type { BaseFiles } from '../history/base.ts';
import { type Span, span } from '../text/span.ts';
import type { Example } from './rule.ts';

export interface ExampleProject {
  /** In the order Alembic loads them. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** The file that the example is about. */
  readonly path: string;
  /** Where findings of the rule must stand, in order. */
  readonly marks: readonly Span[];
  readonly tenant: Example['tenant'];
  readonly options: Example['options'];
  readonly bases: readonly BaseFiles[];
  /** The text of its env.py. */
  readonly env: string | undefined;
}

/** Where the env.py of an example is. */
export const environmentPath = 'env.py';

const folder = 'versions/';
const path = `${folder}2b3c4d5e6f70_change.py`;
/** A function that no rule speaks of. */
const noWayBack = 'raise NotImplementedError("irreversible: not part of the example")';

/** The project in which the hazard stands. */
export function badProject({ bad, badDowngrade, ...example }: Example): ExampleProject {
  return { ...project(example, bad, badDowngrade), env: example.env };
}

/** The project with the hazard repaired. */
export function goodProject({ good, goodDowngrade, files, goodFiles, ...example }: Example): ExampleProject {
  const later = { ...example.base?.now, ...goodFiles };
  const all = Object.keys(later).length === 0 ? files : { ...files, ...later };
  const made = project({ ...example, ...(all === undefined ? {} : { files: all }) }, good, goodDowngrade);
  return { ...made, env: example.goodEnv ?? example.env };
}

function project(
  { history, files, tenant, options, base }: Pick<Example, 'history' | 'files' | 'tenant' | 'options' | 'base'>,
  body: string,
  downgrade = noWayBack,
): Omit<ExampleProject, 'env'> {
  const marked =
    files === undefined ? revision('2b3c4d5e6f70', '1a2b3c4d5e6f', 'Change', { upgrade: body, downgrade }) : body;
  const { text, marks } = unmark(marked);
  const before = files ?? {
    '1a2b3c4d5e6f_history.py': revision('1a2b3c4d5e6f', undefined, 'History', { upgrade: history ?? 'pass' }),
  };
  const others = sourcesOf(before).filter((one) => one.path !== path);
  return {
    files: [...others, { path, text }],
    path,
    marks,
    tenant,
    options,
    bases: base === undefined ? [] : [baseOf(base)],
  };
}

function sourcesOf(files: Readonly<Record<string, string>>): ExampleProject['files'] {
  return Object.entries(files).map(([name, text]) => ({ path: folder + name, text }));
}

function baseOf({ now, fork = now }: NonNullable<Example['base']>): BaseFiles {
  return { name: 'origin/main', kind: 'branch', now: sourcesOf(now), fork: sourcesOf(fork) };
}

/** A revision file as Alembic's template writes it. */
function revision(
  id: string,
  down: string | undefined,
  message: string,
  { upgrade, downgrade = noWayBack }: { readonly upgrade: string; readonly downgrade?: string },
): string {
  return `"""${message}

Revision ID: ${id}
Revises: ${down ?? ''}
Create Date: 2026-01-02 10:00:00.000000

"""
import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "${id}"
down_revision = ${down === undefined ? 'None' : `"${down}"`}
branch_labels = None
depends_on = None


def upgrade() -> None:
${indented(upgrade)}


def downgrade() -> None:
${indented(downgrade)}
`;
}

function indented(body: string): string {
  return body.replace(/^(?=.)/gm, '    ');
}

/** The text without `«` and `»`, and the spans that stood between them. */
export function unmark(marked: string): { readonly text: string; readonly marks: readonly Span[] } {
  const marks: Span[] = [];
  let text = '';
  let start = 0;
  for (const character of marked) {
    if (character === '«') start = text.length;
    else if (character === '»') marks.push(span(start, text.length));
    else text += character;
  }
  return { text, marks };
}
