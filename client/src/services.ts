/** The parts that the commands work with. */

import type { ExtensionContext, LogOutputChannel } from 'vscode';

import type { Model } from './model.ts';
import type { SqlPreview } from './preview/provider.ts';
import type { RevisionsView } from './revisions/view.ts';
import type { Server } from './server.ts';

export interface Services {
  readonly context: ExtensionContext;
  readonly log: LogOutputChannel;
  readonly server: Server;
  readonly model: Model;
  readonly view: RevisionsView;
  readonly preview: SqlPreview;
}
