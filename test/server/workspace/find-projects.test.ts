/** Every form of configuration that leads to a project. */

import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { findProjects, findProjectsOf } from '../../../server/src/workspace/find-projects.ts';
import { forms, separatedForms, shown, standard } from './configuration-forms.ts';
import { envPy, type Files, makeFolder, revision, scripts } from './folder.ts';

for (const [title, files, expected] of [...forms, ...separatedForms]) {
  test(`configuration: ${title}`, async (t) => {
    const root = makeFolder(t, files);
    const { projects } = await findProjects(root);
    assert.deepEqual(
      projects.map((project) => shown(root, project)),
      [{ ...standard, ...expected }],
    );
  });
}

const mistakes: readonly (readonly [string, Files, string, RegExp])[] = [
  [
    'no script_location',
    { 'alembic.ini': '[alembic]\nx = 1\n' },
    'no-script-location',
    /^No 'script_location' key found in configuration\. .*add script_location/,
  ],
  ['no section', { 'alembic.ini': '[other]\nx = 1\n' }, 'no-script-location', /no section \[alembic\]/],
  ['an empty ini', { 'alembic.ini': '' }, 'no-script-location', /add it/],
  [
    'a missing folder',
    { 'alembic.ini': '[alembic]\nscript_location = gone\n' },
    'missing-script-folder',
    /^Path doesn't exist: gone\. {2}Please use the 'init' command/,
  ],
  [
    'a missing package',
    { 'alembic.ini': '[alembic]\nscript_location = shop:gone\n' },
    'missing-script-folder',
    /in no package below/,
  ],
  [
    'a bad reference',
    { 'alembic.ini': '[alembic]\nscript_location = %(heer)s/x\n' },
    'bad-interpolation',
    /%\(heer\)s/,
  ],
  [
    'a % in the URL',
    { 'alembic.ini': '[alembic]\nscript_location = m\nsqlalchemy.url = postgresql://u:p%40@h/d\n', ...scripts('m') },
    'bad-interpolation',
    /Write a percent sign as %%/,
  ],
  [
    'a duplicate option',
    { 'alembic.ini': '[alembic]\nscript_location = m\nscript_location = m\n', ...scripts('m') },
    'duplicate-option',
    /DuplicateOptionError/,
  ],
  [
    'a duplicate section',
    { 'alembic.ini': '[alembic]\nscript_location = m\n[alembic]\n', ...scripts('m') },
    'duplicate-section',
    /DuplicateSectionError/,
  ],
  [
    'a bad separator',
    {
      'alembic.ini': '[alembic]\nscript_location = m\nversion_locations = m/versions\npath_separator = ,\n',
      ...scripts('m'),
    },
    'bad-separator',
    /^',' is not a valid value for path_separator; expected 'space', 'newline', 'os', ':', ';'/,
  ],
  [
    'a missing version location',
    { 'alembic.ini': '[alembic]\nscript_location = m\nversion_locations = gone, m/versions\n', ...scripts('m') },
    'missing-version-folder',
    /doesn't exist/,
  ],
  [
    'no env.py',
    { 'alembic.ini': '[alembic]\nscript_location = m\n', 'm/versions/a.py': revision('a') },
    'no-env',
    /There is no env\.py/,
  ],
  [
    'a bad pyproject.toml',
    { 'pyproject.toml': '[tool.alembic]\nscript_location = "m\n', ...scripts('m') },
    'bad-toml',
    /not valid TOML/,
  ],
  [
    'a % in pyproject.toml',
    { 'pyproject.toml': '[tool.alembic]\nscript_location = "m"\nfile_template = "%(rev)s"\n', ...scripts('m') },
    'bad-interpolation',
    /%%/,
  ],
  [
    'a flag in quotes in pyproject.toml',
    { 'pyproject.toml': '[tool.alembic]\nscript_location = "m"\nsourceless = "true"\n', ...scripts('m') },
    'wrong-type',
    /true or false/,
  ],
];

for (const [title, files, code, words] of mistakes) {
  test(`a mistake in the configuration: ${title}`, async (t) => {
    const root = makeFolder(t, files);
    const { projects, problems } = await findProjects(root);
    const all = [...problems, ...projects.flatMap((project) => project.problems)];
    assert.deepEqual(
      all.map((problem) => problem.code),
      [code],
    );
    assert.match(all[0]?.message ?? '', words);
  });
}

test('a problem points at the value', async (t) => {
  const root = makeFolder(t, { 'alembic.ini': '# ours\n[alembic]\nscript_location = gone\n' });
  const [problem] = (await findProjects(root)).projects[0]?.problems ?? [];
  assert.equal(problem?.file, path.join(root, 'alembic.ini'));
  assert.deepEqual(problem?.range, { start: { line: 2, character: 18 }, end: { line: 2, character: 22 } });
});

test('sections with their own script directories are projects of their own', async (t) => {
  const root = makeFolder(t, {
    'alembic.ini':
      '[DEFAULT]\nsqlalchemy.url = sqlite://\n[core]\nscript_location = core\n[tenant]\nscript_location = tenant\n[loggers]\nkeys = root\n',
    ...scripts('core', ['c1']),
    ...scripts('tenant', ['t1']),
  });
  const { projects } = await findProjects(root);
  assert.deepEqual(
    projects.map(({ id, name, section, files }) => [
      path.relative(root, id),
      name.replace(/^.*\(/, '('),
      section,
      files.length,
    ]),
    [
      ['alembic.ini#core', '(core)', 'core', 1],
      ['alembic.ini#tenant', '(tenant)', 'tenant', 1],
    ],
  );
});

test('sections that share a script directory are one project', async (t) => {
  const root = makeFolder(t, {
    'alembic.ini':
      '[DEFAULT]\nscript_location = m\n[test]\nsqlalchemy.url = sqlite:///t\n[alembic]\nsqlalchemy.url = sqlite:///a\n[logger_root]\nlevel = INFO\n',
    ...scripts('m'),
  });
  const { projects } = await findProjects(root);
  assert.deepEqual(
    projects.map(({ section, sections, url }) => [section, sections.map(({ name, url: own }) => [name, own]), url]),
    [
      [
        'alembic',
        [
          ['alembic', 'sqlite:///a'],
          ['test', 'sqlite:///t'],
        ],
        'sqlite:///a',
      ],
    ],
  );
});

test('sections that share env.py but not the revisions are two projects', async (t) => {
  const root = makeFolder(t, {
    'alembic.ini':
      '[DEFAULT]\nscript_location = m\n[one]\nversion_locations = v/one\n[two]\nversion_locations = v/two\n',
    'm/env.py': envPy,
    'v/one/a.py': revision('a'),
    'v/two/b.py': revision('b'),
  });
  const { projects } = await findProjects(root);
  assert.deepEqual(
    projects.map(({ section, files }) => [section, files.map((file) => path.basename(file.path))]),
    [
      ['one', ['a.py']],
      ['two', ['b.py']],
    ],
  );
});

test('the multidb template is one project with its databases', async (t) => {
  const root = makeFolder(t, {
    'alembic.ini':
      '[alembic]\nscript_location = m\ndatabases = engine1, engine2\n[engine1]\nsqlalchemy.url = sqlite:///1\n[engine2]\nsqlalchemy.url = sqlite:///2\n',
    ...scripts('m'),
  });
  const { projects } = await findProjects(root);
  assert.deepEqual(
    projects.map(({ sections }) => sections.map((section) => section.databases)),
    [[['engine1', 'engine2']]],
  );
});

test('two files that lead to the same revisions are one project, named after alembic.ini', async (t) => {
  const root = makeFolder(t, {
    'a_test.ini': '[alembic]\nscript_location = m\n',
    'alembic.ini': '[alembic]\nscript_location = m\n',
    ...scripts('m'),
  });
  const { projects } = await findProjects(root);
  assert.deepEqual(
    projects.map(({ config, sections }) => [
      path.basename(config ?? ''),
      sections.map((section) => path.basename(section.config)),
    ]),
    [['alembic.ini', ['alembic.ini', 'a_test.ini']]],
  );
});

test('histories side by side in the version folder are projects side by side', async (t) => {
  const root = makeFolder(t, {
    'db/env.py': envPy,
    'db/versions/postgresql/a.py': revision('a1'),
    'db/versions/postgresql/b.py': revision('p2', 'a1'),
    'db/versions/sqlite/a.py': revision('a1'),
  });
  const { projects } = await findProjects(root);
  assert.deepEqual(
    projects.map(({ id, name, files }) => [path.relative(root, id), name.replace(/^.*\(/, '('), files.length]),
    [
      ['db/postgresql', '(postgresql)', 2],
      ['db/sqlite', '(sqlite)', 1],
    ],
  );
});

test('folders beside the revisions count where the history leads into them', async (t) => {
  const files = { 'db/env.py': envPy, 'db/versions/k.py': revision('k') };
  const count = async (more: Files) =>
    (await findProjects(makeFolder(t, { ...files, ...more }))).projects[0]?.files.length;
  assert.equal(await count({ 'db/versions/liberty/expand/a.py': revision('a', 'k') }), 2);
  assert.equal(
    await count({ 'db/versions/archive/a.py': revision('old'), 'db/versions/archive/b.py': revision('older', 'old') }),
    1,
  );
});

test('installed packages, environments and caches are not searched', async (t) => {
  const root = makeFolder(t, {
    ...scripts('node_modules/x/migrations'),
    ...scripts('.venv/lib/alembic'),
    'myenv/pyvenv.cfg': '',
    ...scripts('myenv/lib/alembic'),
    'env.py': 'import os\n',
    'versions/readme.txt': '',
  });
  assert.deepEqual((await findProjects(root)).projects, []);
});

test('a script directory that a configuration names is no bare project too', async (t) => {
  const root = makeFolder(t, {
    'alembic.ini': '[alembic]\nscript_location = m\n',
    ...scripts('m'),
    ...scripts('other'),
  });
  const { projects } = await findProjects(root);
  assert.deepEqual(
    projects.map(({ layout, scriptLocation }) => [layout, path.relative(root, scriptLocation ?? '')]),
    [
      ['alembic', 'm'],
      ['bare', 'other'],
    ],
  );
});

test('a script directory opened by itself still has its configuration above', async (t) => {
  const root = makeFolder(t, { 'app/alembic.ini': '[alembic]\nscript_location = %(here)s/m\n', ...scripts('app/m') });
  const { projects } = await findProjects(path.join(root, 'app/m'));
  assert.deepEqual(
    projects.map(({ layout, config }) => [layout, path.relative(root, config ?? '')]),
    [['alembic', 'app/alembic.ini']],
  );
});

test('what a person names is found outside the folder', async (t) => {
  const root = makeFolder(t, {
    'a/': '',
    'b/my.ini': '[alembic]\nscript_location = m\n',
    ...scripts('b/m'),
    ...scripts('c/m'),
  });
  const include = [path.join(root, 'b/my.ini'), path.join(root, 'c/m')];
  const { projects } = await findProjects(path.join(root, 'a'), { include });
  assert.deepEqual(projects.map(({ layout }) => layout).sort(), ['alembic', 'bare']);
});

test('the project of a file is found upwards', async (t) => {
  const root = makeFolder(t, {
    '.git/': '',
    'one/alembic.ini': '[alembic]\nscript_location = m\n',
    ...scripts('one/m'),
    'conf/alembic.ini': '[alembic]\nscript_location = two/m\n',
    ...scripts('two/m'),
    ...scripts('three/m'),
  });
  const configOf = async (place: string) =>
    (await findProjectsOf(path.join(root, place))).projects.map(({ config }) => config && path.relative(root, config));
  assert.deepEqual(await configOf('one/m/versions/a1_change.py'), ['one/alembic.ini']);
  assert.deepEqual(await configOf('one/m/versions'), ['one/alembic.ini']);
  assert.deepEqual(await configOf('one/alembic.ini'), ['one/alembic.ini']);
  assert.deepEqual(await configOf('two/m/versions/a1_change.py'), ['conf/alembic.ini']);
  assert.deepEqual(await configOf('three/m/versions/a1_change.py'), [undefined]);
});

test('a file of no project belongs to none', async (t) => {
  const root = makeFolder(t, { 'alembic.ini': '[alembic]\nscript_location = m\n', ...scripts('m'), 'src/x.py': '' });
  assert.deepEqual((await findProjectsOf(path.join(root, 'src/x.py'))).projects, []);
});

test('a folder that leads back to itself is searched once', async (t) => {
  const root = makeFolder(t, { 'alembic.ini': '[alembic]\nscript_location = m\n', ...scripts('m') });
  mkdirSync(path.join(root, 'x'));
  symlinkSync(root, path.join(root, 'x/again'));
  symlinkSync('.', path.join(root, 'm/versions/loop'));
  assert.equal((await findProjects(root)).projects.length, 1);
});

test('a new file’s name comes from the configuration', async (t) => {
  const root = makeFolder(t, {
    'alembic.ini':
      '[alembic]\nscript_location = m\nfile_template = %%(year)d_%%(rev)s\ntruncate_slug_length = 20\ntimezone = UTC\n',
    ...scripts('m'),
  });
  const [project] = (await findProjects(root)).projects;
  assert.deepEqual(project?.naming, { template: '%(year)d_%(rev)s', slugLength: 20, timezone: 'UTC' });
});

test('what env.py says is part of the project', async (t) => {
  const root = makeFolder(t, {
    'migrations/alembic.ini': '[alembic]\n',
    ...scripts('migrations'),
    'migrations/env.py':
      "from flask import current_app\nargs = current_app.extensions['migrate'].configure_args\ncontext.configure(connection=c, version_table='v', **args)\n",
  });
  const [project] = (await findProjects(root)).projects;
  assert.deepEqual(project?.environment.versionTable, { name: 'v', schema: undefined, known: true });
  assert.equal(project?.environment.renderAsBatch, true);
});

test('nothing there', async (t) => {
  const root = makeFolder(t, { 'readme.md': '' });
  assert.deepEqual(await findProjects(root), { root, projects: [], problems: [] });
});
