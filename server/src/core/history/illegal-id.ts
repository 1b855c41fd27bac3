/** Which revision ids Alembic refuses. */

const illegalCharacters = ['+', '-', ':', '@'];

/** Alembic's sentence about the characters that an id must not contain; undefined for a legal id. */
export function illegalIdMessage(id: string): string | undefined {
  const found = illegalCharacters.filter((character) => id.includes(character));
  if (found.length === 0) return undefined;
  return `Character(s) '${found.join(', ')}' not allowed in revision identifier '${id}'`;
}
