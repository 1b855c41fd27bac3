/** The upgrades of a project as SQL: what the real Alembic prints, or what we write where a revision needs its application. */

import type { ProjectSnapshot } from '../../../server/src/core/analysis.ts';
import { renderRevision } from '../../../server/src/core/render/revision.ts';
import type { Statement } from '../../../server/src/core/render/statement.ts';
import type { Convention } from '../../../server/src/core/schema/naming-convention.ts';
import type { Span } from '../../../server/src/core/text/span.ts';
import { renderWithAlembic } from '../../integration/render-driver.ts';

export interface RevisionSql {
  readonly revision: string;
  readonly file: string;
  /** Whether Alembic has printed it. */
  readonly real: boolean;
  readonly statements: readonly {
    readonly sql: string;
    /** The call that it comes from; undefined where a statement of Alembic's isn't one of ours. */
    readonly span: Span | undefined;
  }[];
}

/** Of every readable revision, oldest first. */
export async function upgradesOf(snapshot: ProjectSnapshot, convention: Convention): Promise<readonly RevisionSql[]> {
  const files = snapshot.graph.history.toReversed().flatMap((revision) => {
    const file = snapshot.graph.revisions.get(revision)?.file;
    const migration = file === undefined ? undefined : snapshot.migration(file);
    return file === undefined || migration === undefined ? [] : [{ revision, file, migration }];
  });
  const replies = await renderWithAlembic(
    files.map(({ file }) => ({
      source: snapshot.text(file) ?? '',
      direction: 'upgrade',
      dialect: 'postgresql',
      convention: null,
    })),
    true,
  );
  return files.map(({ revision, file, migration }, index) => {
    const lines = renderRevision({
      migration,
      revision,
      direction: 'upgrade',
      catalogue: snapshot.catalogueBefore(revision),
      options: { dialect: 'postgresql', version: snapshot.settings.postgresVersion, convention },
      madeTypes: new Set(),
    });
    const ours = lines.flatMap((line) => {
      if (line.kind === 'anchor') return [];
      if (line.kind === 'statement') return statementOf(line.statement);
      return [{ sql: line.kind === 'begin' ? 'BEGIN;' : 'COMMIT;', span: undefined }];
    });
    const reply = replies[index];
    if (reply === undefined || reply.unusable || reply.error !== null) {
      return { revision, file, real: false, statements: ours };
    }
    const rest = [...ours];
    const statements = reply.statements.map((sql) => {
      const at = rest.findIndex((one) => one.sql === sql);
      return { sql, span: at < 0 ? undefined : rest.splice(at, 1)[0]?.span };
    });
    return { revision, file, real: true, statements };
  });
}

/** A statement as another parser reads it: what only the run knows becomes a name. */
function statementOf({ sql, span, status }: Statement): RevisionSql['statements'] {
  if (status === 'opaque') return [];
  return [{ sql: status === 'partial' ? sql.replaceAll(/\/\*.*?\*\//gs, 'known_at_run_time') : sql, span }];
}
