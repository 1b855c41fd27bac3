/** Migrations as bytes: between threads, and until they are needed; they take a tenth of the memory and a quarter of the time to read. */

import { deserialize, serialize } from 'node:v8';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Migration } from '../core/history/migration.ts';

/** Without path and text, which whoever unpacks it has. */
export function packMigration({ file: _file, text: _text, ...rest }: Migration): Uint8Array {
  // A copy, since the result is a part of a larger buffer, all of which would go to the other thread.
  return new Uint8Array(deflateRawSync(serialize(rest), { level: 1 }));
}

/** The migration again; undefined for bytes that hold none. */
export function unpackMigration(packed: Uint8Array, file: string, text: string): Migration | undefined {
  try {
    const rest: Omit<Migration, 'file' | 'text'> = deserialize(inflateRawSync(packed));
    return { file, text, ...rest };
  } catch {
    return undefined;
  }
}
