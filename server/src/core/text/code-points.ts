/** Strings ordered as Python orders them. JavaScript compares UTF-16 units instead, which differs beyond the BMP. */

/** Sorted as Python sorts strings. */
export function byCodePoint(texts: readonly string[]): string[] {
  return [...texts].sort((a, b) => {
    for (let i = 0; ; ) {
      const left = a.codePointAt(i);
      const right = b.codePointAt(i);
      if (left === undefined || right === undefined) return a.length - b.length;
      if (left !== right) return left - right;
      i += left > 0xffff ? 2 : 1;
    }
  });
}
