/** How a project and a revision look in the tree, as plain data. */

import type { FindingCounts, ProjectData, RevisionData } from '../../../server/src/protocol/messages.ts';
import type { DatabaseView } from '../model.ts';
import { projectWords, type RevisionState, revisionState, revisionWords } from './states.ts';

export interface ItemText {
  readonly label: string;
  readonly description: string;
  /** Markdown lines. */
  readonly tooltip: readonly string[];
  /** For screen readers: everything that the icon and the description say. */
  readonly spoken: string;
  /** Name of a codicon and of a theme colour. */
  readonly icon: string;
  readonly color: string | undefined;
  /** Words for `when` clauses: `viewItem =~ /\bpending\b/`. */
  readonly context: string;
}

const looks: Readonly<
  Record<RevisionState, { readonly icon: string; readonly color: string | undefined; readonly spoken: string }>
> = {
  current: { icon: 'pass-filled', color: 'charts.green', spoken: 'current: the database stands here' },
  applied: { icon: 'pass', color: 'charts.green', spoken: 'applied' },
  pending: { icon: 'circle-large', color: 'charts.yellow', spoken: 'pending' },
  unknown: { icon: 'git-commit', color: undefined, spoken: 'database state unknown' },
  broken: { icon: 'error', color: 'errorForeground', spoken: 'broken' },
};

const longestId = 12;

export function revisionItem(revision: RevisionData, database: DatabaseView | undefined): ItemText {
  const state = revisionState(revision, database);
  const words = revisionWords(revision, state);
  const message = firstLine(revision.message);
  const look = looks[state];
  const date = dateOnly(revision.date);
  const findings = findingsText(revision.findings);
  const particular = words.filter((word) => word !== state);
  return {
    label: message === '' ? revision.id : message,
    description: [words.join(', ') || undefined, shortId(revision.id), date]
      .filter((part) => part !== undefined)
      .join(' · '),
    tooltip: [
      `**${escaped(message === '' ? revision.id : message)}**`,
      `Revision \`${revision.id}\`${date === undefined ? '' : `, created ${toTheMinute(revision.date)}`}`,
      ...(revision.down.length > 0
        ? [`Follows ${revision.down.map((id) => `\`${id}\``).join(' and ')}`]
        : ['First of its history']),
      ...(revision.dependsOn.length > 0
        ? [`Depends on ${revision.dependsOn.map((id) => `\`${id}\``).join(' and ')}`]
        : []),
      capital([look.spoken, ...particular].join(', ')),
      ...(revision.broken === undefined ? [] : [escaped(revision.broken)]),
      revision.findings === undefined ? findings : `${findings} in it`,
    ],
    spoken: [message, `revision ${revision.id}`, date, look.spoken, ...particular, lowered(findings)]
      .filter(Boolean)
      .join(', '),
    icon: revision.merge && state !== 'broken' ? 'git-merge' : look.icon,
    color: look.color,
    context: ['revision', state, ...(revision.head ? ['head'] : []), ...(revision.merge ? ['merge'] : [])].join(' '),
  };
}

export function projectItem(project: ProjectData, database: DatabaseView | undefined): ItemText {
  const words = projectWords(project, database);
  const count = `${project.revisions.length} revision${project.revisions.length === 1 ? '' : 's'}`;
  const troubled = project.problems.length > 0 || project.heads.length > 1 || database?.state.kind === 'unknown';
  return {
    label: project.name,
    description: words,
    tooltip: [
      `**${escaped(project.name)}**`,
      `${count}, head${project.heads.length === 1 ? '' : 's'}: ${project.heads.map((id) => `\`${id}\``).join(', ') || 'none'}`,
      ...databaseLines(database),
      ...(project.config === undefined ? [] : [escaped(project.config)]),
    ],
    spoken: `project ${project.name}, ${count}, ${words}`,
    icon: troubled ? 'warning' : 'database',
    color: troubled ? 'list.warningForeground' : undefined,
    context: `project ${database?.state.kind === 'known' ? 'known' : 'unknown'}`,
  };
}

/** `3 findings (1 error, 2 warnings)`, `No findings`. */
export function findingsText(findings: FindingCounts | undefined): string {
  if (findings === undefined) return 'Findings not counted yet';
  const total = findings.error + findings.warning + findings.info;
  if (total === 0) return 'No findings';
  return `${total} finding${total === 1 ? '' : 's'} (${findingsParts(findings).join(', ')})`;
}

/** `1 error`, `2 warnings`; nothing for what there is none of. */
function findingsParts({ error, warning, info }: FindingCounts): readonly string[] {
  return [
    ...(error > 0 ? [`${error} error${error === 1 ? '' : 's'}`] : []),
    ...(warning > 0 ? [`${warning} warning${warning === 1 ? '' : 's'}`] : []),
    ...(info > 0 ? [`${info} note${info === 1 ? '' : 's'}`] : []),
  ];
}

export function shortId(id: string): string {
  return id.length <= longestId ? id : `${id.slice(0, longestId)}…`;
}

export function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.trim() ?? '';
}

function databaseLines(database: DatabaseView | undefined): readonly string[] {
  if (database === undefined) return ['The database has not been read yet. Refresh asks Alembic for its state.'];
  const { state, refusal } = database;
  if (state.kind === 'unknown')
    return ['The state of the database is unknown.', escaped(state.failure.message), escaped(state.failure.next)];
  const rows =
    state.rows.length === 0 ? 'no revision applied' : `at ${state.rows.map((row) => `\`${row}\``).join(', ')}`;
  const server = state.serverVersion === undefined ? '' : `, PostgreSQL ${state.serverVersion}`;
  return [
    `Database ${escaped(state.target.label)}${server} (from ${escaped(state.target.source)}): ${rows}`,
    ...(refusal === undefined ? [] : [escaped(refusal)]),
    ...(state.confirmed || state.failure === undefined ? [] : [escaped(state.failure.message)]),
  ];
}

/** `Create Date` as Alembic writes it, without the time. */
function dateOnly(date: string | undefined): string | undefined {
  return date === undefined ? undefined : (/^\d{4}-\d{2}-\d{2}/.exec(date)?.[0] ?? date);
}

/** The same without seconds. */
function toTheMinute(date: string | undefined): string | undefined {
  return date?.replace(/^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}):\d{2}(?:\.\d+)?/, '$1 $2');
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Text of the user's files must not act as Markdown. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>~]/g, '\\$&');
}
