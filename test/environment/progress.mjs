/** Tells a person at a terminal (or in a CI log) what a long step does and how far it is. */

const TICK_MS = 10_000;

/** A prerequisite that a person has to provide. Its message is one sentence that says what to install. */
export class MissingPrerequisite extends Error {}

process.stdout.on('error', () => process.exit(1)); // whoever read what we say has gone

/** @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * Runs one long step: a line at each stage, one every ten seconds, one at the end.
 *
 * @template T
 * @param {string} title
 * @param {(stage: (text: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  let current = '';
  const ticker = setInterval(() => say(`  ${title}: ${current || 'still working'} (${seconds()} s)`), TICK_MS);
  try {
    const result = await work((text) => {
      current = text;
      say(`  ${title}: ${text}`);
    });
    say(`  ${title}: ready after ${seconds()} s`);
    return result;
  } finally {
    clearInterval(ticker);
  }
}
