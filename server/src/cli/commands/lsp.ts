/** `alembic-guard lsp --stdio`: the language server, for any editor that speaks LSP. */

import type { AddCommand } from '../command.ts';
import { UsageError } from '../exit.ts';

export const lspCommand: AddCommand = (program) => {
  program
    .command('lsp')
    .description('run the language server')
    .option('--stdio', 'speak LSP on standard input and output')
    .action(async (options: { stdio?: boolean }) => {
      if (options.stdio !== true) throw new UsageError('lsp needs --stdio, the only transport there is.');
      const { serve } = await import('../../lsp/serve.ts');
      await serve();
    });
};
