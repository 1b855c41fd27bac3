/** Statements of the library's tree as those of `syntax.ts`. */

import type { Span } from '../text/span.ts';
import { forgive, isExpression, readExpression, readPart, readParts, readTuple } from './parse-expression.ts';
import {
  caughtName,
  collectPatternNames,
  forgiveParentheses,
  isGroup,
  readDecorator,
  readImport,
  readScope,
  readWithItems,
} from './parse-header.ts';
import type { Block, Expression, FunctionDefinition, Statement } from './syntax.ts';
import { damage, eachChild, here, maxNesting, type Part, passOver, spanOf, splitParts, type Walk } from './tree.ts';

/** The statements below the node under the cursor, groups of `a; b` flattened. */
export function readStatements(walk: Walk): Statement[] {
  const statements: Statement[] = [];
  if (walk.depth > maxNesting) {
    passOver(walk);
    return statements;
  }
  walk.depth++;
  eachChild(walk, (name) => {
    if (name === 'StatementGroup') statements.push(...readStatements(walk));
    else if (builders[name]) statements.push(readStatement(walk));
    // What the grammar could not place may still hold calls.
    else if (isExpression(name)) statements.push({ kind: 'expression', value: readExpression(walk), span: here(walk) });
    else passOver(walk);
  });
  walk.depth--;
  return statements;
}

type Builder = (walk: Walk, span: Span) => Statement;

function readStatement(walk: Walk): Statement {
  const build = builders[walk.cursor.name];
  const span = here(walk);
  if (build) return build(walk, span);
  passOver(walk);
  return { kind: 'other', span };
}

const builders: Readonly<Record<string, Builder | undefined>> = {
  ExpressionStatement: (walk, span) => ({ kind: 'expression', value: readTuple(readParts(walk), span), span }),
  AssignStatement: readAssign,
  UpdateStatement: readUpdate,
  FunctionDefinition: (walk, span) => readFunction(walk, span, []),
  ClassDefinition: readClass,
  DecoratedStatement: readDecorated,
  WithStatement: readWith,
  ForStatement: readFor,
  WhileStatement: readWhile,
  IfStatement: readIf,
  TryStatement: readTry,
  MatchStatement: readMatch,
  ReturnStatement: (walk, span) => readEnd('return', walk, span),
  RaiseStatement: (walk, span) => readEnd('raise', walk, span),
  YieldStatement: readYieldStatement,
  PassStatement: (walk, span) => readPlain('pass', walk, span),
  BreakStatement: (walk, span) => readPlain('break', walk, span),
  ContinueStatement: (walk, span) => readPlain('continue', walk, span),
  ScopeStatement: readScope,
  ImportStatement: readImport,
  AssertStatement: readOther,
  DeleteStatement: readOther,
  PrintStatement: readOther,
  TypeDefinition: readOther,
};

function readOther(walk: Walk, span: Span): Statement {
  passOver(walk);
  return { kind: 'other', span };
}

function readPlain(kind: 'pass' | 'break' | 'continue', walk: Walk, span: Span): Statement {
  passOver(walk);
  return { kind, span };
}

function readEnd(kind: 'return' | 'raise', walk: Walk, span: Span): Statement {
  const parts = readParts(walk);
  const from = parts.findIndex((part) => part.name === 'from');
  const values = from < 0 ? parts : parts.slice(0, from);
  return values.some((part) => part.expression)
    ? { kind, value: readTuple(values.slice(1), span), span }
    : { kind, span };
}

function readYieldStatement(walk: Walk, span: Span): Statement {
  const parts = readParts(walk).filter((part) => part.name !== 'yield' && part.name !== 'from');
  const value: Expression = parts.some((part) => part.expression)
    ? { kind: 'yield', value: readTuple(parts, span), span }
    : { kind: 'yield', span };
  if (!value.value) forgive(walk, { start: span.end, end: span.end });
  return { kind: 'expression', value, span };
}

function readAssign(walk: Walk, span: Span): Statement {
  let annotation: Expression | undefined;
  let annotated = false;
  const parts: Part[] = [];
  eachChild(walk, (name) => {
    if (name === 'TypeDef') {
      annotated = true;
      annotation = readParts(walk).find((part) => part.expression)?.expression;
    } else parts.push(readPart(walk, name));
  });
  const pieces = splitParts(parts, 'AssignOp').map((piece) => readTuple(piece, { start: span.end, end: span.end }));
  const missing = { kind: 'error', span } as const;
  if (annotated) {
    const [target = missing, value] = pieces;
    return { kind: 'annotated', target, ...(annotation ? { annotation } : {}), ...(value ? { value } : {}), span };
  }
  return { kind: 'assign', targets: pieces.slice(0, -1), value: pieces.at(-1) ?? missing, span };
}

function readUpdate(walk: Walk, span: Span): Statement {
  const parts = readParts(walk);
  const at = parts.findIndex((part) => part.name === 'UpdateOp');
  const sign = parts[at];
  return {
    kind: 'augmented',
    target: readTuple(parts.slice(0, Math.max(at, 0)), span),
    operator: sign ? walk.text.slice(sign.start, sign.end) : '',
    value: readTuple(parts.slice(at + 1), span),
    span,
  };
}

/** Children of a compound statement, with its blocks read. */
function readClauses(walk: Walk): Part[] {
  const parts: Part[] = [];
  eachChild(walk, (name) => {
    if (name !== 'Body') parts.push(readPart(walk, name));
    else parts.push({ name, ...here(walk), block: readBlock(walk) });
  });
  return parts;
}

/** The suite under the cursor; its span runs from its first statement to its last. */
export function readBlock(walk: Walk): Block {
  const end = walk.cursor.to;
  const statements = readStatements(walk);
  const first = statements[0];
  const last = statements.at(-1);
  return { statements, span: first && last ? { start: first.span.start, end: last.span.end } : { start: end, end } };
}

/** A compound statement ends with its last block's last statement; the grammar adds the white space after it. */
function closeAt(span: Span, parts: readonly Part[]): Span {
  const last = parts.findLast((part) => part.block && part.block.statements.length > 0)?.block;
  return last ? { start: span.start, end: Math.max(last.span.end, span.start) } : span;
}

function emptyBlock(at: number): Block {
  return { statements: [], span: { start: at, end: at } };
}

function blockAfter(parts: readonly Part[], index: number, span: Span): Block {
  return parts.slice(index).find((part) => part.block)?.block ?? emptyBlock(span.end);
}

function readFunction(walk: Walk, span: Span, decorators: readonly Expression[]): FunctionDefinition {
  const parts = readClauses(walk);
  const name = parts.find((part) => part.name === 'VariableName');
  const nameSpan = name ? spanOf(name) : { start: span.end, end: span.end };
  return {
    kind: 'function',
    name: walk.text.slice(nameSpan.start, nameSpan.end),
    nameSpan,
    parameters: parts.find((part) => part.parameters)?.parameters ?? [],
    decorators,
    async: parts[0]?.name === 'async',
    body: blockAfter(parts, 0, span),
    span: closeAt(span, parts),
  };
}

function readClass(walk: Walk, span: Span): Statement {
  const parts = readClauses(walk);
  const name = parts.find((part) => part.name === 'VariableName');
  return {
    kind: 'class',
    name: name ? walk.text.slice(name.start, name.end) : '',
    bases: parts.find((part) => part.arguments)?.arguments ?? [],
    body: blockAfter(parts, 0, span),
    span: closeAt(span, parts),
  };
}

function readDecorated(walk: Walk, span: Span): Statement {
  const decorators: Expression[] = [];
  let statement: Statement | undefined;
  eachChild(walk, (name) => {
    if (name === 'Decorator') decorators.push(readDecorator(walk));
    else if (name === 'FunctionDefinition') statement = readFunction(walk, here(walk), decorators);
    else if (builders[name]) statement = readStatement(walk);
    else passOver(walk);
  });
  return statement ?? { kind: 'other', span };
}

function readWith(walk: Walk, span: Span): Statement {
  const parts: Part[] = [];
  eachChild(walk, (name) => {
    if (name === 'Body') parts.push({ name, ...here(walk), block: readBlock(walk) });
    else if (isGroup(name)) parts.push(...readParts(walk));
    else parts.push(readPart(walk, name));
  });
  forgiveParentheses(walk, span, parts);
  const body = blockAfter(parts, 0, span);
  const items = readWithItems(parts);
  return { kind: 'with', async: parts[0]?.name === 'async', items, body, span: closeAt(span, parts) };
}

function readFor(walk: Walk, span: Span): Statement {
  const parts = readClauses(walk);
  const isIn = parts.findIndex((part) => part.name === 'in');
  const bodyAt = parts.findIndex((part) => part.block);
  const end = bodyAt < 0 ? parts.length : bodyAt;
  const first = parts.findIndex((part) => part.name === 'for') + 1;
  const otherwise = parts.slice(end + 1).find((part) => part.block)?.block;
  return {
    kind: 'for',
    async: parts[0]?.name === 'async',
    target: readTuple(parts.slice(first, isIn < 0 ? end : isIn), span),
    iterable: readTuple(isIn < 0 ? [] : parts.slice(isIn + 1, end), span),
    body: blockAfter(parts, end, span),
    ...(otherwise ? { otherwise } : {}),
    span: closeAt(span, parts),
  };
}

function readWhile(walk: Walk, span: Span): Statement {
  const parts = readClauses(walk);
  const test = parts.find((part) => part.expression)?.expression ?? { kind: 'error', span };
  const [body, otherwise] = parts.flatMap((part) => part.block ?? []);
  return {
    kind: 'while',
    test,
    body: body ?? emptyBlock(span.end),
    ...(otherwise ? { otherwise } : {}),
    span: closeAt(span, parts),
  };
}

function readIf(walk: Walk, span: Span): Statement {
  const parts = readClauses(walk);
  const branches: { test: Expression; body: Block }[] = [];
  let otherwise: Block | undefined;
  let test: Expression | undefined;
  let last = '';
  for (const part of parts) {
    if (part.expression) test = part.expression;
    else if (part.block && last === 'else') otherwise = part.block;
    else if (part.block) branches.push({ test: test ?? { kind: 'error', span }, body: part.block });
    else if (part.name !== damage) last = part.name;
  }
  return { kind: 'if', branches, ...(otherwise ? { otherwise } : {}), span: closeAt(span, parts) };
}

function readTry(walk: Walk, span: Span): Statement {
  const parts = readClauses(walk);
  const handlers: { name?: string; body: Block }[] = [];
  const blocks: { body?: Block; otherwise?: Block; final?: Block } = {};
  let clause: Part[] = [];
  for (const part of parts) {
    if (['try', 'except', 'else', 'finally'].includes(part.name)) clause = [];
    clause.push(part);
    if (!part.block) continue;
    const keyword = clause[0]?.name;
    if (keyword === 'except') handlers.push({ ...caughtName(walk, clause), body: part.block });
    else if (keyword === 'else') blocks.otherwise = part.block;
    else if (keyword === 'finally') blocks.final = part.block;
    else blocks.body ??= part.block;
  }
  return { kind: 'try', ...blocks, body: blocks.body ?? emptyBlock(span.end), handlers, span: closeAt(span, parts) };
}

function readMatch(walk: Walk, span: Span): Statement {
  let subject: Expression | undefined;
  const cases: { names: string[]; body: Block }[] = [];
  let end = span.end;
  eachChild(walk, (name) => {
    if (isExpression(name)) subject = readExpression(walk);
    else if (name !== 'MatchBody') passOver(walk);
    else eachChild(walk, (inner) => (inner === 'MatchClause' ? cases.push(readCase(walk)) : passOver(walk)));
  });
  const last = cases.at(-1)?.body;
  if (last && last.statements.length > 0) end = last.span.end;
  return { kind: 'match', subject: subject ?? { kind: 'error', span }, cases, span: { start: span.start, end } };
}

/** Of a pattern only the names it binds count. The grammar takes `str()` for damage there, so that none is reported. */
function readCase(walk: Walk): { names: string[]; body: Block } {
  const names: string[] = [];
  let body = emptyBlock(walk.cursor.to);
  eachChild(walk, (name) => {
    if (name === 'Body') body = readBlock(walk);
    else collectPatternNames({ ...walk, errors: [] }, names);
  });
  return { names, body };
}
