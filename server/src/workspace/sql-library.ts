/** What is used of the SQL library, in a module that can be loaded by itself: it comes with two megabytes of WebAssembly. */

import { setFlagsFromString } from 'node:v8';
import { loadModule } from 'libpg-query';

export { hasSqlDetails, parseSync } from 'libpg-query';

/**
 * V8 compiles WebAssembly quickly first, and what runs often once more. PostgreSQL's parser is one huge function: its
 * second compilation takes several hundred megabytes and more time than it ever saves here.
 */
export async function loadLibrary(): Promise<void> {
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
  await loadModule();
}
