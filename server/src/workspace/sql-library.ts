/** What is used of the SQL library, in a module that can be loaded by itself: it comes with two megabytes of WebAssembly. */

export { hasSqlDetails, loadModule, parseSync } from 'libpg-query';
