import type { Suite } from './suite.ts';
export const host: Suite = {
  name: 'host',
  folder: 'host',
  needs: ['vscode', 'browser', 'python', 'postgres'],
  run: async () => ({ passed: 0, failed: 0 }),
};
