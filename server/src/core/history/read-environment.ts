/** Reads from env.py what it says of connections, and passes to `context.configure(...)`, as far as that is written out. */

import { callSite } from '../operations/call-site.ts';
import { parsePython } from '../python/parse.ts';
import type { Call, Expression, FunctionDefinition, Module, Statement } from '../python/syntax.ts';
import type { EnvironmentFacts, EnvironmentScript, Session, SessionSetting } from './environment.ts';
import { readTopLevel } from './header-names.ts';
import { type HeaderValue, headerValue } from './header-value.ts';
import { connectionParameters, dialectsIn, foreignKeyPragma, settingsIn } from './session-settings.ts';

/** The facts of an env.py's text. Where two calls of `configure` differ, nothing is known. */
export function readEnvironmentFacts(file: string, text: string): EnvironmentFacts {
  const module = parsePython(text);
  const { names } = readTopLevel(module);
  const nodes = nodesOf(module.body);
  const calls = nodes.filter(isCall).filter(isConfigure);
  const given = calls.map((call) => keywordsOf(text, call, nodes));
  const values = new Map<string, HeaderValue[]>();
  for (const [name, value] of given.flatMap((each) => each.keywords)) {
    const known = headerValue(text, value, (id) => names.get(id)?.value);
    values.set(name, [...(values.get(name) ?? []), known]);
  }
  const table = textOf(values.get('version_table'));
  const schema = textOf(values.get('version_table_schema'));
  const hidden = given.some((each) => each.hidden);
  return {
    file,
    versionTable: {
      name: table.value ?? 'alembic_version',
      schema: schema.value,
      known: table.known && schema.known && !(hidden && table.value === undefined),
    },
    transactionPerMigration: flagOf(values.get('transaction_per_migration')),
    transactionalDdl: flagOf(values.get('transactional_ddl')),
    renderAsBatch: flagOf(values.get('render_as_batch')),
    includeSchemas: flagOf(values.get('include_schemas')),
    compareType: flagOf(values.get('compare_type')),
    targetMetadata: hidden || (values.get('target_metadata') ?? []).some(({ kind }) => kind !== 'none'),
    keywords: [...values.keys()],
    tableParameters: tableParametersOf(nodes),
    ...connectionFacts(module, nodes),
    script: scriptOf(file, module, nodes, given),
  };
}

/** What strings and arguments say of databases and of the sessions on them. */
function connectionFacts(
  module: Module,
  nodes: readonly object[],
): Pick<EnvironmentFacts, 'dialects' | 'session' | 'sqliteForeignKeys' | 'advisoryLock'> {
  const strings = stringsOf(module, nodes);
  const pragmas = strings.flatMap((each) => foreignKeyPragma(each) ?? []);
  return {
    dialects: [...new Set(strings.flatMap(dialectsIn))].filter((name) => name !== 'asyncpg'),
    session: sessionOf(module, nodes, strings),
    sqliteForeignKeys: pragmas.length === 0 ? undefined : !pragmas.includes(false),
    ...(strings.some(waitsForLock) || nodes.filter(isCall).some(callsLock) ? { advisoryLock: true } : {}),
  };
}

/** In SQL. */
function waitsForLock(text: string): boolean {
  return /\bpg_advisory_(xact_)?lock(_shared)?\s*\(/i.test(text);
}

/** As `func.pg_advisory_lock(…)`. */
function callsLock({ callee }: Call): boolean {
  return callee.kind === 'attribute' && /^pg_advisory_(xact_)?lock(_shared)?$/.test(callee.name);
}

/** Every string but docstrings, in order; an f-string with its fields as written. */
function stringsOf({ text }: Module, nodes: readonly object[]): readonly string[] {
  const docstrings = new Set<unknown>(
    nodes.map((node) => ('kind' in node && node.kind === 'expression' && 'value' in node ? node.value : undefined)),
  );
  return nodes
    .filter(isString)
    .filter((node) => !docstrings.has(node))
    .toSorted((a, b) => a.span.start - b.span.start)
    .map((node) => textOfString(text, node));
}

function textOfString(text: string, node: StringNode): string {
  const value = headerValue(text, node, () => undefined);
  return value.kind === 'string'
    ? value.value
    : node.parts.map(({ content }) => text.slice(content.start, content.end)).join('');
}

function sessionOf({ text }: Module, nodes: readonly object[], strings: readonly string[]): Session {
  const named = (name: string | undefined, value: Expression): readonly SessionSetting[] => {
    if (name === undefined || !connectionParameters.has(name)) return [];
    const known = headerValue(text, value, () => undefined);
    const shown = known.kind === 'string' || known.kind === 'other' ? known.value : undefined;
    return [{ name, value: shown, by: 'connect' }];
  };
  const entries = nodes
    .filter(isDict)
    .flatMap((dict) =>
      dict.entries.flatMap(({ key, value }) => (key && isString(key) ? named(textOfString(text, key), value) : [])),
    );
  const keywords = nodes
    .filter(isCall)
    .flatMap((call) => call.arguments.flatMap(({ name, value }) => named(name?.value, value)));
  const arguments_ = enginesOf(nodes).flatMap((call) =>
    call.arguments.filter(({ name, star }) => name?.value === 'connect_args' || star === '**'),
  );
  const complete = arguments_.every(
    ({ value }) => entriesOf(text, value, nodes)?.every(([, each]) => each.kind !== 'call') ?? false,
  );
  return { settings: [...strings.flatMap(settingsIn), ...entries, ...keywords], complete };
}

const engineMakers = ['create_engine', 'create_async_engine', 'engine_from_config', 'async_engine_from_config'];

function enginesOf(nodes: readonly object[]): readonly Call[] {
  return nodes.filter(isCall).filter(({ callee }) => 'name' in callee && engineMakers.includes(callee.name));
}

function scriptOf(
  file: string,
  module: Module,
  nodes: readonly object[],
  given: readonly Keywords[],
): EnvironmentScript {
  const site = (call: Call) => callSite(module, call, { names: [] });
  const inOrder = (calls: readonly Call[]) => calls.toSorted((a, b) => a.span.start - b.span.start).map(site);
  return {
    file,
    text: module.text,
    configures: inOrder(nodes.filter(isCall).filter(isConfigure)),
    keywords: given.flatMap(({ keywords }) => keywords.map(([name]) => name)),
    hidden: given.some(({ hidden }) => hidden),
    engines: inOrder(enginesOf(nodes)),
    asyncpg: stringsOf(module, nodes).some((each) => dialectsIn(each).includes('asyncpg')),
  };
}

type StringNode = Extract<Expression, { kind: 'string' }>;

function isString(node: object): node is StringNode {
  return 'kind' in node && node.kind === 'string' && 'parts' in node;
}

function isDict(node: object): node is Extract<Expression, { kind: 'dict' }> {
  return 'kind' in node && node.kind === 'dict' && 'entries' in node;
}

/** The keywords of `context.run_migrations` that hold the tables of a MetaData: `tables=AttrDict(metadata.tables)`. */
function tableParametersOf(nodes: readonly object[]): readonly string[] {
  const holdsTables = (value: Expression): boolean => {
    if (value.kind === 'attribute') return value.name === 'tables';
    if (value.kind === 'call') return value.arguments.some((argument) => holdsTables(argument.value));
    if (value.kind !== 'name') return false;
    const bound = nodes.filter(isAssignment).filter(({ targets }) => targets.some((to) => isName(to, value.name)));
    return bound.some((each) => each.value.kind !== 'name' && holdsTables(each.value));
  };
  const runs = nodes.filter(isCall).filter(({ callee }) => 'name' in callee && callee.name === 'run_migrations');
  const given = runs.flatMap((call) => call.arguments);
  return [...new Set(given.flatMap(({ name, value }) => (name && holdsTables(value) ? [name.value] : [])))];
}

interface Keywords {
  readonly keywords: readonly (readonly [string, Expression])[];
  /** Whether a `**` argument holds keywords that can't be seen. */
  readonly hidden: boolean;
}

function keywordsOf(text: string, call: Call, nodes: readonly object[]): Keywords {
  const keywords: [string, Expression][] = [];
  let hidden = false;
  for (const { name, star, value } of call.arguments) {
    if (name) keywords.push([name.value, value]);
    if (star !== '**') continue;
    const entries = entriesOf(text, value, nodes);
    keywords.push(...(entries ?? []));
    hidden ||= entries === undefined;
  }
  return { keywords, hidden };
}

/** The entries of a dictionary that is written out, there or in the only assignment of the name. */
function entriesOf(text: string, value: Expression, nodes: readonly object[]): [string, Expression][] | undefined {
  if (value.kind === 'name') {
    const assigned = nodes.filter(isAssignment).filter(({ targets }) => targets.some((to) => isName(to, value.name)));
    const [only] = assigned;
    return only && assigned.length === 1 && only.value.kind !== 'name' ? entriesOf(text, only.value, nodes) : undefined;
  }
  if (value.kind === 'call' && isName(value.callee, 'dict')) {
    const named = value.arguments.flatMap(({ name, value: each }): [string, Expression][] =>
      name ? [[name.value, each]] : [],
    );
    return named.length === value.arguments.length ? named : undefined;
  }
  if (value.kind === 'call') return entriesReturned(text, value, nodes);
  if (value.kind !== 'dict') return undefined;
  const entries = value.entries.flatMap(({ key, value: each }): [string, Expression][] => {
    const name = key && headerValue(text, key, () => undefined);
    return key?.kind === 'string' && name?.kind === 'string' ? [[name.value, each]] : [];
  });
  return entries.length === value.entries.length ? entries : undefined;
}

/**
 * The entries of the dictionaries that a function of the same file returns. What only some of them have, or have
 * otherwise, is known when the function has run: the call stands for it.
 */
function entriesReturned(text: string, call: Call, nodes: readonly object[]): [string, Expression][] | undefined {
  const { callee } = call;
  const [definition] = nodes.filter(isFunction).filter(({ name }) => isName(callee, name));
  if (!definition) return undefined;
  const values = nodesOf(definition.body.statements)
    .filter(isReturn)
    .map(({ value }) => value);
  const returned = values.map((value) => (value?.kind === 'dict' ? entriesOf(text, value, nodes) : undefined));
  if (returned.length === 0) return undefined;
  const all: [string, Expression][] = [];
  for (const entries of returned) {
    if (!entries) return undefined;
    all.push(...entries);
  }
  const written = (name: string) =>
    all.flatMap(([key, { span }]) => (key === name ? [text.slice(span.start, span.end)] : []));
  const isSame = (name: string) => written(name).length === returned.length && new Set(written(name)).size === 1;
  return all.map(([name, value]) => [name, isSame(name) ? value : call]);
}

function isFunction(node: object): node is FunctionDefinition {
  return 'kind' in node && node.kind === 'function' && 'body' in node;
}

function isReturn(node: object): node is Extract<Statement, { kind: 'return' | 'raise' }> {
  return 'kind' in node && node.kind === 'return';
}

function isName(expression: Expression, name: string): boolean {
  return expression.kind === 'name' && expression.name === name;
}

/** Every node of the statements. */
function nodesOf(statements: readonly Statement[]): object[] {
  const found: object[] = [];
  const todo: unknown[] = [...statements];
  while (todo.length > 0) {
    const node = todo.pop();
    if (typeof node !== 'object' || node === null) continue;
    if ('kind' in node) found.push(node);
    todo.push(...Object.values(node));
  }
  return found;
}

function isAssignment(node: object): node is Extract<Statement, { kind: 'assign' }> {
  return 'kind' in node && node.kind === 'assign';
}

function isCall(node: object): node is Call {
  return 'kind' in node && node.kind === 'call';
}

/** `context.configure`, also through another name of the context, or the bare function. */
function isConfigure({ callee, arguments: given }: Call): boolean {
  const named = callee.kind === 'attribute' || callee.kind === 'name' ? callee.name : undefined;
  const known = ['connection', 'url', 'dialect_name', 'dialect', 'target_metadata'];
  return named === 'configure' && given.some(({ name, star }) => star === '**' || known.includes(name?.value ?? ''));
}

/** The one text that all calls give. */
function textOf(values: readonly HeaderValue[] | undefined): { value: string | undefined; known: boolean } {
  const given = values ?? [];
  const texts = given.map((value) => (value.kind === 'string' ? value.value : undefined));
  const [first] = texts;
  const same = texts.every((text) => text === first);
  const known = same && given.every((value) => value.kind === 'string' || value.kind === 'none');
  return { value: known ? first : undefined, known };
}

function flagOf(values: readonly HeaderValue[] | undefined): boolean | undefined {
  const texts = (values ?? []).map((value) => (value.kind === 'other' ? value.value : undefined));
  const [first] = texts;
  if (!texts.every((text) => text === first)) return undefined;
  return first === 'True' ? true : first === 'False' ? false : undefined;
}
