/** Migrations as bytes: between threads, and until they are needed; they take a fraction of the memory and of the time to read. */

import { deserialize, serialize } from 'node:v8';
import type { Migration } from '../core/history/migration.ts';

/** Without path and text, which whoever unpacks it has. */
export function packMigration({ file: _file, text: _text, ...rest }: Migration): Uint8Array {
  return serialize(rest);
}

/** The migration again; undefined for bytes that hold none. */
export function unpackMigration(packed: Uint8Array, file: string, text: string): Migration | undefined {
  try {
    const rest: Omit<Migration, 'file' | 'text'> = deserialize(packed);
    return { file, text, ...rest };
  } catch {
    return undefined;
  }
}
