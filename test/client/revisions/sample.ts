/** A small project for tests of the tree: a base, two branches, a merge that is pending. */

import type { ProjectData, RevisionData } from '../../../server/src/protocol/messages.ts';

export function revision(id: string, down: readonly string[], more: Partial<RevisionData> = {}): RevisionData {
  return {
    id,
    down,
    dependsOn: [],
    branchLabels: [],
    message: `step ${id}`,
    date: '2026-03-04 10:11:12.123456',
    uri: `file:///shop/migrations/versions/${id}.py`,
    head: false,
    base: down.length === 0,
    branchPoint: false,
    merge: down.length > 1,
    broken: undefined,
    findings: { error: 0, warning: 0, info: 0 },
    ...more,
  };
}

export function project(more: Partial<ProjectData> = {}): ProjectData {
  return {
    id: '/shop/alembic.ini',
    name: 'shop',
    cwd: '/shop',
    root: '/shop',
    config: '/shop/alembic.ini',
    section: 'alembic',
    layout: 'alembic',
    scriptLocation: '/shop/migrations',
    versionLocations: ['/shop/migrations/versions'],
    versionTable: { name: 'alembic_version' },
    revisions: [
      revision('m', ['b', 'c'], { head: true, findings: { error: 1, warning: 2, info: 0 } }),
      revision('c', ['a']),
      revision('b', ['a']),
      revision('a', [], { branchPoint: true }),
    ],
    heads: ['m'],
    problems: [],
    ...more,
  };
}
