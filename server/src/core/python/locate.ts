/** Finding what stands at a place of a parsed file. */

import { contains, type Span } from '../text/span.ts';
import type { Block, Module, Statement } from './syntax.ts';

/** The innermost statement that holds the span. */
export function statementAt(module: Module, span: Span): Statement | undefined {
  let found: Statement | undefined;
  let statements: readonly Statement[] = module.body;
  for (;;) {
    const next = holding(statements, span);
    if (!next) return found;
    found = next;
    const block = innerBlocks(next).find((inner) => contains(inner.span, span));
    if (!block) return found;
    statements = block.statements;
  }
}

/** By bisection: statements stand in order and don't overlap. */
function holding(statements: readonly Statement[], span: Span): Statement | undefined {
  let low = 0;
  let high = statements.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const statement = statements[middle];
    if (!statement) return undefined;
    if (contains(statement.span, span)) return statement;
    if (statement.span.start > span.start) high = middle - 1;
    else low = middle + 1;
  }
  return undefined;
}

function innerBlocks(statement: Statement): readonly Block[] {
  switch (statement.kind) {
    case 'function':
    case 'class':
    case 'with':
      return [statement.body];
    case 'for':
    case 'while':
      return [statement.body, ...(statement.otherwise ? [statement.otherwise] : [])];
    case 'if':
      return [...statement.branches.map(({ body }) => body), ...(statement.otherwise ? [statement.otherwise] : [])];
    case 'match':
      return statement.cases.map(({ body }) => body);
    case 'try': {
      const others = [statement.otherwise, statement.final].flatMap((block) => block ?? []);
      return [statement.body, ...statement.handlers.map(({ body }) => body), ...others];
    }
    default:
      return [];
  }
}
