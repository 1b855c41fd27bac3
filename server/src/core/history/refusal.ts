/**
 * How the search in the revision map says no. The functions that follow Alembic's algorithms call each other deeply, so
 * they leave through `refuse`; the public functions of this folder turn that into a value with `attempt`.
 */

/** Why Alembic's revision map would not answer, with what the final sentence needs. */
export type Refusal =
  | { readonly kind: 'revision'; readonly message: string }
  /** `message` has the detail, which Alembic shows only in a traceback. */
  | { readonly kind: 'resolution'; readonly message: string; readonly argument: string }
  /** `general`: in the general sentence, whatever the command would say of its own. */
  | {
      readonly kind: 'several-heads';
      readonly heads: readonly string[];
      readonly argument: string;
      readonly general?: boolean;
    }
  | { readonly kind: 'range'; readonly lower: string | undefined; readonly upper: string | undefined }
  /** Alembic dies with a traceback (an assertion, a KeyError). */
  | { readonly kind: 'crash'; readonly message: string };

/** The words of the exception that Alembic raises, which end a traceback where no command makes a sentence of it. */
export function refusalText(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'range':
      return `Revision ${refusal.lower || 'base'} is not an ancestor of revision ${refusal.upper || 'base'}`;
    case 'several-heads':
      return `Multiple heads are present for given argument '${refusal.argument}'; ${refusal.heads.join(', ')}`;
    default:
      return refusal.message;
  }
}

const refusals = new WeakSet<object>();

export function refuse(refusal: Refusal): never {
  refusals.add(refusal);
  throw refusal;
}

/** An assertion of Alembic's own; where it fails, Alembic ends with a traceback. */
export function assertLikeAlembic(condition: boolean, message: string): asserts condition {
  if (!condition) refuse({ kind: 'crash', message });
}

export type Attempt<T> =
  | { readonly value: T; readonly refusal?: undefined }
  | { readonly value?: undefined; readonly refusal: Refusal };

/** What the function returns, or why it refused. Anything else that is thrown is a fault of ours and passes on. */
export function attempt<T>(search: () => T): Attempt<T> {
  try {
    return { value: search() };
  } catch (error) {
    if (isRefusal(error)) return { refusal: error };
    throw error;
  }
}

function isRefusal(error: unknown): error is Refusal {
  return typeof error === 'object' && error !== null && refusals.has(error);
}
