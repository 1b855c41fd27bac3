/** Exit codes of the program and the error that carries one; a contract with CI jobs and scripts. */

export const exitCodes = {
  /** Done, and nothing at or above the level that fails. */
  done: 0,
  findings: 1,
  /** Wrong usage or configuration; the message says what to do. */
  usage: 2,
  /** A bug of ours. */
  fault: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Wrong usage or configuration: the message is for the user and is all they see. */
export class UsageError extends Error {}
