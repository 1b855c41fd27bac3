/**
 * How Node is started for the language server. V8 lets a heap grow to several times what is in use before it looks for
 * garbage, and gives little of it back; a process that waits for keystrokes all day had better look sooner.
 */

export const serverFlags: readonly string[] = ['--max-semi-space-size=8', '--heap-growing-percent=40'];
