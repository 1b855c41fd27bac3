/**
 * Reads the ini dialect of Python's ConfigParser, with positions. The npm package `ini` reads another dialect: it takes
 * comments at the end of a line, strips quotes, splits section names at dots, doesn't know continuation lines, `:` as a
 * delimiter, inherited [DEFAULT] options or `%(name)s`, and forgives duplicates that Alembic refuses.
 */

import type { Span } from '../core/text/span.ts';

/** A line of a value: where its text begins in the file. */
interface ValueLine {
  readonly text: string;
  readonly start: number;
}

export interface IniOption {
  /** In lower case, as ConfigParser looks it up. */
  readonly key: string;
  /** Lines joined with `\n`, not interpolated. */
  readonly raw: string;
  readonly keySpan: Span;
  readonly valueSpan: Span;
  readonly lines: readonly ValueLine[];
}

export interface IniSection {
  readonly name: string;
  /** The header with its brackets. */
  readonly span: Span;
  readonly options: ReadonlyMap<string, IniOption>;
}

export interface IniProblem {
  readonly code: 'duplicate-section' | 'duplicate-option' | 'no-section' | 'bad-line' | 'bad-interpolation';
  readonly message: string;
  readonly span: Span;
}

export interface Ini {
  /** Without [DEFAULT]. */
  readonly sections: ReadonlyMap<string, IniSection>;
  readonly defaults: ReadonlyMap<string, IniOption>;
  readonly problems: readonly IniProblem[];
}

interface OpenOption {
  readonly key: string;
  readonly keySpan: Span;
  readonly lines: ValueLine[];
}

interface OpenSection {
  readonly name: string;
  readonly span: Span;
  readonly options: Map<string, OpenOption>;
}

interface Reader {
  readonly sections: Map<string, OpenSection>;
  readonly defaults: OpenSection;
  readonly problems: IniProblem[];
  section: OpenSection | undefined;
  option: OpenOption | undefined;
  indent: number;
}

/** The file's sections. What ConfigParser would raise is a problem here, and the rest is still read. */
export function readIni(text: string): Ini {
  const defaults: OpenSection = { name: 'DEFAULT', span: { start: 0, end: 0 }, options: new Map() };
  const reader: Reader = {
    sections: new Map(),
    defaults,
    problems: [],
    section: undefined,
    option: undefined,
    indent: 0,
  };
  for (const line of linesOf(text)) readLine(reader, line);
  const sections = [...reader.sections.values()].map((section): [string, IniSection] => [
    section.name,
    { name: section.name, span: section.span, options: closed(section) },
  ]);
  return { sections: new Map(sections), defaults: closed(defaults), problems: reader.problems };
}

function* linesOf(text: string): Generator<ValueLine> {
  for (const match of text.matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)) {
    const start = match.index === 0 && text.startsWith('\uFEFF') ? 1 : match.index;
    if (match.index < text.length) yield { text: text.slice(start, match.index + (match[1] ?? '').length), start };
  }
}

function readLine(reader: Reader, line: ValueLine): void {
  const trimmed = line.text.trim();
  const indent = line.text.search(/\S/);
  const start = line.start + Math.max(indent, 0);
  if (trimmed === '') {
    reader.option?.lines.push({ text: '', start });
    return;
  }
  if (trimmed.startsWith('#') || trimmed.startsWith(';')) return;
  if (reader.section && reader.option && indent > reader.indent) {
    reader.option.lines.push({ text: trimmed, start });
    return;
  }
  reader.indent = indent;
  const span = { start, end: start + trimmed.length };
  const header = /^\[(.+)\]/.exec(trimmed)?.[1];
  if (header !== undefined) openSection(reader, header, span);
  else if (reader.section) openOption(reader, reader.section, trimmed, span);
  else {
    const message = `File contains no section headers before this line. Put a header such as [alembic] above it.`;
    reader.problems.push({ code: 'no-section', message, span });
  }
}

function openSection(reader: Reader, name: string, span: Span): void {
  reader.option = undefined;
  const known = name === 'DEFAULT' ? reader.defaults : reader.sections.get(name);
  if (known && known !== reader.defaults) {
    const message = `The section [${name}] stands in this file twice, and Alembic stops with DuplicateSectionError. Merge the two.`;
    reader.problems.push({ code: 'duplicate-section', message, span });
  }
  const section: OpenSection = known ?? { name, span, options: new Map() };
  if (section !== reader.defaults) reader.sections.set(name, section);
  reader.section = section;
}

function openOption(reader: Reader, section: OpenSection, line: string, span: Span): void {
  const match = /^(.*?)\s*[=:]\s*(.*)$/.exec(line);
  const name = match?.[1];
  if (!match || !name) {
    const message = `This line is neither a section, an option (name = value) nor a comment, and Alembic stops with ParsingError.`;
    reader.problems.push({ code: 'bad-line', message, span });
    return;
  }
  const key = name.toLowerCase();
  const value = match[2] ?? '';
  const keySpan = { start: span.start, end: span.start + name.length };
  if (section.options.has(key)) {
    const message = `The option ${key} stands in [${section.name}] twice, and Alembic stops with DuplicateOptionError. Remove one of them.`;
    reader.problems.push({ code: 'duplicate-option', message, span: keySpan });
  }
  reader.option = { key, keySpan, lines: [{ text: value, start: span.end - value.length }] };
  section.options.set(key, reader.option);
}

function closed(section: OpenSection): ReadonlyMap<string, IniOption> {
  return new Map([...section.options].map(([key, { keySpan, lines }]) => [key, closedOption(key, keySpan, lines)]));
}

function closedOption(key: string, keySpan: Span, all: readonly ValueLine[]): IniOption {
  const lines = all.slice(0, all.findLastIndex((line) => line.text !== '') + 1);
  const raw = lines.map((line) => line.text).join('\n');
  const first = lines[0] ?? all[0];
  const last = lines.at(-1) ?? first;
  const start = first?.start ?? keySpan.end;
  return { key, raw, keySpan, valueSpan: { start, end: last ? last.start + last.text.length : start }, lines };
}

/** An option's value as Alembic gets it. */
export interface IniValue {
  /** Undefined when Alembic stops on it. */
  readonly value: string | undefined;
  readonly option: IniOption;
  readonly problem: IniProblem | undefined;
}

/** An option of a section or of [DEFAULT], with `%(name)s` replaced; undefined when neither has it. */
export function optionOf(
  ini: Ini,
  section: string,
  key: string,
  injected: Readonly<Record<string, string>>,
): IniValue | undefined {
  const options = ini.sections.get(section)?.options;
  const option = options?.get(key) ?? (options ? ini.defaults.get(key) : undefined);
  if (!option) return undefined;
  const known = (name: string) => options?.get(name)?.raw ?? ini.defaults.get(name)?.raw ?? injected[name];
  const outcome = interpolate(option.raw, known, 1);
  if (typeof outcome === 'string') return { value: outcome, option, problem: undefined };
  const span = placeIn(option, outcome.nested ? 0 : outcome.at);
  const message = `${words(outcome, option, section)} Write a percent sign as %%.`;
  return { value: undefined, option, problem: { code: 'bad-interpolation', message, span } };
}

interface Failure {
  readonly kind: 'percent' | 'reference' | 'missing' | 'depth';
  readonly rest: string;
  /** Offset in the raw value. */
  readonly at: number;
  /** Whether it lies in a value that this one refers to. */
  readonly nested: boolean;
}

const depthLimit = 10;

function interpolate(raw: string, known: (name: string) => string | undefined, depth: number): string | Failure {
  if (depth > depthLimit) return { kind: 'depth', rest: raw, at: 0, nested: false };
  let result = '';
  for (let at = 0; at < raw.length; ) {
    const percent = raw.indexOf('%', at);
    if (percent < 0) return result + raw.slice(at);
    result += raw.slice(at, percent);
    const rest = raw.slice(percent);
    if (rest[1] === '%') {
      result += '%';
      at = percent + 2;
      continue;
    }
    const failure = { rest, at: percent, nested: false };
    if (rest[1] !== '(') return { kind: 'percent', ...failure };
    const match = /^%\(([^)]+)\)s/.exec(rest);
    if (!match) return { kind: 'reference', ...failure };
    const name = (match[1] ?? '').toLowerCase();
    const value = known(name);
    if (value === undefined) return { kind: 'missing', ...failure, rest: name };
    const inner = value.includes('%') ? interpolate(value, known, depth + 1) : value;
    if (typeof inner !== 'string') return { ...inner, nested: true };
    result += inner;
    at = percent + match[0].length;
  }
  return result;
}

/** ConfigParser's words, without the raw value, which may hold a password. */
function words(failure: Failure, option: IniOption, section: string): string {
  const where = `The option ${option.key} in [${section}]`;
  switch (failure.kind) {
    case 'percent':
      return `${where} has a lone %: '%' must be followed by '%' or '('.`;
    case 'reference':
      return `${where} has a bad interpolation variable reference: %(name)s is meant.`;
    case 'missing':
      return `${where} refers to %(${failure.rest})s, which is not an option of this section or of [DEFAULT].`;
    case 'depth':
      return `${where} is nested too deeply: its %(name)s references lead in a circle.`;
  }
}

function placeIn(option: IniOption, at: number): Span {
  let left = at;
  for (const line of option.lines) {
    if (left <= line.text.length)
      return { start: line.start + left, end: line.start + Math.min(left + 1, line.text.length) };
    left -= line.text.length + 1;
  }
  return option.valueSpan;
}
