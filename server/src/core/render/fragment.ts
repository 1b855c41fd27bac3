/** Pieces of SQL that know how sure they are, and how pieces make a whole: the least sure one decides. */

import type { Span } from '../text/span.ts';

/**
 * `exact`: what Alembic prints; `assumed`: right unless something outside the file says otherwise; `partial`: a
 * placeholder stands where a value is unknown; `opaque`: nothing but the Python source is known, or Alembic refuses.
 */
export type Status = 'exact' | 'assumed' | 'partial' | 'opaque';

const order: readonly Status[] = ['exact', 'assumed', 'partial', 'opaque'];

export interface Fragment {
  readonly sql: string;
  readonly status: Status;
  /** Why it is not exact, for a person. */
  readonly notes: readonly string[];
  /** In the words of a person, why Alembic or SQLAlchemy raises an error instead of rendering this. */
  readonly refused?: string;
}

export const nothing: Fragment = { sql: '', status: 'exact', notes: [] };

export function exact(sql: string): Fragment {
  return { sql, status: 'exact', notes: [] };
}

export function assumed(sql: string, note: string): Fragment {
  return { sql, status: 'assumed', notes: [note] };
}

/** A comment in place of what is only known when the migration runs. */
export function placeholder(source: string, note?: string): Fragment {
  const oneLine = source.replace(/\s+/g, ' ').trim().replaceAll('*/', '* /');
  return { sql: `/* ${oneLine} */`, status: 'partial', notes: [note ?? `${oneLine} is only known at run time`] };
}

/** SQLAlchemy would raise an error here; `sql` shows what was meant. */
export function refused(sql: string, reason: string): Fragment {
  return { sql, status: 'opaque', notes: [], refused: reason };
}

/** The fragment with a lower status, for a reason. */
export function lowered(fragment: Fragment, status: Status, note: string): Fragment {
  return { ...fragment, status: least(fragment.status, status), notes: [...fragment.notes, note] };
}

/** A template of SQL: strings are taken as they are, fragments bring their status along. */
export function sql(strings: TemplateStringsArray, ...parts: readonly (string | Fragment)[]): Fragment {
  const pieces = strings.flatMap((text, index) => {
    const part = parts[index];
    return part === undefined ? [exact(text)] : [exact(text), typeof part === 'string' ? exact(part) : part];
  });
  return join(pieces, '');
}

export function join(parts: readonly Fragment[], separator: string): Fragment {
  const why = parts.find((part) => part.refused !== undefined)?.refused;
  const whole = {
    sql: parts.map((part) => part.sql).join(separator),
    status: parts.map((part) => part.status).reduce(least, 'exact'),
    notes: [...new Set(parts.flatMap((part) => part.notes))],
  };
  return why === undefined ? whole : { ...whole, refused: why };
}

/** Space-separated, without those that are empty. */
export function words(...parts: readonly Fragment[]): Fragment {
  return join(
    parts.filter((part) => part.sql !== ''),
    ' ',
  );
}

export function least(a: Status, b: Status): Status {
  return order.indexOf(a) > order.indexOf(b) ? a : b;
}

/** Reads source text of the file that is being rendered. */
export type Slice = (span: Span) => string;
