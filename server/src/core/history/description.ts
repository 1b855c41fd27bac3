/** What a revision's docstring tells of it. */

import type { RevisionHeader } from './header.ts';

/** From the docstring, stripped. */
export function readDescription(docstring: string): Pick<RevisionHeader, 'message' | 'createDate'> {
  return {
    message: docstring.split('\n\n')[0] ?? '',
    createDate: /^Create Date:[ \t]*(.*?)[ \t]*$/m.exec(docstring)?.[1] || undefined,
  };
}
