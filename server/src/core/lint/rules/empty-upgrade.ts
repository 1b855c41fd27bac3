/** A revision that does nothing. */

import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'empty-upgrade',
  group: 'graph',
  level: 'info',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  docs: {
    summary: 'Neither direction of the revision does anything, and it merges nothing.',
    why: 'It is usually what autogenerate leaves when it found no difference, and readers look for what it was meant to do.',
    instead: 'Delete it while it is the head and applied nowhere, or say in a docstring of `upgrade()` what it marks.',
  },
  examples: [
    {
      title: 'Nothing in it, and nothing said',
      bad: '«pass»',
      badDowngrade: 'pass',
      good: '"""The point at which the archive was split off."""',
      goodDowngrade: 'pass',
    },
  ],

  *check({ migration }) {
    const { upgrade, downgrade } = migration.functions;
    if (migration.header.down.length !== 1 || upgrade?.empty !== true || downgrade?.empty === false) return;
    if (upgrade.docstring !== undefined || migration.upgrade.length > 0) return;
    const revision = migration.header.revision?.value ?? 'This revision';
    yield {
      at: upgrade.body,
      message: `${revision} does nothing in either direction and doesn't say why it is there.`,
    };
  },
});
