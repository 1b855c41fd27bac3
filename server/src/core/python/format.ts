/** Python's ways of putting values into strings: fields of f-strings, `str.format`, `%`. Maps to the source are kept. */

import { cover, type Span } from '../text/span.ts';
import { reprOf, textOf, unknownOf } from './constant.ts';
import { computedString, concatStrings, holeString, sliceString } from './string.ts';
import type { CallArgument, StringValue, Value } from './value.ts';

export interface FieldFormat {
  readonly conversion?: string | undefined;
  readonly spec?: string | undefined;
}

/** A value as a field shows it; a hole where that isn't known. */
export function formatField(value: Value, format: FieldFormat, at: Span, source: string): StringValue {
  const hole = () => holeString(unknownOf(value, source), at);
  if (format.conversion === 'r' || format.conversion === 'a') {
    const repr = reprOf(value);
    return repr === undefined ? hole() : (formatText(computedString(repr, at), format.spec, at) ?? hole());
  }
  if (format.spec && value.kind === 'number') {
    const digits = formatNumber(value.value, format.spec);
    return digits === undefined ? hole() : computedString(digits, at);
  }
  return formatText(textOf(value, at, source), format.spec, at) ?? hole();
}

function formatText(text: StringValue, spec: string | undefined, at: Span): StringValue | undefined {
  if (!spec || spec === 's') return text;
  const match = /^(?:(.)?([<>^]))?(\d+)?s?$/.exec(spec);
  if (!match || text.holes.length > 0) return undefined;
  const [, fill = ' ', align = '<', width = '0'] = match;
  const missing = Math.max(0, Number(width) - [...text.value].length);
  const left = align === '>' ? missing : align === '^' ? missing >> 1 : 0;
  return computedString(fill.repeat(left) + text.value + fill.repeat(missing - left), at);
}

function formatNumber(value: number, spec: string): string | undefined {
  const match = /^(0)?(\d+)?d?$/.exec(spec);
  if (match && Number.isInteger(value)) {
    const digits = String(Math.abs(value));
    const sign = value < 0 ? '-' : '';
    const width = Number(match[2] ?? 0) - sign.length;
    return match[1] ? sign + digits.padStart(width, '0') : (sign + digits).padStart(Number(match[2] ?? 0), ' ');
  }
  const fixed = /^\.(\d+)f$/.exec(spec);
  return fixed ? value.toFixed(Math.min(Number(fixed[1]), 20)) : undefined;
}

/** `template.format(…)`. A field whose argument is missing, or that reaches into one, is a hole. */
export function formatMethod(
  template: StringValue,
  args: readonly CallArgument[],
  at: Span,
  source: string,
): StringValue {
  const positional = args.filter((argument) => argument.name === undefined && argument.star === undefined);
  let next = 0;
  const field = (body: string, place: Span): StringValue => {
    const [, path = '', conversion, spec] = /^([^!:]*)(?:!([rsa]))?(?::(.*))?$/s.exec(body) ?? [];
    const name = /^[^.[]*/.exec(path)?.[0] ?? '';
    const argument = /^\d*$/.test(name)
      ? positional[name === '' ? next++ : Number(name)]
      : args.find((candidate) => candidate.name === name);
    if (!argument || name !== path || spec?.includes('{'))
      return missing(`the field {${body}} of a format() is not filled with a known value`, place, source);
    return formatField(argument.value, { conversion, spec }, place, source);
  };
  return replaceFields(template, /\{\{|\}\}|\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}/g, at, (match, place) => {
    if (match[0] === '{{' || match[0] === '}}') return computedString(match[0].charAt(0), place);
    return field(match[1] ?? '', place);
  });
}

/** `template % value`. */
export function formatPercent(template: StringValue, value: Value, at: Span, source: string): StringValue {
  const items = value.kind === 'tuple' ? value.items : [value];
  let next = 0;
  const specs = /%(?:\(([^)]*)\))?([-+ #0]*)(\d*)(?:\.(\d+))?([diouxXeEfFgGcrsa%])/g;
  return replaceFields(template, specs, at, (match, place) => {
    const [, key, flags = '', width = '', , type = 's'] = match;
    if (type === '%') return computedString('%', place);
    const item = key === undefined ? items[next++] : entry(value, key);
    if (!item) return missing(`the value for ${match[0]} is not known`, place, source);
    const zero = flags.includes('0') ? '0' : '';
    const spec = width && (type === 'd' || type === 'i') ? `${zero}${width}d` : undefined;
    return formatField(item, { conversion: type === 'r' ? 'r' : undefined, spec }, place, source);
  });
}

function entry(value: Value, key: string): Value | undefined {
  if (value.kind !== 'dict') return value.kind === 'unknown' || value.kind === 'call' ? value : undefined;
  return value.entries.find((candidate) => candidate.key.kind === 'string' && candidate.key.value === key)?.value;
}

function missing(reason: string, place: Span, source: string): StringValue {
  return holeString({ kind: 'unknown', reason, source: source.slice(place.start, place.end), span: place }, place);
}

/** The template with each match replaced; what stands in a hole of the template is left alone. */
function replaceFields(
  template: StringValue,
  pattern: RegExp,
  at: Span,
  fill: (match: RegExpMatchArray, place: Span) => StringValue,
): StringValue {
  const pieces: StringValue[] = [];
  let done = 0;
  for (const match of template.value.matchAll(pattern)) {
    const start = match.index;
    const end = start + match[0].length;
    if (template.holes.some((hole) => hole.at < end && start < hole.at + hole.length)) continue;
    pieces.push(sliceString(template, done, start), fill(match, placeOf(template, start, end)));
    done = end;
  }
  pieces.push(sliceString(template, done, template.value.length));
  return concatStrings(pieces, at);
}

/** Where part of a string stands in the source. */
export function placeOf(value: StringValue, start: number, end: number): Span {
  const spans = sliceString(value, start, end).segments.map((segment) => segment.span);
  const [first = value.span, ...rest] = spans;
  return rest.reduce((whole, next) => (next.start >= whole.start ? cover(whole, next) : whole), first);
}
