/** The body of an `upgrade()` as the SQL that it is rendered to. */

import { readMigration } from '../../server/src/core/history/migration.ts';
import type { DialectName } from '../../server/src/core/render/dialect.ts';
import { renderRevision } from '../../server/src/core/render/revision.ts';
import type { Statement } from '../../server/src/core/render/statement.ts';
import { emptyCatalogue } from '../../server/src/core/schema/catalogue.ts';
import type { Convention } from '../../server/src/core/schema/naming-convention.ts';
import { sqlParser } from './project.ts';
import { revisionFile } from './revision.ts';

export interface RenderTest {
  readonly dialect?: DialectName;
  readonly convention?: Convention;
}

/** One item for each statement; BEGIN and COMMIT stand as such. */
export function rendered(body: string, { dialect = 'postgresql', convention }: RenderTest = {}): readonly Statement[] {
  const text = revisionFile({ id: 'a', upgrade: `from sqlalchemy.dialects import mysql, postgresql\n${body}` });
  const lines = renderRevision({
    migration: readMigration('a.py', text, { parser: sqlParser }),
    revision: 'a',
    direction: 'upgrade',
    catalogue: emptyCatalogue,
    options: { dialect, version: 17, convention: convention ?? { kind: 'none' } },
    madeTypes: new Set(),
  });
  return lines.flatMap((line) => (line.kind === 'statement' ? [line.statement] : []));
}

/** `status: sql`, a line per statement. */
export function shown(body: string, given: RenderTest = {}): readonly string[] {
  return rendered(body, given).map(({ status, sql }) => `${status}: ${sql}`);
}
