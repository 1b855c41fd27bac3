/** `alembicGuard/plan`: which revisions a run would go through, in order, or why Alembic would refuse. */

import { setImmediate as pause } from 'node:timers/promises';
import { planDowngrade, planUpgrade } from '../../core/history/plan.ts';
import { methods, type PlanData, type PlanParams, type RevisionData } from '../../protocol/messages.ts';
import type { OpenedProject } from '../../workspace/open-project.ts';
import { guard } from '../guard.ts';
import type { Handler } from '../handler.ts';
import { revisionData } from './projects.ts';

export const plan: Handler = (session) => {
  const { connection } = session;
  connection.onRequest(
    methods.plan,
    guard<PlanParams, PlanData>(connection, methods.plan, { revisions: [] }, async (params) => {
      await session.ready;
      const opened = session.projects().find((one) => one.project.id === params.project);
      if (opened === undefined) return { revisions: [], error: 'The project is no longer in the workspace.' };
      const make = params.direction === 'upgrade' ? planUpgrade : planDowngrade;
      const result = make(opened.snapshot.graph, params.target, params.from);
      if (!result.ok) return { revisions: [], error: result.error.message };
      return { revisions: await counted(opened, result.value.revisions) };
    }),
  );
};

/** How often others get their turn meanwhile. */
const batch = 20;

/** What a run is confirmed by is counted now, however many revisions it goes through. */
async function counted({ snapshot }: OpenedProject, ids: readonly string[]): Promise<RevisionData[]> {
  const revisions: RevisionData[] = [];
  for (const [index, id] of ids.entries()) {
    if (index % batch === batch - 1) await pause();
    const file = snapshot.graph.revisions.get(id)?.file ?? '';
    revisions.push(revisionData(snapshot.graph, id, snapshot.survey(file).findings));
  }
  return revisions;
}
