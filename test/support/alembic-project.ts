/** Small Alembic projects in temporary folders, and the runner's view of them. */

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import type { RunnerData } from '../../server/src/protocol/messages.ts';
import type { RunnableProject } from '../../server/src/runner/project.ts';
import { python } from './database.ts';

export interface RevisionText {
  readonly id: string;
  readonly down?: string | readonly string[];
  readonly upgrade?: string;
  readonly downgrade?: string;
}

const ini = `[alembic]
script_location = %(here)s/migrations
prepend_sys_path = .
path_separator = os

[loggers]
keys = root,alembic
[handlers]
keys = console
[formatters]
keys = generic
[logger_root]
level = WARNING
handlers = console
[logger_alembic]
level = INFO
handlers =
qualname = alembic
[handler_console]
class = StreamHandler
args = (sys.stderr,)
formatter = generic
[formatter_generic]
format = %(levelname)-5.5s [%(name)s] %(message)s
`;

const env = `import os
from logging.config import fileConfig
from alembic import context
from sqlalchemy import MetaData, create_engine, pool

fileConfig(context.config.config_file_name)
url = os.environ["DATABASE_URL"]
options = {"transaction_per_migration": "EACH" in os.environ}

if context.is_offline_mode():
    context.configure(url=url, literal_binds=True, **options)
    with context.begin_transaction():
        context.run_migrations()
else:
    with create_engine(url, poolclass=pool.NullPool).connect() as connection:
        context.configure(connection=connection, target_metadata=MetaData(), **options)
        with context.begin_transaction():
            context.run_migrations()
`;

/** The metadata in a module of the application, as projects have it. */
function withNaming(naming: Readonly<Record<string, string>>): string {
  return env
    .replace('import os\n', `import os\n\nNAMING = ${JSON.stringify(naming)}\n`)
    .replace('MetaData()', 'MetaData(naming_convention=NAMING)');
}

const mako = `"""\${message}

Revision ID: \${up_revision}
Revises: \${down_revision | comma,n}
"""
revision = \${repr(up_revision)}
down_revision = \${repr(down_revision)}


def upgrade():
    \${upgrades if upgrades else "pass"}


def downgrade():
    \${downgrades if downgrades else "pass"}
`;

/** The texts of a project that finds its database in `DATABASE_URL`, by path. */
export function projectFiles(revisions: readonly RevisionText[]): Readonly<Record<string, string>> {
  return {
    'alembic.ini': ini,
    'migrations/env.py': env,
    'migrations/script.py.mako': mako,
    ...Object.fromEntries(revisions.map((one) => [revisionPath(one.id), revisionText(one)])),
  };
}

export function revisionPath(id: string): string {
  return `migrations/versions/${id}.py`;
}

/** A folder that goes when the test ends. */
export async function makeProject(
  t: { after(done: () => Promise<void>): void },
  revisions: readonly RevisionText[],
  { naming }: { readonly naming?: Readonly<Record<string, string>> } = {},
): Promise<RunnableProject> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ag-project-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await mkdir(path.join(folder, 'migrations/versions'), { recursive: true });
  const files = {
    ...projectFiles(revisions),
    ...(naming === undefined ? {} : { 'migrations/env.py': withNaming(naming) }),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  return projectIn(folder, { cwd: '.', config: 'alembic.ini', scriptLocation: 'migrations' });
}

/** The runner's view of a project in a folder; revisions are read by a regular expression, as they are plain here. */
export async function projectIn(
  folder: string,
  place: { readonly cwd: string; readonly config: string; readonly scriptLocation: string; readonly schema?: string },
): Promise<RunnableProject> {
  const versions = path.join(folder, place.scriptLocation, 'versions');
  const texts = new Map<string, string>();
  for (const file of await readdir(versions)) {
    const text = file.endsWith('.py') ? await readFile(path.join(versions, file), 'utf8') : '';
    const id = /^revision\b[^=\n]*= ["']([^"']+)/m.exec(text)?.[1];
    if (id !== undefined) texts.set(id, text);
  }
  return {
    id: path.join(folder, place.config),
    name: 'shop',
    root: path.join(folder, path.dirname(place.config)),
    cwd: path.join(folder, place.cwd),
    config: path.join(folder, place.config),
    section: 'alembic',
    layout: 'alembic',
    scriptLocation: path.join(folder, place.scriptLocation),
    versionLocations: [versions],
    versionTable: { name: 'alembic_version', schema: place.schema },
    url: undefined,
    revision: (id) => {
      const text = texts.get(id);
      if (text === undefined) return undefined;
      const down = /^down_revision\b[^=\n]*=([^\n]*)/m.exec(text)?.[1] ?? '';
      const parents = [...down.matchAll(/["']([^"']+)["']/g)].map(([, parent]) => parent ?? '');
      return { id, down: parents, message: `step ${id}`, autocommit: text.includes('autocommit_block') };
    },
  };
}

export async function runnerData(more: Partial<RunnerData> = {}): Promise<RunnerData> {
  return {
    trusted: true,
    workspaceFolder: os.tmpdir(),
    interpreter: [await python()],
    selectedInterpreter: [],
    command: [],
    env: {},
    envFile: undefined,
    xArguments: [],
    databaseUrl: undefined,
    ...more,
  };
}

export function revisionText({ id, down, upgrade = 'pass', downgrade = 'pass' }: RevisionText): string {
  const parents = down === undefined ? 'None' : JSON.stringify(down).replace(/^\[(.*)\]$/, '($1,)');
  const body = (text: string) =>
    text
      .split('\n')
      .map((line) => `    ${line}`)
      .join('\n');
  return `"""step ${id}

Revision ID: ${id}
"""
import sqlalchemy as sa
from alembic import op

revision = "${id}"
down_revision = ${parents}


def upgrade():
${body(upgrade)}


def downgrade():
${body(downgrade)}
`;
}
