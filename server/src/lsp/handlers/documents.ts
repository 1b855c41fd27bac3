/** Open, changed, saved and closed documents: the keystroke path. */

import { readFile } from 'node:fs/promises';
import { methods } from '../../protocol/messages.ts';
import { pathOf } from '../convert.ts';
import type { Handler } from '../handler.ts';

export const documents: Handler = (session, publisher) => {
  const { connection, documents } = session;

  // Also comes when a document is opened.
  documents.onDidChangeContent(({ document }) => {
    if (session.update(document.uri, document.getText())) publisher.one(document.uri);
  });

  documents.onDidSave(({ document }) => {
    if (session.placeOf(document.uri) === undefined) return;
    publisher.all();
    void connection.sendNotification(methods.projectsChanged);
  });

  documents.onDidClose(async ({ document }) => {
    const file = pathOf(document.uri);
    if (file === undefined || session.placeOf(document.uri) === undefined) return;
    // Unsaved changes are gone with the document; a file never saved is gone altogether.
    const onDisk = await readFile(file, 'utf8').catch(() => undefined);
    if (session.documents.get(document.uri) !== undefined) return;
    session.update(document.uri, onDisk);
    publisher.all();
    void connection.sendNotification(methods.projectsChanged);
  });
};
