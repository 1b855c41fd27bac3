/** Names that a file uses and nothing in it defines: what ends in a NameError when the line runs. */

import type { Located } from '../text/span.ts';
import type { Expression, Module, Statement } from './syntax.ts';

export interface FileNames {
  /** Every name that an import, an assignment, a definition or a parameter of the file binds, in whatever scope. */
  readonly bound: ReadonlySet<string>;
  /** Names in no scope of the file and not Python's own, at each use. Empty where `import *` may define them. */
  readonly free: readonly Located<string>[];
}

/** Scopes are not told apart: a name that any of them binds counts as defined, so that nothing is claimed too early. */
export function readNames(module: Module): FileNames {
  const found: Found = { bound: new Set(), used: [], star: false };
  for (const statement of module.body) visit(statement, found);
  const { bound, used, star } = found;
  if (star || module.errors.length > 0) return { bound, free: [] };
  return { bound, free: used.filter(({ value }) => !bound.has(value) && !builtins.has(value)) };
}

interface Found {
  readonly bound: Set<string>;
  readonly used: Located<string>[];
  star: boolean;
}

type Node = Statement | Expression;

function visit(node: Node, found: Found): void {
  if (node.kind === 'name') {
    found.used.push({ value: node.name, span: node.span });
    return;
  }
  for (const name of boundBy(node)) if (name !== undefined) found.bound.add(name);
  if (node.kind === 'from') found.star ||= node.names.some(({ name }) => name === '*');
  visitChildren(node, found);
}

function visitAll(value: object, found: Found): void {
  if (Array.isArray(value)) {
    for (const each of value) if (typeof each === 'object' && each !== null) visitAll(each, found);
  } else if (isNode(value)) visit(value, found);
  else visitChildren(value, found);
}

/** Places, which most members of a tree are, and annotations: those may be names that only a type checker needs. */
const passed: ReadonlySet<string> = new Set(['span', 'nameSpan', 'valueSpan', 'parentheses', 'content', 'annotation']);

/** Every keystroke comes through here, so no list of the members is made. */
function visitChildren(parent: object, found: Found): void {
  for (const key in parent) {
    const child: unknown = parent[key as keyof typeof parent];
    if (typeof child === 'object' && child !== null && !passed.has(key)) visitAll(child, found);
  }
}

function isNode(value: object): value is Node {
  return 'kind' in value && 'span' in value;
}

/** The names that a statement or expression binds itself. */
function boundBy(node: Node): readonly (string | undefined)[] {
  switch (node.kind) {
    case 'assign':
      return node.targets.flatMap(targetNames);
    case 'annotated':
    case 'augmented':
    case 'for':
      return targetNames(node.target);
    case 'assignment':
      return [node.name];
    case 'with':
      return node.items.flatMap((item) => targetNames(item.target));
    case 'comprehension':
      return node.clauses.flatMap((clause) => targetNames(clause.target));
    case 'function':
      return [node.name, ...node.parameters.map((parameter) => parameter.name)];
    case 'lambda':
      return node.parameters.map((parameter) => parameter.name);
    case 'class':
      return [node.name];
    case 'global':
      return node.names;
    case 'try':
      return node.handlers.map((handler) => handler.name);
    case 'match':
      return node.cases.flatMap((each) => each.names);
    case 'import':
      return node.names.map(({ module, alias }) => alias ?? module.split('.')[0]);
    case 'from':
      return node.names.map(({ name, alias }) => alias ?? name);
    default:
      return none;
  }
}

const none: readonly string[] = [];

function targetNames(target: Expression | undefined): readonly string[] {
  if (target?.kind === 'name') return [target.name];
  if (target?.kind === 'star') return targetNames(target.value);
  return target?.kind === 'tuple' || target?.kind === 'list' ? target.items.flatMap(targetNames) : [];
}

/** `dir(builtins)` of Python 3.13, and what every module has. */
const builtins: ReadonlySet<string> = new Set(
  `ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError
   BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError
   ConnectionResetError DeprecationWarning EOFError Ellipsis EncodingWarning EnvironmentError Exception ExceptionGroup
   False FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError
   ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError
   MemoryError ModuleNotFoundError NameError None NotADirectoryError NotImplemented NotImplementedError OSError
   OverflowError PendingDeprecationWarning PermissionError ProcessLookupError PythonFinalizationError RecursionError
   ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError
   SyntaxWarning SystemError SystemExit TabError TimeoutError True TypeError UnboundLocalError UnicodeDecodeError
   UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning WindowsError
   ZeroDivisionError abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile
   complex copyright credits delattr dict dir divmod enumerate eval exec exit filter float format frozenset getattr
   globals hasattr hash help hex id input int isinstance issubclass iter len license list locals map max memoryview min
   next object oct open ord pow print property quit range repr reversed round set setattr slice sorted staticmethod str
   sum super tuple type vars zip __builtins__ __build_class__ __debug__ __doc__ __file__ __import__ __loader__ __name__
   __package__ __path__ __spec__ __annotations__ __dict__ __class__ __module__ __qualname__ _ reveal_type`.split(/\s+/),
);
