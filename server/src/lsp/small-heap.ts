/**
 * A server that waits for keystrokes all day should not hold what it needed for a moment. V8 lets the heap grow to several
 * times what is in use before it looks for garbage; looking sooner costs some time while a long history is read.
 */

import { setFlagsFromString } from 'node:v8';

/** For the rest of the process. */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=40');
}
