/** The beginning of a revision file that its header can be read from, so that a graph needs no bodies parsed. */

const variables = ['revision', 'down_revision', 'branch_labels', 'depends_on'] as const;
const anyVariable = `(?:${variables.join('|')})`;

/**
 * The text before the first top-level `def`, `class` or decorator, where `revision` and `down_revision` stand before it
 * and nothing after it can bind one of the four variables; else the whole text. Offsets are those of the whole text.
 */
export function headerText(text: string): string {
  const end = firstDefinition(text);
  if (end === undefined) return text;
  const head = text.slice(0, end);
  const assigned = (name: string) => new RegExp(`^${name}\\s*[:=]`, 'm').test(head);
  if (!assigned('revision') || !assigned('down_revision')) return text;
  return mayBindLater(text.slice(end)) ? text : head;
}

const mentioned = new RegExp(`\\b${anyVariable}\\b`);
const atTopLevel = new RegExp(`^(?=\\S)(?!#).*\\b${anyVariable}\\b`, 'm');
const asGlobal = new RegExp(`\\bglobal\\b.*\\b${anyVariable}\\b`);
const inTopLevelBlock = new RegExp(`^[ \\t]+(?:.*[;,(][ \\t]*)?${anyVariable}[ \\t]*[:=,)]`, 'm');
const topLevelBlock = /^(?:if|for|while|with|try|match)\b/m;

/** Whether text after the head may bind one of the variables. Errs on the side of yes, which only costs time. */
export function mayBindLater(rest: string): boolean {
  if (!mentioned.test(rest)) return false;
  return atTopLevel.test(rest) || asGlobal.test(rest) || (topLevelBlock.test(rest) && inTopLevelBlock.test(rest));
}

const definition = /(?:async[ \t]+)?(?:def|class)[ \t]|@/y;
const quote = /[rRbBuUfFtT]{0,2}("""|'''|"|')/y;

/** Offset of the first line that begins a definition; strings and comments are stepped over. */
function firstDefinition(text: string): number | undefined {
  let lineStart = true;
  for (let at = 0; at < text.length; ) {
    if (lineStart) {
      definition.lastIndex = at;
      if (definition.test(text)) return at;
    }
    const char = text[at] ?? '';
    lineStart = char === '\n' || char === '\r';
    if (char === '#') at = lineEnd(text, at);
    else if (char === '"' || char === "'") at = stringEnd(text, at);
    else at++;
  }
  return undefined;
}

function lineEnd(text: string, from: number): number {
  const at = text.slice(from).search(/[\r\n]/);
  return at < 0 ? text.length : from + at;
}

/** The offset after the literal whose opening quote stands at `from`. */
function stringEnd(text: string, from: number): number {
  quote.lastIndex = from;
  const mark = quote.exec(text)?.[1] ?? '"';
  for (let at = from + mark.length; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text.startsWith(mark, at)) return at + mark.length;
    else if (mark.length === 1 && (text[at] === '\n' || text[at] === '\r')) return at;
  }
  return text.length;
}
