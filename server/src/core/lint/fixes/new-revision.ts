/** A new revision file in the author's style: name, header and functions like those of the project's other files. */

import type { RevisionGraph } from '../../history/graph.ts';
import type { Migration } from '../../history/migration.ts';
import type { NewFile, RuleContext } from '../rule.ts';
import { literal } from './code.ts';
import { newId, slugOf } from './revision-id.ts';
import { reindent } from './statement.ts';

export interface Content {
  readonly message: string;
  readonly down: readonly string[];
  /** Statements without indentation; empty for `pass`. */
  readonly upgrade: readonly string[];
  readonly downgrade: readonly string[];
  /** Import lines that the statements need beside those of Alembic. */
  readonly imports?: readonly string[];
}

/** The file beside the migration at hand. Id and name follow from the content alone, so the same fix makes the same file. */
export function newRevision(
  { migration, graph }: Pick<RuleContext, 'migration' | 'graph'>,
  content: Content,
): NewFile & { readonly id: string } {
  const id = newId(graph, content.down, `${content.message} ${content.upgrade.join(' ')}`);
  const folder = migration.file.slice(0, lastSlash(migration.file) + 1);
  const text = [...header(migration, id, content), ...functions(migration, content), ''].join(migration.style.newline);
  return { file: folder + fileName(graph, content, id), text, id };
}

function lastSlash(path: string): number {
  return Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
}

/** As the newest file that bears its id in its name is called, else `<id>_<slug>.py`, which is Alembic's default. */
function fileName(graph: RevisionGraph, { message, down }: Content, id: string): string {
  const slug = slugOf(message);
  const plain = id.endsWith(slug) ? `${id}.py` : `${id}_${slug}.py`;
  for (const known of [...down, ...graph.history]) {
    const revision = graph.revisions.get(known);
    const name = revision?.file.slice(lastSlash(revision.file) + 1, -'.py'.length) ?? '';
    const at = name.indexOf(known);
    if (at < 0) continue;
    const [before, after] = [name.slice(0, at), name.slice(at + known.length)];
    if (after !== '') return `${before}${id}${after[0]}${slug}.py`;
    if (before !== '' && /[a-z]/i.test(before)) return `${slug}${before.at(-1)}${id}.py`;
    return `${before}${plain}`;
  }
  return plain;
}

function header(migration: Migration, id: string, { message, down, imports: needed = [] }: Content): readonly string[] {
  const { text, style } = migration;
  const quoted = down.map((parent) => literal(style, parent));
  const parents = quoted.length === 1 ? quoted.join('') : `(${quoted.join(', ')})`;
  const binding = (name: string, value: string) => {
    const found = new RegExp(`^${name}[ \\t]*(:[^=\\n]+?)?[ \\t]*=(?!=)`, 'm').exec(text);
    return found === null && value === 'None' ? [] : [`${name}${(found?.[1] ?? '').trimEnd()} = ${value}`];
  };
  return [
    ...docstring(migration, id, message, down),
    ...imports(text, needed),
    '',
    ...(text.includes('# revision identifiers, used by Alembic.') ? ['# revision identifiers, used by Alembic.'] : []),
    ...binding('revision', literal(style, id)),
    ...binding('down_revision', parents),
    ...binding('branch_labels', 'None'),
    ...binding('depends_on', 'None'),
  ];
}

function docstring(migration: Migration, id: string, message: string, down: readonly string[]): readonly string[] {
  const { text, header: own } = migration;
  if (!/^Revision ID:/m.test(text)) return [`"""${message}"""`, ''];
  const date = own.createDate === undefined ? [] : [`Create Date: ${own.createDate}`];
  const blank = /"""[ \t]*\r?\n[ \t]*\r?\n/.test(text.slice(0, 2000)) ? [''] : [];
  return [`"""${message}`, '', `Revision ID: ${id}`, `Revises: ${down.join(', ')}`, ...date, '', '"""', ...blank];
}

const usual = /^from[ \t]+(alembic|typing|collections\.abc|__future__)[ \t]|^import[ \t]+alembic\b/;

/** The imports that the header and an `op` call need, as the author wrote them. */
function imports(text: string, wanted: readonly string[]): readonly string[] {
  const lines = text.match(/^(from|import)[ \t][^\n(\\]*$/gm) ?? [];
  const needed = lines.map((line) => line.trimEnd()).filter((line) => usual.test(line) || wanted.includes(line));
  return needed.length > 0 ? needed : ['from alembic import op'];
}

function functions(migration: Migration, { upgrade, downgrade }: Content): readonly string[] {
  const { text, style } = migration;
  const define = (name: string, code: readonly string[]) => {
    const signature = new RegExp(`^def ${name}\\([^)\\n]*\\)[^:\\n]*:`, 'm').exec(text)?.[0] ?? `def ${name}():`;
    const lines = code.length === 0 ? ['pass'] : code;
    return ['', '', signature, ...lines.map((line) => reindent(line, '', style.indent))];
  };
  return [...define('upgrade', upgrade), ...define('downgrade', downgrade)];
}
