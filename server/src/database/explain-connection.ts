/** Says why our own reading of a database failed, from what `pg` reports. */

import type { FailureData } from '../protocol/messages.ts';

type Text = Omit<FailureData, 'code'> & { readonly code: string };

const again = 'Refresh once it is in order.';

/** By the code of Node or PostgreSQL; `{at}` is host, port and database, `{words}` what the server said. */
const kinds: Readonly<Record<string, Text>> = {
  ECONNREFUSED: {
    code: 'refused',
    message: 'Nothing answers at {at}: the connection was refused.',
    next: `Start the database server or correct its address. ${again}`,
  },
  ENOTFOUND: {
    code: 'unknown-host',
    message: 'The host of {at} is not known.',
    next: `Correct the address of the database. ${again}`,
  },
  EAI_AGAIN: {
    code: 'unknown-host',
    message: 'The host of {at} is not known.',
    next: `Correct the address of the database. ${again}`,
  },
  ENOENT: {
    code: 'refused',
    message: 'Nothing answers at {at}: there is no such socket.',
    next: `Start the database server or correct its address. ${again}`,
  },
  ETIMEDOUT: {
    code: 'connect-timeout',
    message: '{at} did not answer in time.',
    next: `Check the host, the VPN and the firewall. ${again}`,
  },
  ECONNRESET: {
    code: 'server-stopped',
    message: 'The connection to {at} was lost.',
    next: `Look whether the server is running. ${again}`,
  },
  '28P01': {
    code: 'wrong-password',
    message: 'The server does not accept the user or password for {at}: {words}.',
    next: `Correct them in the address of the database. ${again}`,
  },
  '28000': {
    code: 'not-allowed',
    message: 'The server does not let us in at {at}: {words}.',
    next: `Ask its administrator for access. ${again}`,
  },
  '3D000': {
    code: 'unknown-database',
    message: 'There is no database at {at}: {words}.',
    next: `Create it or correct its name. ${again}`,
  },
  '57P01': {
    code: 'server-stopped',
    message: 'The server ended our connection to {at}.',
    next: `Look whether the server is running. ${again}`,
  },
  '57P03': { code: 'server-starting', message: 'The server at {at} takes no connection yet: {words}.', next: again },
  '53300': { code: 'too-many-connections', message: 'The server at {at} has no free connection left.', next: again },
  '55P03': {
    code: 'locked',
    message: 'The version table at {at} is locked by another session.',
    next: 'Refresh when that session is done.',
  },
  '57014': {
    code: 'locked',
    message: 'The version table at {at} could not be read within five seconds.',
    next: 'Refresh when the server is less busy.',
  },
  '42501': {
    code: 'not-allowed',
    message: 'The user of {at} may not read the version table: {words}.',
    next: `Grant SELECT on it. ${again}`,
  },
};

const other: Text = { code: 'unreadable', message: 'The database at {at} could not be read: {words}.', next: again };

export function explainConnection(error: unknown, at: string): FailureData {
  const words = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
  const timedOut = /timeout expired|timeout exceeded/.test(words) ? kinds['ETIMEDOUT'] : undefined;
  const lost = /Connection terminated/.test(words) ? kinds['ECONNRESET'] : undefined;
  const kind = kinds[codeOf(error)] ?? timedOut ?? lost ?? other;
  const fill = (text: string) => text.replace('{at}', at).replace('{words}', words);
  return { code: kind.code, message: fill(kind.message), next: kind.next };
}

/** Of several addresses of one host, each may have failed. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(codeOf).find((code) => code !== '') ?? '';
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
