/** The address of a preview document, which says all that is needed to make its text. */

export interface PreviewSubject {
  readonly project: string;
  /** In the order in which they run. */
  readonly revisions: readonly string[];
  readonly direction: 'upgrade' | 'downgrade';
}

export const previewScheme = 'alembic-guard-sql';

/** What the tab shows; `.sql` gives the document its language. */
export function previewPath({ revisions, direction }: PreviewSubject): string {
  const [first = 'none'] = revisions;
  const last = revisions.at(-1) ?? first;
  const name = revisions.length <= 1 ? first : `${first} to ${last}`;
  return `/${name.replace(/[/\\]/g, '_')} (${direction}).sql`;
}

export function previewQuery(subject: PreviewSubject): string {
  return JSON.stringify({ project: subject.project, revisions: subject.revisions, direction: subject.direction });
}

/** Undefined when it is no address of ours. */
export function parsePreviewQuery(query: string): PreviewSubject | undefined {
  try {
    const { project, revisions, direction }: Partial<PreviewSubject> = JSON.parse(query);
    if (typeof project !== 'string' || !Array.isArray(revisions)) return undefined;
    if (direction !== 'upgrade' && direction !== 'downgrade') return undefined;
    return { project, revisions: revisions.map(String), direction };
  } catch {
    return undefined;
  }
}
