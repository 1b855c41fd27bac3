/** A thread that reads the migrations it is sent; see `workspace/read-ahead.ts`. */

import { parentPort, workerData } from 'node:worker_threads';
import type { SourceText } from './core/analysis.ts';
import { readMigration } from './core/history/migration.ts';
import { packMigration } from './workspace/packed-migration.ts';
import type { HowToRead } from './workspace/read-ahead.ts';
import { loadSqlParser } from './workspace/sql-parser.ts';

const how: HowToRead = workerData;

parentPort?.on('message', (files: readonly SourceText[]) => {
  loadSqlParser().then((parser) => {
    const read = files.map(({ path, text }) => readMigration(path, text, { ...how, parser }));
    parentPort?.postMessage(read.map(packMigration));
  });
});
