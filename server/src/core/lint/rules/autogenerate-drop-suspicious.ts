/** A drop of a table that the models don't own. */

import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';

/** Tables of extensions and libraries, by their names as those create them. */
const foreign: readonly (readonly [pattern: RegExp, owner: string])[] = [
  [/^(spatial_ref_sys|geometry_columns|geography_columns|raster_columns|raster_overviews)$/, 'PostGIS'],
  [/^(topology|layer)$/, 'PostGIS topology'],
  [/^apscheduler_jobs$/, 'APScheduler'],
  [/^(celery_taskmeta|celery_tasksetmeta)$/, 'Celery'],
  [/^(kombu_message|kombu_queue)$/, 'Kombu'],
  [/^procrastinate_(jobs|events|periodic_defers|workers)$/, 'Procrastinate'],
  [/^(checkpoints|checkpoint_blobs|checkpoint_writes|checkpoint_migrations)$/, 'LangGraph'],
  [/^langchain_pg_(collection|embedding)$/, 'LangChain'],
  [/^django_(migrations|session|content_type|admin_log|site)$/, 'Django'],
  [/^pg_stat_statements(_info)?$/, 'pg_stat_statements'],
  [/^part_config(_sub)?$/, 'pg_partman'],
];

export default defineRule({
  name: 'autogenerate-drop-suspicious',
  group: 'destructive',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  hazard: { name: 'dropped-table', specificity: 2 },
  docs: {
    summary: 'A table that an extension or a library owns is dropped.',
    why: 'Autogenerate proposes to drop every table that the models lack, also those that PostGIS, a task queue or a scheduler has made for itself; with the table goes what they keep there.',
    instead:
      'Take the drop out, and leave such tables out of the comparison with `include_object` or `include_name` in env.py.',
  },
  examples: [
    {
      title: 'The reference systems of PostGIS',
      bad: '«op.drop_table»("spatial_ref_sys")',
      good: 'pass',
    },
  ],

  *check(context) {
    for (const { operation, before } of context.upgrade) {
      if (operation.kind !== 'drop_table') continue;
      const { name } = operation.table;
      const owner = foreign.find(([pattern]) => pattern.test(name))?.[1];
      // What a migration of this history made is the project's own.
      if (owner === undefined || before.tables.get(name)?.whole === true) continue;
      yield {
        at: verb(operation, context.migration.text),
        message: `The table ${context.show(operation.table)} belongs to ${owner}, and no migration here has made it; dropping it breaks that and loses what it holds.`,
        operation,
      };
    }
  },
});
