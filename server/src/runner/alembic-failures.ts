/** What Alembic refuses, and what goes wrong in env.py and in a revision. */

import type { FailureKind } from './failure-kind.ts';

export const environmentFailures: readonly FailureKind[] = [
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
    code: 'missing-settings',
    pattern: /ValidationError: \d+ validation errors? for (\w+)\n(\w+)\n/,
    message: 'The application’s settings ({1}) cannot be made: {2} is missing or wrong.',
    next: 'Set it in the setting alembicGuard.env, or name a file that does in alembicGuard.envFile.',
    when: 'no-step',
  },
];

export const alembicFailures: readonly FailureKind[] = [
  {
    code: 'unknown-revision',
    pattern: /Can't locate revision identified by '([^']+)'/,
    message: 'Revision {1} is not among the files of {project}.',
    next: 'If the database stands at it, its file is on another branch or was deleted: bring it back (git log --all helps to find it) before anything is run.',
  },
  {
    code: 'several-heads',
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

export const otherFailures: readonly FailureKind[] = [
  {
    code: 'revision-failed',
    pattern: /[\s\S]*/,
    message: 'Revision {revision} failed: {line}',
    next: 'Correct the revision, then run it again.',
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
