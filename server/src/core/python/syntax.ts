/**
 * Python as a small typed tree: what the rest of core knows of the language. `parse.ts` makes it from the library's
 * parser, so that another parser could take its place. A tree always exists; what could not be read is an `error`
 * node, and the calls before the damage are whole.
 */

import type { Span } from '../text/span.ts';

interface Node {
  readonly span: Span;
}

/** One literal of an implicit concatenation, with prefix and quotes: `rb'…'`, `f"""…"""`. */
export interface StringPart extends Node {
  /** The prefix in lower case, e.g. `''`, `'r'`, `'f'`, `'rb'`. */
  readonly prefix: string;
  /** Between the quotes. An unclosed literal's content ends where the parser gave up. */
  readonly content: Span;
  readonly triple: boolean;
  readonly closed: boolean;
  /** Replacement fields of an f-string, in order. */
  readonly fields: readonly Field[];
}

/** `{expression!conversion:format}` of an f-string. */
export interface Field extends Node {
  readonly expression: Expression;
  /** `r`, `s` or `a` after `!`. */
  readonly conversion?: string;
  /** As written after `:`, nested fields included. */
  readonly format?: string;
  /** `{name=}`, which shows its own source too. */
  readonly selfDocumenting?: boolean;
}

export interface Argument extends Node {
  /** `name=` of a keyword argument. */
  readonly name?: { readonly value: string; readonly span: Span };
  /** `*` or `**` before the value. */
  readonly star?: '*' | '**';
  readonly value: Expression;
  /** The value with the parentheses around it, if any; what an edit replaces. */
  readonly valueSpan: Span;
}

export type Expression =
  | (Node & { readonly kind: 'name'; readonly name: string })
  | (Node & { readonly kind: 'string'; readonly parts: readonly StringPart[] })
  | (Node & { readonly kind: 'number'; readonly source: string })
  | (Node & { readonly kind: 'constant'; readonly value: true | false | null | '...' })
  | (Node & { readonly kind: 'attribute'; readonly object: Expression; readonly name: string; readonly nameSpan: Span })
  | Call
  | (Node & { readonly kind: 'subscript'; readonly object: Expression; readonly index: readonly Expression[] })
  | (Node & { readonly kind: 'slice'; readonly parts: readonly (Expression | undefined)[] })
  | (Node & { readonly kind: 'tuple' | 'list' | 'set'; readonly items: readonly Expression[] })
  | (Node & {
      readonly kind: 'dict';
      readonly entries: readonly { readonly key?: Expression; readonly value: Expression }[];
    })
  | (Node & { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression })
  | (Node & {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Node & {
      readonly kind: 'compare';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Node & {
      readonly kind: 'conditional';
      readonly test: Expression;
      readonly consequent: Expression;
      readonly otherwise: Expression;
    })
  | (Node & { readonly kind: 'assignment'; readonly name: string; readonly value: Expression })
  | (Node & { readonly kind: 'star'; readonly star: '*' | '**'; readonly value: Expression })
  | Comprehension
  | Lambda
  | (Node & { readonly kind: 'yield'; readonly value?: Expression })
  | (Node & { readonly kind: 'await'; readonly value: Expression })
  | (Node & { readonly kind: 'error' });

export interface Comprehension extends Node {
  readonly kind: 'comprehension';
  readonly container: 'list' | 'set' | 'dict' | 'generator';
  /** The key, in a dict. */
  readonly key?: Expression;
  readonly element: Expression;
  readonly clauses: readonly {
    readonly target: Expression;
    readonly iterable: Expression;
    readonly tests: readonly Expression[];
  }[];
}

export interface Lambda extends Node {
  readonly kind: 'lambda';
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
}

export interface Call extends Node {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly arguments: readonly Argument[];
  /** The parentheses with what is between them. */
  readonly parentheses: Span;
  /** Whether the closing parenthesis is there. */
  readonly closed: boolean;
}

export interface Parameter {
  readonly name: string;
  readonly star?: '*' | '**';
  readonly default?: Expression;
}

export interface FunctionDefinition extends Node {
  readonly kind: 'function';
  readonly name: string;
  readonly nameSpan: Span;
  readonly parameters: readonly Parameter[];
  readonly decorators: readonly Expression[];
  readonly async: boolean;
  readonly body: Block;
}

/** An indented suite (or the statements after `:` on one line). */
export interface Block extends Node {
  readonly statements: readonly Statement[];
}

export type Statement =
  | (Node & { readonly kind: 'expression'; readonly value: Expression })
  | (Node & { readonly kind: 'assign'; readonly targets: readonly Expression[]; readonly value: Expression })
  | (Node & {
      readonly kind: 'annotated';
      readonly target: Expression;
      readonly annotation?: Expression;
      readonly value?: Expression;
    })
  | (Node & {
      readonly kind: 'augmented';
      readonly target: Expression;
      readonly operator: string;
      readonly value: Expression;
    })
  | FunctionDefinition
  | (Node & {
      readonly kind: 'class';
      readonly name: string;
      readonly bases: readonly Argument[];
      readonly body: Block;
    })
  | (Node & {
      readonly kind: 'with';
      readonly async: boolean;
      readonly items: readonly { readonly context: Expression; readonly target?: Expression }[];
      readonly body: Block;
    })
  | (Node & {
      readonly kind: 'for';
      readonly async: boolean;
      readonly target: Expression;
      readonly iterable: Expression;
      readonly body: Block;
      readonly otherwise?: Block;
    })
  | (Node & { readonly kind: 'while'; readonly test: Expression; readonly body: Block; readonly otherwise?: Block })
  | (Node & {
      readonly kind: 'if';
      readonly branches: readonly { readonly test: Expression; readonly body: Block }[];
      readonly otherwise?: Block;
    })
  | (Node & {
      readonly kind: 'try';
      readonly body: Block;
      readonly handlers: readonly { readonly name?: string; readonly body: Block }[];
      readonly otherwise?: Block;
      readonly final?: Block;
    })
  | (Node & {
      readonly kind: 'match';
      readonly subject: Expression;
      readonly cases: readonly { readonly names: readonly string[]; readonly body: Block }[];
    })
  | (Node & { readonly kind: 'return' | 'raise'; readonly value?: Expression })
  | (Node & { readonly kind: 'pass' | 'break' | 'continue' })
  | (Node & { readonly kind: 'global'; readonly names: readonly string[] })
  | (Node & {
      readonly kind: 'import';
      readonly names: readonly { readonly module: string; readonly alias?: string }[];
    })
  | (Node & {
      readonly kind: 'from';
      readonly module: string;
      readonly level: number;
      readonly names: readonly { readonly name: string; readonly alias?: string }[];
    })
  | (Node & { readonly kind: 'other' });

/** A parsed file. */
export interface Module {
  readonly text: string;
  readonly body: readonly Statement[];
  readonly comments: readonly Span[];
  /** Where the parser had to guess; empty for a whole file. */
  readonly errors: readonly Span[];
}
