/** Commands that are part of the contract but not built yet: refused clearly, never an empty success. */

import type { AddCommand } from '../command.ts';
import { UsageError } from '../exit.ts';

const names = ['status', 'verify'];

export const laterCommands: AddCommand = (program) => {
  for (const name of names) {
    program
      .command(name, { hidden: true })
      .allowUnknownOption()
      .allowExcessArguments()
      .action(() => {
        throw new UsageError(
          `the command "${name}" is not part of this version. Run \`alembic-guard --help\` for those that are.`,
        );
      });
  }
};
