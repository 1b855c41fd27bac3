/** The language server as its own process on 5,000 revisions: when the tree is there, how deaf it is meanwhile, its memory. */

import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { setTimeout as rest } from 'node:timers/promises';
import { execa } from 'execa';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';

import type { ProjectData } from '../../server/src/protocol/messages.ts';
import { serverFlags } from '../../server/src/protocol/server-flags.ts';
import { writeProject } from './project.ts';
import { percentile } from './ratio.ts';

const root = path.resolve(import.meta.dirname, '../..');
await execa(process.execPath, [path.join(root, 'server/build.mjs')], { cwd: root });
const { folder, versions, size, revisions } = await writeProject(5000);
console.log(`  ${size}`);

// As the extension starts it.
const args = [...serverFlags, path.join(root, 'server/dist/server.cjs'), '--stdio'];
const server = spawn(process.execPath, args, { stdio: 'pipe' });
const connection = createProtocolConnection(
  new StreamMessageReader(server.stdout),
  new StreamMessageWriter(server.stdin),
);
let changes = 0;
connection.onNotification('alembicGuard/projectsChanged', () => {
  changes++;
});
let told: (() => void) | undefined;
connection.onNotification('textDocument/publishDiagnostics', () => told?.());
connection.onRequest('client/registerCapability', () => null);
connection.listen();
const base = await memory(server);
const uri = URI.file(folder).toString();
await connection.sendRequest('initialize', {
  processId: null,
  rootUri: null,
  capabilities: {},
  workspaceFolders: [{ uri, name: 'bench' }],
});
const start = performance.now();
await connection.sendNotification('initialized', {});
const ask = () => connection.sendRequest<ProjectData[]>('alembicGuard/projects');
const [first] = await ask();
const tree = performance.now() - start;
const plain = timed(() => {
  for (const name of readdirSync(versions)) readFileSync(path.join(versions, name), 'utf8');
});
const counted = ({ revisions: all = [] }: Partial<ProjectData> = {}) =>
  all.filter((one) => one.findings !== undefined).length;
console.log(
  `  the tree is there after ${(tree / plain).toFixed(1)} × reading the files (${tree.toFixed(0)} ms), findings counted of ${counted(first)}`,
);

// Whatever is asked meanwhile waits for a slice.
const waits: number[] = [];
while (changes < 2) {
  const asked = performance.now();
  await connection.sendRequest('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 0 } });
  waits.push(performance.now() - asked);
  await rest(10);
}
const all = performance.now() - start;
const [last] = await ask();
console.log(
  `  all ${counted(last)} counted after ${(all / plain).toFixed(0)} × reading the files (${all.toFixed(0)} ms); ` +
    `requests meanwhile wait p50 ${percentile(waits, 50).toFixed(1)} ms, p99 ${percentile(waits, 99).toFixed(1)} ms`,
);

// A person types in the newest revision.
const newest = last?.revisions[0]?.uri ?? '';
const text = readFileSync(URI.parse(newest).fsPath, 'utf8');
const textDocument = { uri: newest, languageId: 'python', version: 0, text };
await connection.sendNotification('textDocument/didOpen', { textDocument });
const times: number[] = [];
for (let version = 1; version <= 200; version++) {
  const changed = text.replace('nullable=True', version % 2 === 0 ? 'nullable=True' : 'nullable=False');
  const answer = new Promise<void>((resolve) => {
    told = resolve;
  });
  const typed = performance.now();
  await connection.sendNotification('textDocument/didChange', {
    textDocument: { uri: newest, version },
    contentChanges: [{ text: changed }],
  });
  await answer;
  times.push(performance.now() - typed);
}
console.log(
  `  a keystroke to its diagnostics, through the protocol: p50 ${percentile(times, 50).toFixed(1)} ms, p99 ${percentile(times, 99).toFixed(1)} ms`,
);
await rest(2000);
const now = await memory(server);
console.log(
  `  memory with ${revisions} revisions: ${(now / base).toFixed(1)} × the server just started (${now.toFixed(0)} MB / ${base.toFixed(0)} MB; aim at most 150 MB)`,
);
server.kill();
connection.dispose();

/** Resident megabytes. */
async function memory({ pid }: ChildProcess): Promise<number> {
  await rest(500);
  const { stdout } = await execa('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout) / 1024;
}

function timed(work: () => void): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}
