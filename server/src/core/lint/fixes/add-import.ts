/** An import for a name that is used without one. */

import { insertion } from '../../text/edit.ts';
import type { Located } from '../../text/span.ts';
import type { Fix, RuleContext } from '../rule.ts';

/** Names that everybody writes the same way. */
const usual: Readonly<Record<string, string>> = {
  op: 'from alembic import op',
  sa: 'import sqlalchemy as sa',
  text: 'from sqlalchemy import text',
  postgresql: 'from sqlalchemy.dialects import postgresql',
  mysql: 'from sqlalchemy.dialects import mysql',
  sqlite: 'from sqlalchemy.dialects import sqlite',
};

/** The line that defines the name as it is used; undefined where only the author can know it. */
export function importFor(text: string, { value, span }: Located<string>): string | undefined {
  const known = usual[value];
  if (known !== undefined) return known;
  const path = /^\w+(?:\.\w+)*/.exec(text.slice(span.start))?.[0].split('.') ?? [];
  // `app.models.Money` is the class of a module; a class alone says nothing of where it lives.
  const last = path.findIndex((part) => /^_*[A-Z]/.test(part));
  const module = path.slice(0, last < 0 ? -1 : last);
  return module.length === 0 ? undefined : `import ${module.join('.')}`;
}

/** After the last import at the top of the file. */
export function addImport({ migration }: RuleContext, line: string): readonly Fix[] {
  const { text, style } = migration;
  const imports = [...text.matchAll(/^(?:import|from)[ \t][^\n(\\]*$/gm)];
  const last = imports.at(-1);
  if (last === undefined) return [];
  const end = last.index + last[0].trimEnd().length;
  return [{ title: `Add "${line}"`, preferred: true, edits: [insertion(end, style.newline + line)] }];
}
