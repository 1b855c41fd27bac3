/** Calls: functions of this file are run, known library functions computed, the rest kept as a tree and told. */

import { blocksOf, changing } from './assign.ts';
import { changedContainer, containerMethod, functions } from './builtins.ts';
import { isSequence, itemsOf, reasonOf, truth } from './constant.ts';
import { bind, frameOf, type Machine, type RunFunction, throughCall, unknown } from './machine.ts';
import { sliceString } from './string.ts';
import { globalsItem } from './subscript.ts';
import type { Call, Expression, FunctionDefinition, Lambda, Statement } from './syntax.ts';
import { textMethod } from './text-methods.ts';
import type { CallArgument, CallValue, Value } from './value.ts';

export function callFunction(machine: Machine, call: Call, callee: Value, args: readonly CallArgument[]): Value {
  const { span } = call;
  const known = knownCall(machine, call, callee, args);
  if (known) return { ...known, span };
  const value: CallValue = { kind: 'call', callee, arguments: args, span, call };
  const frame = frameOf(machine);
  const run: RunFunction = (fn, given) =>
    fn.kind === 'function'
      ? throughCall(machine, call, fn.definition, () => machine.invoke(fn.definition, given, span))
      : undefined;
  return machine.visitor.call(value, frame.scene, run) ?? value;
}

function knownCall(machine: Machine, call: Call, callee: Value, args: readonly CallArgument[]): Value | undefined {
  const source = machine.module.text;
  switch (callee.kind) {
    case 'function':
      return callDefinition(machine, call, callee.definition, args);
    case 'reference':
      if (callee.path === 'builtins.eval') return evalCall(machine, call, args);
      if (callee.path === 'builtins.globals') return { kind: 'reference', path: 'builtins.globals()', span: call.span };
      if (callee.path === 'builtins.getattr') return getAttribute(args);
      if (callee.path === 'builtins.any' || callee.path === 'builtins.all') return quantifier(callee.path, args);
      if (callee.path === 'builtins.map') return mapFunction(machine, call, args);
      return functions[callee.path]?.(args, call.span, source);
    case 'operator':
      if (callee.operator !== 'any') return undefined;
      for (const operand of callee.operands) {
        if (operand.kind === 'function') callDefinition(machine, call, operand.definition, args);
      }
      return unknown(machine, 'one of several functions returns it', call.span);
    case 'member':
      return callMethod(machine, call, callee, args);
    case 'call':
      return callPartial(machine, call, callee, args);
    default:
      return undefined;
  }
}

/** `eval("upgrade_%s()" % engine)` calls what it names. */
function evalCall(machine: Machine, call: Call, args: readonly CallArgument[]): Value | undefined {
  const text = args[0]?.value;
  if (text?.kind !== 'string' || !text.value.endsWith('()')) return undefined;
  const callee = globalsItem(machine, sliceString(text, 0, text.value.length - 2), call.span);
  return callee.kind === 'unknown' ? undefined : callFunction(machine, call, callee, []);
}

/** `partial(fn, 1)(2)` calls `fn(1, 2)`. */
function callPartial(
  machine: Machine,
  call: Call,
  callee: CallValue,
  args: readonly CallArgument[],
): Value | undefined {
  const [fn, ...first] = callee.arguments;
  const isPartial = callee.callee.kind === 'reference' && callee.callee.path === 'functools.partial';
  return isPartial && fn ? callFunction(machine, call, fn.value, [...first, ...args]) : undefined;
}

/** A method of a class of this file, on an instance or on the class itself. */
function callOwnMethod(
  machine: Machine,
  call: Call,
  { object, name }: Extract<Value, { kind: 'member' }>,
  args: readonly CallArgument[],
): Value | undefined {
  const instance = object.kind === 'call' && object.callee.kind === 'class' ? object.callee : undefined;
  const owner = instance ?? (object.kind === 'class' ? object : undefined);
  const method = owner?.attributes.get(name);
  if (!owner || method?.kind !== 'function' || method.definition.kind !== 'function') return undefined;
  const decorators = method.definition.decorators.map((decorator) => (decorator.kind === 'name' ? decorator.name : ''));
  const self = decorators.includes('classmethod')
    ? owner
    : instance && !decorators.includes('staticmethod')
      ? object
      : undefined;
  const given = self ? [{ value: self, span: call.span }, ...args] : args;
  return callDefinition(machine, call, method.definition, given);
}

function callMethod(
  machine: Machine,
  call: Call,
  callee: Extract<Value, { kind: 'member' }>,
  args: readonly CallArgument[],
): Value | undefined {
  const { object, name } = callee;
  const source = machine.module.text;
  if (object.kind === 'string') {
    return textMethod(object, name, args, call.span, source) ?? unknownResult(machine, call, name, args);
  }
  if (!isSequence(object) && object.kind !== 'dict') return callOwnMethod(machine, call, callee, args);
  if (changing.has(name)) return changeContainer(machine, call, object, name, args);
  return containerMethod(object, name, args, call.span) ?? unknownResult(machine, call, name, args);
}

/** The result is as unknown as the argument that explains it. */
function unknownResult(machine: Machine, call: Call, name: string, args: readonly CallArgument[]): Value {
  const open = args.find((argument) => argument.value.kind === 'unknown')?.value;
  const reason = open ? reasonOf(open, machine.module.text) : `what ${name}() returns is not known`;
  return unknown(machine, reason, call.span);
}

/** `names.append(x)`: the name is bound to the longer list. */
function changeContainer(
  machine: Machine,
  call: Call,
  container: Value,
  name: string,
  args: readonly CallArgument[],
): Value {
  const target = call.callee.kind === 'attribute' ? call.callee.object : undefined;
  if (target?.kind === 'name') {
    const changed = changedContainer(container, name, args);
    bind(machine, target.name, changed ?? unknown(machine, `"${target.name}" is changed by ${name}()`, target.span));
  }
  return { kind: 'none', span: call.span };
}

function getAttribute(args: readonly CallArgument[]): Value | undefined {
  const [object, name] = args;
  if (!object || name?.value.kind !== 'string' || name.value.holes.length > 0) return undefined;
  const { span } = name;
  if (object.value.kind === 'reference')
    return { kind: 'reference', path: `${object.value.path}.${name.value.value}`, span };
  return { kind: 'member', object: object.value, name: name.value.value, span };
}

function quantifier(path: string, args: readonly CallArgument[]): Value | undefined {
  const items = args[0] && itemsOf(args[0].value);
  const answers = items?.map(truth);
  if (!args[0] || !answers) return undefined;
  const decisive = path === 'builtins.any';
  if (answers.includes(decisive)) return { kind: 'boolean', value: decisive, span: args[0].span };
  return answers.includes(undefined) ? undefined : { kind: 'boolean', value: !decisive, span: args[0].span };
}

function mapFunction(machine: Machine, call: Call, args: readonly CallArgument[]): Value | undefined {
  const [fn, list] = args;
  const items = list && itemsOf(list.value);
  if (!fn || !items || args.length !== 2) return undefined;
  const values = items.map((item) => callFunction(machine, call, fn.value, [{ value: item, span: list.span }]));
  return { kind: 'list', items: values, span: call.span };
}

/** Runs a function of this file. A generator gives the list of what it yields. */
function callDefinition(
  machine: Machine,
  call: Call,
  definition: FunctionDefinition | Lambda,
  args: readonly CallArgument[],
): Value | undefined {
  return throughCall(machine, call, definition, () => runDefinition(machine, call, definition, args));
}

function runDefinition(
  machine: Machine,
  call: Call,
  definition: FunctionDefinition | Lambda,
  args: readonly CallArgument[],
): Value | undefined {
  if (!isGenerator(definition)) return machine.invoke(definition, args, call.span);
  if (isContextManager(machine, definition)) {
    const callee = { kind: 'function', definition, span: call.callee.span } as const;
    return { kind: 'call', callee, arguments: args, span: call.span, call };
  }
  const items: Value[] = [];
  const result = machine.invoke(definition, args, call.span, (value) => {
    items.push(value);
    return { kind: 'none', span: value.span };
  });
  if (!result) return undefined;
  const open = items.find((item) => item.kind === 'unknown');
  return open
    ? unknown(machine, reasonOf(open, machine.module.text), call.span)
    : { kind: 'list', items, span: call.span };
}

/** `@contextmanager`: its body runs where a `with` enters it. */
export function isContextManager(machine: Machine, definition: FunctionDefinition | Lambda): boolean {
  if (definition.kind !== 'function') return false;
  return definition.decorators.some((decorator) => {
    const value = decorator.kind === 'call' ? decorator.callee : decorator;
    const name = value.kind === 'name' ? value.name : value.kind === 'attribute' ? value.name : '';
    const around = machine.library.closures.get(definition) ?? machine.globals;
    const bound = value.kind === 'name' ? around.names.get(name) : undefined;
    const path = bound?.kind === 'reference' ? bound.path : name;
    return /(^|\.)(async)?contextmanager$/.test(path);
  });
}

const generators = new WeakMap<object, boolean>();

function isGenerator(definition: FunctionDefinition | Lambda): boolean {
  if (definition.kind !== 'function') return false;
  const known = generators.get(definition);
  if (known !== undefined) return known;
  const found = yields(definition.body.statements);
  generators.set(definition, found);
  return found;
}

function yields(statements: readonly Statement[]): boolean {
  return statements.some((statement) => {
    const value = statement.kind === 'expression' || statement.kind === 'assign' ? statement.value : undefined;
    return value?.kind === 'yield' || blocksOf(statement).some(yields);
  });
}

/** The positional arguments and keywords of a call, bound to the parameters of a function of this file. */
export function bindParameters(
  machine: Machine,
  definition: FunctionDefinition | Lambda,
  args: readonly CallArgument[],
  at: CallArgument['span'],
): Map<string, Value> {
  const names = new Map<string, Value>();
  const positional = args.filter((argument) => argument.name === undefined && argument.star === undefined);
  const open = args.find((argument) => argument.star)?.value;
  let next = 0;
  let keywordOnly = false;
  const taken = new Set<string>();
  for (const parameter of definition.parameters) {
    if (parameter.star === '*') {
      keywordOnly = true;
      const items = positional.slice(next).map((argument) => argument.value);
      if (parameter.name)
        names.set(
          parameter.name,
          open ? unknown(machine, reasonOf(open, machine.module.text), at) : { kind: 'tuple', items, span: at },
        );
      continue;
    }
    if (parameter.star === '**') {
      names.set(
        parameter.name,
        keywordDict(
          args.filter((argument) => argument.name && !taken.has(argument.name)),
          at,
        ),
      );
      continue;
    }
    taken.add(parameter.name);
    const given =
      args.find((argument) => argument.name === parameter.name) ?? (keywordOnly ? undefined : positional[next]);
    if (given && given.name === undefined) next++;
    const value = given?.value ?? (parameter.default && defaultValue(machine, definition, parameter.default));
    names.set(parameter.name, value ?? unknown(machine, openReason(machine, parameter.name, open), at));
  }
  return names;
}

/** A default is made where the function is, and knows the names there. */
function defaultValue(machine: Machine, definition: FunctionDefinition | Lambda, expression: Expression): Value {
  const around = machine.closures.get(definition) ?? machine.library.closures.get(definition);
  const frame = frameOf(machine);
  const { scope } = frame;
  if (around) frame.scope = around;
  const value = machine.evaluate(expression);
  frame.scope = scope;
  return value;
}

function openReason(machine: Machine, name: string, open: Value | undefined): string {
  return open ? reasonOf(open, machine.module.text) : `the parameter "${name}" is not given`;
}

function keywordDict(args: readonly CallArgument[], span: CallArgument['span']): Value {
  const entries = args.map((argument) => ({
    key: { kind: 'string', value: argument.name ?? '', span: argument.span, segments: [], holes: [] } as const,
    value: argument.value,
  }));
  return { kind: 'dict', entries, span };
}
