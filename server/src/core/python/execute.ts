/** Execution of statements, in order, as far as it can be followed without running anything. */

import { assign, assignedNames, assignUnknown } from './assign.ts';
import {
  fork,
  type Guard,
  guarded,
  isOpen,
  joinOutcomes,
  type Leave,
  merged,
  type Outcome,
  preferred,
} from './branch.ts';
import { isContextManager } from './call.ts';
import { itemsOf, reasonOf, shorten, truth } from './constant.ts';
import { evaluate } from './evaluate.ts';
import { absoluteModule } from './library.ts';
import {
  bind,
  type Frame,
  frameOf,
  inScene,
  lookUp,
  type Machine,
  outermost,
  sourceOf,
  throughCall,
  unknown,
} from './machine.ts';
import type { Block, Statement } from './syntax.ts';
import type { Value } from './value.ts';

type StatementOf<K extends Statement['kind']> = Extract<Statement, { kind: K }>;
const done: Outcome = { leaves: undefined, guards: [] };
const maxUnrolled = 500;
/** Branches of one `if` whose tests are told apart. */
const maxBranches = 100;

export function runBlock(machine: Machine, statements: readonly Statement[]): Outcome {
  const frame = frameOf(machine);
  const { scene, statement: outer } = frame;
  const guards: Guard[] = [];
  let leaves: Leave | undefined;
  for (const statement of statements) {
    if (machine.repeats > 0) machine.budget--;
    frame.statement = statement;
    const outcome = runStatement(machine, statement);
    guards.push(...outcome.guards);
    frame.scene = outcome.guards.reduce(guarded, frame.scene);
    leaves = outcome.leaves;
    if (leaves) break;
  }
  frame.scene = scene;
  frame.statement = outer;
  return { leaves, guards };
}

function runStatement(machine: Machine, statement: Statement): Outcome {
  switch (statement.kind) {
    case 'expression':
      if (statement.value.kind !== 'string') evaluate(machine, statement.value);
      return done;
    case 'assign':
      return runAssign(machine, statement);
    case 'annotated':
      if (statement.value) assign(machine, statement.target, evaluate(machine, statement.value));
      return done;
    case 'augmented':
      return runAugmented(machine, statement);
    case 'function':
      machine.closures.set(statement, frameOf(machine).scope);
      bind(machine, statement.name, { kind: 'function', definition: statement, span: statement.nameSpan });
      return done;
    case 'class':
      return runClass(machine, statement);
    case 'with':
      return runWith(machine, statement, 0);
    case 'for':
      return runFor(machine, statement);
    case 'while':
      return runWhile(machine, statement);
    case 'if':
      return runIf(machine, statement, 0);
    case 'try':
      return runTry(machine, statement);
    case 'match':
      return runMatch(machine, statement);
    case 'return':
      return runReturn(machine, statement);
    case 'raise':
      if (statement.value) evaluate(machine, statement.value);
      return { leaves: 'raise', guards: [] };
    case 'break':
    case 'continue':
      return { leaves: statement.kind, guards: [] };
    case 'import':
    case 'from':
      return runImport(machine, statement);
    default:
      return done;
  }
}

function runAssign(machine: Machine, { targets, value }: StatementOf<'assign'>): Outcome {
  const result = evaluate(machine, value);
  for (const target of targets) assign(machine, target, result);
  return done;
}

function runAugmented(machine: Machine, { target, operator, value, span }: StatementOf<'augmented'>): Outcome {
  assign(
    machine,
    target,
    evaluate(machine, { kind: 'binary', operator: operator.slice(0, -1), left: target, right: value, span }),
  );
  return done;
}

function runReturn(machine: Machine, { value, span }: StatementOf<'return' | 'raise'>): Outcome {
  const frame = frameOf(machine);
  const result: Value = value ? evaluate(machine, value) : { kind: 'none', span };
  frame.returns.push({ value: result, scene: frame.scene });
  return { leaves: 'return', guards: [] };
}

function runClass(machine: Machine, { name, bases, body, span }: StatementOf<'class'>): Outcome {
  const frame = frameOf(machine);
  const values = bases.map((base) => evaluate(machine, base.value));
  const outer = frame.scope;
  const scope = { names: new Map<string, Value>(), parent: outer };
  frame.scope = scope;
  runBlock(machine, body.statements);
  frame.scope = outer;
  bind(machine, name, { kind: 'class', name, bases: values, attributes: scope.names, span });
  return done;
}

function runImport(machine: Machine, statement: StatementOf<'import' | 'from'>): Outcome {
  const { span } = statement;
  if (statement.kind === 'import') {
    for (const { module, alias } of statement.names) {
      const first = module.split('.')[0] ?? module;
      bind(machine, alias ?? first, { kind: 'reference', path: alias ? module : first, span });
    }
    return done;
  }
  const { module: place } = outermost(machine);
  const absolute = place && absoluteModule(place, statement.level, statement.module);
  const module = absolute ?? '.'.repeat(statement.level) + statement.module;
  const prefix = module === '' || module.endsWith('.') ? module : `${module}.`;
  for (const { name, alias } of statement.names) {
    if (name === '*') bind(machine, `*${module}`, { kind: 'reference', path: module, span });
    else bind(machine, alias ?? name, { kind: 'reference', path: prefix + name, span });
  }
  return done;
}

/** Enters the items one after another, then runs the body; a local context manager's body runs around it. */
function runWith(machine: Machine, statement: StatementOf<'with'>, index: number): Outcome {
  const item = statement.items[index];
  if (!item) return runBlock(machine, statement.body.statements);
  const value = evaluate(machine, item.context);
  if (value.kind === 'call' && value.callee.kind === 'function') {
    const { definition } = value.callee;
    if (isContextManager(machine, definition)) return runManager(machine, statement, index, value);
  }
  const entered = machine.visitor.enter(value, frameOf(machine).scene);
  if (item.target) assign(machine, item.target, entered?.target ?? value);
  const outcome = runWith(machine, statement, index + 1);
  entered?.exit?.();
  return outcome;
}

function runManager(
  machine: Machine,
  statement: StatementOf<'with'>,
  index: number,
  value: Extract<Value, { kind: 'call' }>,
): Outcome {
  if (value.callee.kind !== 'function') return done;
  const target = statement.items[index]?.target;
  const { scene } = frameOf(machine);
  const depth = machine.frames.length;
  let outcome: Outcome | undefined;
  const { definition } = value.callee;
  const body = (yielded: Value): Value => {
    if (outcome) return yielded;
    // The body of the `with` runs in its own function while the manager's waits at its `yield`.
    const waiting = machine.frames.splice(depth);
    const frame = frameOf(machine);
    const around = frame.scene;
    // What the body does is not done by the manager, wherever that is written.
    frame.scene = scene;
    if (target) assign(machine, target, yielded);
    outcome = runWith(machine, statement, index + 1);
    frame.scene = around;
    machine.frames.push(...waiting);
    return { kind: 'none', span: yielded.span };
  };
  throughCall(machine, value.call, definition, () => machine.invoke(definition, value.arguments, value.span, body));
  return outcome ?? runWith(machine, statement, index + 1);
}

function runFor(machine: Machine, statement: StatementOf<'for'>): Outcome {
  const iterable = evaluate(machine, statement.iterable);
  const items = itemsOf(iterable);
  if (!items || items.length > maxUnrolled || machine.budget <= 0) {
    const reason = items ? 'the loop is too long to follow' : reasonOf(iterable, machine.module.text);
    const header = `for ${sourceOf(machine, statement.target)} in ${sourceOf(machine, statement.iterable)}`;
    return runUnknownLoop(machine, statement.body, header, () => assignUnknown(machine, statement.target, reason));
  }
  machine.repeats++;
  const run = () => runItems(machine, statement, items);
  const varies = iterable.kind === 'set' && items.length > 1;
  const outcome = varies ? inScene(machine, { anyOrder: true }, run) : run();
  machine.repeats--;
  return outcome;
}

function runItems(machine: Machine, statement: StatementOf<'for'>, items: readonly Value[]): Outcome {
  const frame = frameOf(machine);
  const { scene } = frame;
  const guards: Guard[] = [];
  let leaves: Leave | undefined;
  for (const item of items) {
    assign(machine, statement.target, item);
    const outcome = runBlock(machine, statement.body.statements);
    guards.push(...outcome.guards.filter((guard) => guard.until === 'function'));
    frame.scene = outcome.guards
      .filter((guard) => guard.until === 'function' || guard.breaks)
      .reduce(guarded, frame.scene);
    leaves = outcome.leaves;
    if (leaves && leaves !== 'continue') break;
  }
  frame.scene = scene;
  if (leaves === 'return' || leaves === 'raise') return { leaves, guards };
  const last = leaves === 'break' ? done : runBlock(machine, statement.otherwise?.statements ?? []);
  return { leaves: last.leaves, guards: [...guards, ...last.guards] };
}

function runWhile(machine: Machine, statement: StatementOf<'while'>): Outcome {
  if (truth(evaluate(machine, statement.test)) === false)
    return runBlock(machine, statement.otherwise?.statements ?? []);
  const header = `while ${sourceOf(machine, statement.test)}`;
  return runUnknownLoop(machine, statement.body, header, () => undefined);
}

/** Runs a body once that may run any number of times: what it changes is not known, neither in it nor after it. */
function runUnknownLoop(machine: Machine, body: Block, header: string, bindTarget: () => void): Outcome {
  const loop = shorten(header);
  const changed = [...assignedNames(body.statements)].filter((name) => lookUp(machine, name) !== undefined);
  const forget = () => {
    for (const name of changed)
      bind(machine, name, unknown(machine, `"${name}" changes in the loop "${loop}"`, body.span));
  };
  forget();
  bindTarget();
  const outcome = inScene(machine, { loop }, () => runBlock(machine, body.statements));
  forget();
  const guards = outcome.guards.filter((guard) => guard.until === 'function');
  return { leaves: undefined, guards };
}

function runIf(machine: Machine, statement: StatementOf<'if'>, index: number): Outcome {
  const branch = statement.branches[index];
  if (!branch) return runBlock(machine, statement.otherwise?.statements ?? []);
  if (index >= maxBranches) return runRest(machine, statement, index);
  const tested = evaluate(machine, branch.test);
  const known = truth(tested);
  if (known !== undefined) {
    return known ? runBlock(machine, branch.body.statements) : runIf(machine, statement, index + 1);
  }
  const meaning = machine.visitor.test(tested);
  const prefer = meaning?.prefer;
  const [a, b] = fork(
    machine,
    {
      facts: meaning?.holds,
      open: isOpen(meaning, 'holds'),
      aside: prefer === 'fails',
      run: () => runBlock(machine, branch.body.statements),
    },
    {
      facts: meaning?.fails,
      open: isOpen(meaning, 'fails'),
      aside: prefer === 'holds',
      run: () => runIf(machine, statement, index + 1),
    },
  );
  const names = frameOf(machine).scope;
  if (a.outcome.leaves) names.names = b.names;
  else if (b.outcome.leaves) names.names = a.names;
  else if (prefer)
    names.names = preferred(prefer === 'holds' ? a.names : b.names, prefer === 'holds' ? b.names : a.names);
  else names.names = merged(machine, a.names, b.names, branch.test);
  return joinOutcomes(a, b);
}

/** The branches that are too many: each may run. */
function runRest(machine: Machine, { branches, otherwise }: StatementOf<'if'>, from: number): Outcome {
  const bodies = [...branches.slice(from).map(({ body }) => body), ...(otherwise ? [otherwise] : [])];
  for (const body of bodies) inScene(machine, { conditional: true }, () => runBlock(machine, body.statements));
  return done;
}

function runTry(machine: Machine, { body, handlers, otherwise, final }: StatementOf<'try'>): Outcome {
  const frame = frameOf(machine);
  const swallows = handlers.some((handler) => handler.body.statements.at(-1)?.kind !== 'raise');
  const conditional = frame.scene.conditional || swallows;
  const outcome = inScene(machine, { conditional }, () => runBlock(machine, body.statements));
  for (const handler of handlers) {
    const after = frame.scope.names;
    frame.scope.names = new Map(after);
    if (handler.name) bind(machine, handler.name, unknown(machine, 'it is a caught exception', handler.body.span));
    inScene(machine, { conditional: true }, () => runBlock(machine, handler.body.statements));
    // Names that only the handler binds are kept, e.g. the fallback of an import.
    frame.scope.names = preferred(after, frame.scope.names);
  }
  if (otherwise && !outcome.leaves) inScene(machine, { conditional }, () => runBlock(machine, otherwise.statements));
  const last = runBlock(machine, final?.statements ?? []);
  return { leaves: outcome.leaves ?? last.leaves, guards: [...outcome.guards, ...last.guards] };
}

function runMatch(machine: Machine, statement: StatementOf<'match'>): Outcome {
  const subject = evaluate(machine, statement.subject);
  const reason = reasonOf(subject, machine.module.text);
  const frame: Frame = frameOf(machine);
  const guards: Guard[] = [];
  let names = frame.scope.names;
  for (const { names: bound, body } of statement.cases) {
    const before = names;
    frame.scope.names = new Map(names);
    for (const name of bound) bind(machine, name, unknown(machine, reason, body.span));
    const outcome = inScene(machine, { conditional: true }, () => runBlock(machine, body.statements));
    guards.push(...outcome.guards);
    if (outcome.leaves) guards.push({ until: 'function', breaks: false, facts: [], open: true, aside: false });
    else names = merged(machine, frame.scope.names, before, statement.subject);
  }
  frame.scope.names = names;
  return { leaves: undefined, guards };
}
