/** `textDocument/hover`: the rule behind a finding, and what an operation does. */

import type { Hover } from 'vscode-languageserver';
import { hoverAt } from '../../core/ide/hover.ts';
import { indexLines, offsetAt } from '../../core/text/line-index.ts';
import { toRange } from '../convert.ts';
import { guard } from '../guard.ts';
import type { Handler } from '../handler.ts';

export const hover: Handler = (session) => {
  session.connection.onHover(
    guard(session.connection, 'hover', null, ({ textDocument, position }): Hover | null => {
      const place = session.placeOf(textDocument.uri);
      const text = place?.snapshot.text(place.file);
      if (place === undefined || text === undefined) return null;
      const index = indexLines(text);
      const found = hoverAt(place.snapshot, place.file, offsetAt(index, position), session.page);
      if (found === undefined) return null;
      return { contents: { kind: 'markdown', value: found.markdown }, range: toRange(index, found.span) };
    }),
  );
};
