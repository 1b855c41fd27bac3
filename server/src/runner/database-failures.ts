/** What keeps a database from being reached, and what a server breaks off. */

import type { FailureKind } from './failure-kind.ts';

export const connectionFailures: readonly FailureKind[] = [
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

export const waitingFailures: readonly FailureKind[] = [
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
