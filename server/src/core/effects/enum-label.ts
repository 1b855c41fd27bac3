/** When a label that ALTER TYPE … ADD VALUE has added may be used. */

/** From this version on, a label of an enum that was made in the same transaction is as good as any. */
const USABLE_IN_NEW_ENUM = 17;

/** Whether the transaction that adds a label may use it. Otherwise it must be committed first ("unsafe use of new value"). */
export function isUsableAtOnce(version: number, enumIsNew: boolean): boolean {
  return enumIsNew && version >= USABLE_IN_NEW_ENUM;
}
