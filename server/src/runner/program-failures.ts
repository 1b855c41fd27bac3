/** What keeps Alembic from being started at all: Python, Flask, drivers, containers. */

import type { FailureKind } from './failure-kind.ts';

export const pythonFailures: readonly FailureKind[] = [
  {
    code: 'no-python',
    pattern: /Python was not found; run without arguments to install/,
    message: 'Python is not installed: {python} only opens the Microsoft Store.',
    next: 'Install Python or name an interpreter in the setting alembicGuard.interpreter.',
  },
  {
    code: 'no-alembic',
    pattern: /No module named '?alembic(?:\.(?:__main__|config|runtime)[\w.]*)?'?(?:;|\s|$)/m,
    message: 'Alembic is not installed in {python}.',
    next: 'Install it there (pip install alembic), or choose the project’s interpreter in the setting alembicGuard.interpreter.',
  },
  {
    code: 'no-alembic',
    pattern: /No module named '?flask'?(?:\s|$)|Error: No such command 'db'/m,
    message: 'Flask-Migrate is not installed in {python}.',
    next: 'Install it there (pip install Flask-Migrate), or choose the project’s interpreter in the setting alembicGuard.interpreter.',
  },
  {
    code: 'no-flask-app',
    pattern:
      /Could not locate a Flask application|Failed to find Flask application|While importing '[^']+', an ImportError was raised/,
    message: 'Flask does not find the application of {project}.',
    next: 'Set FLASK_APP in the setting alembicGuard.env or in alembicGuard.envFile.',
  },
  {
    code: 'no-driver',
    pattern: /import_dbapi[\s\S]*ModuleNotFoundError: No module named '([^']+)'/,
    message: 'The database driver {1} is not installed in {python}.',
    next: 'Install it there (pip install {1}), or name another driver in the database address.',
  },
  {
    code: 'no-driver',
    pattern: /NoSuchModuleError: Can't load plugin: sqlalchemy\.dialects:([\w.]+)/,
    message: 'SQLAlchemy knows no dialect "{1}", with which the database address begins.',
    next: 'Correct the address, which begins with its dialect: postgresql://, postgresql+psycopg://, sqlite:/// and so on.',
  },
  {
    code: 'bad-url',
    pattern: /ArgumentError: (?:Could not parse SQLAlchemy URL|Expected string or URL object)/,
    message: 'The database address that env.py uses is missing or is no address.',
    next: 'Give it as dialect+driver://user:password@host:port/database where the project keeps it.',
  },
  {
    code: 'async-driver',
    pattern: /MissingGreenlet: greenlet_spawn has not been called/,
    message: 'The database address names an asynchronous driver, but env.py connects synchronously.',
    next: 'Use Alembic’s async template for env.py, or a synchronous driver such as psycopg.',
  },
];

export const containerFailures: readonly FailureKind[] = [
  {
    code: 'container-not-running',
    pattern: /service "([^"]+)" is not running/,
    message: 'The container of the service "{1}" is not running.',
    next: 'Start it (docker compose up -d {1}) and try again.',
  },
  {
    code: 'no-docker',
    pattern: /Cannot connect to the Docker daemon|error during connect: .*docker/i,
    message: 'Docker is not running.',
    next: 'Start Docker and the project’s containers, then try again.',
  },
  {
    code: 'no-compose-file',
    pattern: /no configuration file provided: not found|no such service: (\S+)/,
    message: 'Docker Compose does not find the service where the command was started.',
    next: 'Name the compose file in the setting alembicGuard.command: docker compose -f FILE exec -T SERVICE alembic.',
  },
];
