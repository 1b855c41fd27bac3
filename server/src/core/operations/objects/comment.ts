/** Comments on objects that are neither tables nor columns, as far as the catalogue keeps them. */

import { changeView } from '../../schema/views.ts';
import { nameParts, qualified } from '../../sql/names.ts';
import type { CommentChange } from './change.ts';
import { defineSubject } from './definition.ts';

export const comments = defineSubject<CommentChange>({
  statements: {
    CommentStmt: ({ objtype, object, comment }) =>
      objtype === 'OBJECT_VIEW' || objtype === 'OBJECT_MATVIEW'
        ? [{ subject: 'comment', view: qualified(nameParts(object)), comment }]
        : [],
  },
  apply: (catalogue, { view, comment }) =>
    changeView(catalogue, view, ({ comment: _, ...it }) => (comment === undefined ? it : { ...it, comment })),
});
