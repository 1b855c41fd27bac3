/** `textDocument/definition`: from a revision's id in `down_revision` or `depends_on` to its file. */

import type { LocationLink } from 'vscode-languageserver';
import { definitionAt } from '../../core/ide/definition.ts';
import { indexLines, offsetAt } from '../../core/text/line-index.ts';
import { toRange, uriOf } from '../convert.ts';
import { guard } from '../guard.ts';
import type { Handler } from '../handler.ts';

export const definition: Handler = (session) => {
  session.connection.onDefinition(
    guard(session.connection, 'definition', null, ({ textDocument, position }): LocationLink[] | null => {
      const place = session.placeOf(textDocument.uri);
      const text = place?.snapshot.text(place.file);
      if (place === undefined || text === undefined) return null;
      const index = indexLines(text);
      const found = definitionAt(place.snapshot, place.file, offsetAt(index, position));
      const targetText = found && place.snapshot.text(found.file);
      if (found === undefined || targetText === undefined) return null;
      const target = toRange(indexLines(targetText), found.target);
      return [
        {
          originSelectionRange: toRange(index, found.origin),
          targetUri: uriOf(found.file),
          targetRange: target,
          targetSelectionRange: target,
        },
      ];
    }),
  );
};
