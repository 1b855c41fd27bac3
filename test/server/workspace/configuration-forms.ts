/** The forms of configuration that lead to one project; the oracle suite shows them to the real Alembic too. */

import path from 'node:path';
import type { Project } from '../../../server/src/workspace/project.ts';
import { envPy, type Files, revision, scripts } from './folder.ts';

/** What is compared of a project, with paths relative to the folder. */
export function shown(root: string, project: Project) {
  const short = (place: string | undefined) => (place === undefined ? undefined : path.relative(root, place) || '.');
  return {
    layout: project.layout,
    root: short(project.root),
    config: short(project.config),
    section: project.section,
    script: short(project.scriptLocation),
    versions: project.versionLocations.map(short),
    cwd: short(project.cwd),
    files: project.files.map((file) => path.basename(file.path)),
    problems: project.problems.map((problem) => problem.code),
  };
}

export const standard: ReturnType<typeof shown> = {
  layout: 'alembic',
  root: '.',
  config: 'alembic.ini',
  section: 'alembic',
  script: 'migrations',
  versions: ['migrations/versions'],
  cwd: '.',
  files: ['a1_change.py', 'a2_change.py'],
  problems: [],
};

type Expected = Partial<typeof standard>;

/** Configurations with one project each, and in what it differs from the standard one. */
export const forms: readonly (readonly [string, Files, Expected])[] = [
  ['the usual ini', { 'alembic.ini': '[alembic]\nscript_location = migrations\n', ...scripts('migrations') }, {}],
  ['%(here)s', { 'alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\n', ...scripts('migrations') }, {}],
  [
    'a nested ini',
    { 'apps/backend/alembic.ini': '[alembic]\nscript_location = alembic\n', ...scripts('apps/backend/alembic') },
    {
      root: 'apps/backend',
      config: 'apps/backend/alembic.ini',
      script: 'apps/backend/alembic',
      versions: ['apps/backend/alembic/versions'],
      cwd: 'apps/backend',
    },
  ],
  [
    'a path that is right only from above',
    { 'conf/alembic.ini': '[alembic]\nscript_location = app/migrations\n', ...scripts('app/migrations') },
    {
      root: 'conf',
      config: 'conf/alembic.ini',
      script: 'app/migrations',
      versions: ['app/migrations/versions'],
      problems: ['depends-on-cwd'],
    },
  ],
  [
    'an ini with another name',
    {
      'db.ini': '[alembic]\nscript_location = migrations\n',
      'tox.ini': '[tox]\nenvlist = py\n',
      ...scripts('migrations'),
    },
    { config: 'db.ini' },
  ],
  [
    'pyproject.toml',
    { 'pyproject.toml': '[tool.alembic]\nscript_location = "%(here)s/migrations"\n', ...scripts('migrations') },
    { config: 'pyproject.toml' },
  ],
  [
    'ini and pyproject.toml together: the ini wins option by option',
    {
      'alembic.ini': '[alembic]\nscript_location = migrations\nsqlalchemy.url = sqlite://\n',
      'pyproject.toml': '[tool.alembic]\nscript_location = "elsewhere"\nversion_locations = ["%(here)s/versions"]\n',
      'migrations/env.py': envPy,
      'versions/a1_change.py': revision('a1'),
      'versions/a2_change.py': revision('a2', 'a1'),
    },
    { versions: ['versions'] },
  ],
  [
    'an ini that leaves the location to pyproject.toml',
    {
      'alembic.ini': '[alembic]\nsqlalchemy.url = sqlite://\n',
      'pyproject.toml': '[tool.alembic]\nscript_location = "migrations"\n',
      ...scripts('migrations'),
    },
    {},
  ],
  [
    'package:folder',
    { 'alembic.ini': '[alembic]\nscript_location = shop.db:migrations\n', ...scripts('shop/db/migrations') },
    { script: 'shop/db/migrations', versions: ['shop/db/migrations/versions'] },
  ],
  [
    'package:folder through prepend_sys_path',
    {
      'alembic.ini': '[alembic]\nscript_location = shop:migrations\nprepend_sys_path = lib\n',
      ...scripts('lib/shop/migrations'),
    },
    { script: 'lib/shop/migrations', versions: ['lib/shop/migrations/versions'] },
  ],
  [
    'Flask-Migrate',
    { 'migrations/alembic.ini': '[alembic]\n\n[loggers]\nkeys = root\n', ...scripts('migrations') },
    { layout: 'flask-migrate', config: 'migrations/alembic.ini' },
  ],
  [
    'a bare script directory',
    { 'shop/migrations/script.py.mako': '', ...scripts('shop/migrations') },
    {
      layout: 'bare',
      root: 'shop',
      config: undefined,
      script: 'shop/migrations',
      versions: ['shop/migrations/versions'],
      cwd: 'shop',
    },
  ],
  [
    'recursive locations',
    {
      'alembic.ini': '[alembic]\nscript_location = migrations\nrecursive_version_locations = true\n',
      'migrations/env.py': envPy,
      'migrations/versions/b.py': revision('b', 'a'),
      'migrations/versions/2024/a.py': revision('a'),
      'migrations/versions/2025/c.py': revision('c', 'b'),
      'migrations/versions/__pycache__/d.py': revision('d'),
    },
    { files: ['b.py', 'a.py', 'c.py'] },
  ],
  [
    'recursive = True, which Alembic takes for false',
    {
      'alembic.ini': '[alembic]\nscript_location = migrations\nrecursive_version_locations = True\n',
      ...scripts('migrations'),
    },
    { problems: ['not-exactly-true'] },
  ],
  [
    'version folders that the program sets',
    {
      'alembic.ini': '[alembic]\nscript_location = migrations\n',
      'migrations/env.py': envPy,
      'migrations/versions/__init__.py': '',
      'migrations/versions/expand/a.py': revision('a'),
      'migrations/versions/contract/b.py': revision('b', 'a'),
    },
    {
      versions: ['migrations/versions/contract', 'migrations/versions/expand'],
      files: ['b.py', 'a.py'],
      problems: ['nested-versions'],
    },
  ],
  [
    'interpolation of the file’s own options',
    {
      'alembic.ini': '[DEFAULT]\nbase = migrations\n[alembic]\nscript_location = %(base)s\n',
      ...scripts('migrations'),
    },
    {},
  ],
];

/** `path_separator` and its forerunners. */
const separated: readonly (readonly [string, string])[] = [
  ['blanks, the oldest way', 'version_locations = one two'],
  ['commas, the oldest way', 'version_locations = one, two'],
  ['version_path_separator = space', 'version_locations = one two\nversion_path_separator = space'],
  ['path_separator = os', `version_locations = one${path.delimiter}two\npath_separator = os`],
  ['path_separator = newline', 'version_locations =\n    one\n    two\npath_separator = newline'],
  ['path_separator = :', 'version_locations = %(here)s/one:two\npath_separator = :'],
  ['path_separator = ;', 'version_locations = one;two;\npath_separator = ;'],
  ['path_separator wins', 'version_locations = one;two\npath_separator = ;\nversion_path_separator = space'],
  ['a package', 'version_locations = one,shop:two'],
];

/** The same project with its version locations written in each way. */
export const separatedForms: readonly (readonly [string, Files, Expected])[] = separated.map(([title, options]) => {
  const second = title === 'a package' ? 'shop/two' : 'two';
  const files = {
    'alembic.ini': `[alembic]\nscript_location = migrations\n${options}\n`,
    'migrations/env.py': envPy,
    'one/b.py': revision('b'),
    [`${second}/a.py`]: revision('a'),
  };
  return [title, files, { versions: ['one', second], files: ['b.py', 'a.py'] }];
});
