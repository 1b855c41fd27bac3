/**
 * What programs, drivers and servers say when a run fails, and what people need to hear. The first kind whose pattern
 * matches is taken, so the more specific ones stand first.
 *
 * In the texts, `{1}` … are the groups of the pattern, `{line}` is the first line of the error, `{revision}` the
 * revision that was running, `{project}` the project's name, `{python}` the interpreter or command in use, and
 * `{while}` is " while revision X was running" where one was.
 */

export interface FailureKind {
  readonly code: string;
  readonly pattern: RegExp;
  readonly message: string;
  readonly next: string;
  /** `step`: only while a revision is running; `no-step`: only before the first one. */
  readonly when?: 'step' | 'no-step';
}

const connecting: readonly FailureKind[] = [
  {
    code: 'refused',
    pattern:
      /connection to server at "([^"]+)"(?: \([^)]*\))?, port (\d+) failed: Connection refused|Connect call failed \('([^']+)', (\d+)/,
    message: 'Nothing answers at {1|3}:{2|4}: the connection was refused.',
    next: 'Start the database server or correct its host and port, then try again.',
  },
  {
    code: 'unknown-host',
    pattern: /(?:could not translate host name "([^"]+)"|failed to resolve host '([^']+)')/,
    message: 'The host {1|2} is not known.',
    next: 'Correct the host in the database address; a name of a container is known inside its network only (see the setting alembicGuard.command).',
  },
  {
    code: 'unknown-host',
    pattern: /gaierror: .*|Name or service not known|nodename nor servname provided/,
    message: 'The host of the database address is not known.',
    next: 'Correct the host; a name of a container is known inside its network only (see the setting alembicGuard.command).',
  },
  {
    code: 'connect-timeout',
    pattern:
      /connection timeout expired|timeout expired|Connection timed out|Operation timed out|(?:asyncio|builtins)?\.?TimeoutError/,
    message: 'The database server did not answer in time{while}.',
    next: 'Check its host and port, the VPN and the firewall, then try again.',
  },
  {
    code: 'wrong-password',
    pattern: /password authentication failed for user "([^"]*)"/,
    message: 'The server does not accept the password of the user "{1}", or has no such user.',
    next: 'Correct the user and password in the database address that env.py uses, then try again.',
  },
  {
    code: 'wrong-password',
    pattern: /fe_sendauth: no password supplied/,
    message: 'The server asks for a password and the database address holds none.',
    next: 'Give the password in the database address that env.py uses or in PGPASSWORD, then try again.',
  },
  {
    code: 'not-allowed',
    pattern: /no pg_hba\.conf entry for ([^\n]*)/,
    message: 'The server lets nobody in from here: it has no pg_hba.conf entry for {1}.',
    next: 'Ask its administrator for access, or connect the way the entry asks for (host, user, encryption).',
  },
  {
    code: 'unknown-database',
    pattern: /database "([^"]+)" does not exist/,
    message: 'The server has no database "{1}".',
    next: 'Create it (createdb) or correct the name in the database address, then try again.',
  },
  {
    code: 'unknown-role',
    pattern: /role "([^"]+)" does not exist/,
    message: 'The server has no user "{1}".',
    next: 'Create it or correct the user in the database address, then try again.',
  },
  {
    code: 'server-starting',
    pattern: /the database system is (starting up|shutting down|in recovery mode)/,
    message: 'The database server is {1} and takes no connection yet.',
    next: 'Wait a moment and try again.',
  },
  {
    code: 'too-many-connections',
    pattern: /too many (?:clients|connections)|remaining connection slots are reserved/i,
    message: 'The server has no free connection left.',
    next: 'Close other clients or raise max_connections, then try again.',
  },
  {
    code: 'server-stopped',
    pattern:
      /terminating connection due to administrator command|server closed the connection unexpectedly|connection was closed in the middle of operation|consuming input failed|SSL connection has been closed unexpectedly|the connection is (?:closed|lost)|terminating connection because of crash/,
    message: 'The connection to the database was lost{while}: the server stopped, or ended the session.',
    next: 'Look why it stopped and start it again, then refresh: an interrupted transaction is rolled back by the server.',
  },
];

const waiting: readonly FailureKind[] = [
  {
    code: 'lock-timeout',
    pattern: /canceling statement due to lock timeout|LockNotAvailable|could not obtain lock/,
    message: 'A lock was not granted in time{while}: another session holds the table.',
    next: 'Try again when the table is less busy, or end the transaction that holds it (pg_stat_activity shows it).',
  },
  {
    code: 'statement-timeout',
    pattern: /canceling statement due to statement timeout/,
    message: 'A statement took longer than the statement_timeout of its session allows{while}.',
    next: 'Raise the timeout for this migration, or do the work in smaller steps.',
  },
  {
    code: 'deadlock',
    pattern: /deadlock detected/,
    message: 'PostgreSQL found a deadlock with another session and ended this one{while}.',
    next: 'Try again; if it comes back, take the locks in the order in which the application takes them.',
  },
];

const python: readonly FailureKind[] = [
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

const containers: readonly FailureKind[] = [
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

const alembic: readonly FailureKind[] = [
  {
    code: 'unknown-revision',
    pattern: /Can't locate revision identified by '([^']+)'/,
    message: 'Revision {1} is not among the files of {project}.',
    next: 'If the database stands at it, its file is on another branch or was deleted: bring it back (git log --all helps to find it) before anything is run.',
  },
  {
    code: 'multiple-heads',
    pattern: /Multiple head(?: revision)?s are present/,
    message: '{project} has several heads, and Alembic needs to be told which one is meant.',
    next: 'Merge them (alembic merge heads), or choose one of them.',
  },
  {
    code: 'not-up-to-date',
    pattern: /Target database is not up to date/,
    message: 'The database is behind the newest revision, so it can’t be compared with the models.',
    next: 'Upgrade it to head first, then create the revision.',
  },
  {
    code: 'no-metadata',
    pattern: /does not provide a MetaData object/,
    message: 'env.py names no target_metadata, so there are no models to compare the database with.',
    next: 'Set target_metadata in env.py to the models’ metadata, or create the revision without autogenerate.',
  },
  {
    code: 'overlapping-rows',
    pattern: /Requested revision (\S+) overlaps with other requested revisions (\S+)/,
    message: 'The version table holds {1} together with {2}, one of which is an ancestor of the other.',
    next: 'Remove the row of the older one (alembic stamp --purge with the newer one), then try again.',
  },
  {
    code: 'wrong-direction',
    pattern: /Destination (\S+) is not a valid (upgrade|downgrade) target from current head\(s\)/,
    message: 'The database cannot be brought to {1} by a {2} from where it stands.',
    next: 'Refresh to see where it stands, then choose another revision.',
  },
  {
    code: 'relative-revision',
    pattern: /Relative revision (\S+) didn't produce (\d+) migrations/,
    message: 'There is no revision left for this step ({1}).',
    next: 'Refresh to see where the database stands.',
  },
  {
    code: 'version-rows',
    pattern: /Online migration expected to match one row when (?:updating|deleting) .*? in '([^']+)'; (\d+) found/,
    message:
      'The table {1} did not hold the row that Alembic expected to change ({2} found): it was changed meanwhile, or by hand.',
    next: 'Refresh to see where the database stands before anything is run.',
  },
  {
    code: 'no-script-location',
    pattern: /No 'script_location' key found in configuration|No config file '[^']+' found/,
    message: 'Alembic finds no script_location in the configuration of {project}.',
    next: 'Set script_location in the section that the project uses.',
  },
  {
    code: 'missing-parent',
    pattern:
      /Revision (\S+) referenced from (.*?) is not present|alembic\/script\/revision\.py[\s\S]*KeyError: '([^']+)'/,
    message: 'A file of {project} names {1|3} as its parent or dependency, and no file has that revision.',
    next: 'Correct down_revision or depends_on (the Problems panel shows where), or bring the missing file back.',
  },
  {
    code: 'cycle',
    pattern: /Cycle is detected in revisions \(([^)]*)\)/,
    message: 'The revisions {1} depend on each other in a circle.',
    next: 'Correct down_revision or depends_on in one of them.',
  },
  {
    code: 'alembic-refused',
    pattern: /^FAILED: (.+)$/m,
    message: 'Alembic refused: {1}.',
    next: 'The log shows the command and all of its output.',
  },
];

const environmentFile: readonly FailureKind[] = [
  {
    code: 'offline-unsafe',
    pattern:
      /(?:'NoneType' object has no attribute '(?:fetchall|fetchone|first|scalar|scalars|mappings|execute|one|all)'|NoInspectionAvailable|MockConnection)/,
    message: 'A migration asks the database something{while}, which has no answer when SQL is only printed: {line}',
    next: 'Guard that part with op.get_context().as_sql, or run it against a database.',
  },
  {
    code: 'env-import',
    pattern: /(?:env\.py)[\s\S]*^(?:ModuleNotFoundError|ImportError): (.+)$/m,
    message: 'env.py of {project} cannot be loaded with {python}: {1}.',
    next: 'Install the project’s requirements there, or add its folder to prepend_sys_path in alembic.ini.',
    when: 'no-step',
  },
  {
    code: 'env-variable',
    pattern: /env\.py[\s\S]*^KeyError: '([A-Z][A-Z0-9_]*)'$/m,
    message: 'env.py of {project} needs the variable {1}, which is not set.',
    next: 'Set it in the setting alembicGuard.env, or name a file that does in alembicGuard.envFile.',
    when: 'no-step',
  },
  {
    code: 'env-settings',
    pattern: /ValidationError: \d+ validation errors? for (\w+)\n(\w+)\n/,
    message: 'The application’s settings ({1}) cannot be made: {2} is missing or wrong.',
    next: 'Set it in the setting alembicGuard.env, or name a file that does in alembicGuard.envFile.',
    when: 'no-step',
  },
];

const last: readonly FailureKind[] = [
  {
    code: 'revision-failed',
    pattern: /[\s\S]*/,
    message: 'Revision {revision} failed: {line}',
    next: 'Correct it and run it again.',
    when: 'step',
  },
  {
    code: 'syntax-error',
    pattern: /File "([^"]+)", line (\d+)\n[\s\S]*^(?:SyntaxError|IndentationError|TabError): (.+)$/m,
    message: 'Python cannot read {1}, line {2}: {3}.',
    next: 'Correct the line and try again.',
  },
  {
    code: 'env-failed',
    pattern: /env\.py", line (\d+)[\s\S]*/,
    message: 'env.py of {project} failed: {line}',
    next: 'The log shows where; correct env.py or the settings that it reads.',
  },
];

/** In the order in which they are tried. */
export const failureKinds: readonly FailureKind[] = [
  ...python,
  ...containers,
  ...connecting,
  ...waiting,
  ...environmentFile,
  ...alembic,
  ...last,
];
