/** `alembicGuard/plan`: which revisions a run would go through, in order, or why Alembic would refuse. */

import { planDowngrade, planUpgrade } from '../../core/history/plan.ts';
import { methods, type PlanData, type PlanParams } from '../../protocol/messages.ts';
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
      return { revisions: result.value.revisions.map((id) => revisionData(opened, id)) };
    }),
  );
};
