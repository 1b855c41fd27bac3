/** `textDocument/codeAction`: the fixes of the findings under the cursor, and "ignore with reason" as the last. */

import {
  type CodeAction,
  CodeActionKind,
  CreateFile,
  type Diagnostic,
  type Position,
  TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { type IgnoreFix, ignoreFix } from '../../core/ide/ignore.ts';
import type { Finding } from '../../core/lint/finding.ts';
import type { Fix } from '../../core/lint/rule.ts';
import { applyEdits, type Edit } from '../../core/text/edit.ts';
import { indexLines, offsetAt, positionAt } from '../../core/text/line-index.ts';
import type { CodeActionData } from '../../protocol/messages.ts';
import { source, toDiagnostic, toTextEdits, uriOf } from '../convert.ts';
import { guard } from '../guard.ts';
import type { Handler } from '../handler.ts';
import type { Place, Session } from '../session.ts';

export const codeAction: Handler = (session) => {
  session.connection.onCodeAction(
    guard(session.connection, 'code action', null, ({ textDocument, range, context }): CodeAction[] | null => {
      if (context.only?.some((kind) => !CodeActionKind.QuickFix.startsWith(kind))) return null;
      const place = session.placeOf(textDocument.uri);
      const text = place?.snapshot.text(place.file);
      if (place === undefined || text === undefined) return null;
      const index = indexLines(text);
      const start = offsetAt(index, range.start);
      const end = offsetAt(index, range.end);
      const found = place.snapshot
        .findings(place.file)
        .filter((finding) => finding.span.start <= end && start <= finding.span.end);
      const fixes = found.flatMap((finding) =>
        finding.fixes().map((fix) => action(session, place, finding, fix, context.diagnostics)),
      );
      const ignores = found.flatMap((finding) => {
        const fix = ignoreFix(place.snapshot, finding);
        if (fix === undefined) return [];
        const data: CodeActionData = { typeAt: typingPlace(text, fix) };
        return [{ ...action(session, place, finding, fix, context.diagnostics), data }];
      });
      return [...fixes, ...ignores];
    }),
  );
};

/** Where the cursor goes once the comment stands: a client may put it there. */
function typingPlace(text: string, { edits, reasonAt }: IgnoreFix): Position {
  return positionAt(indexLines(applyEdits(text, edits)), reasonAt);
}

function action(session: Session, place: Place, finding: Finding, fix: Fix, shown: readonly Diagnostic[]): CodeAction {
  const index = indexLines(place.snapshot.text(place.file) ?? '');
  const context = { page: session.page, text: (file: string) => place.snapshot.text(file) };
  const own = toDiagnostic(finding, index, context);
  // The client's own diagnostic objects let it strike them out when the fix is applied.
  const diagnostics = shown.filter(
    (one) => one.source === source && one.code === own.code && one.message === own.message,
  );
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: diagnostics.length > 0 ? diagnostics : [own],
    isPreferred: fix.preferred,
    edit: workspaceEdit(session, place, fix),
  };
}

function workspaceEdit(session: Session, place: Place, fix: Fix): WorkspaceEdit {
  const changeOf = (file: string, edits: readonly Edit[]) => {
    const uri = uriOf(file);
    const version = session.documents.get(uri)?.version ?? null;
    return TextDocumentEdit.create({ uri, version }, toTextEdits(edits, indexLines(place.snapshot.text(file) ?? '')));
  };
  return {
    documentChanges: [
      ...(fix.creates ?? []).flatMap(({ file, text }) => [
        CreateFile.create(uriOf(file), { ignoreIfExists: false, overwrite: false }),
        TextDocumentEdit.create({ uri: uriOf(file), version: null }, [
          { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, newText: text },
        ]),
      ]),
      ...(fix.edits.length > 0 ? [changeOf(place.file, fix.edits)] : []),
      ...(fix.others ?? []).map(({ file, edits }) => changeOf(file, edits)),
    ],
  };
}
