/** The version of the package, read at build time from its manifest. */

import manifest from '../../../package.json' with { type: 'json' };

export const version: string = manifest.version;
