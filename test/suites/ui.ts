import type { Suite } from './suite.ts';
export const ui: Suite = {
  name: 'ui',
  folder: 'ui',
  needs: ['vscode', 'browser', 'python', 'postgres'],
  run: async () => ({ passed: 0, failed: 0 }),
};
