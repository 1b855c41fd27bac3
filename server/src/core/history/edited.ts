/** Whether a revision file was edited in a way that changes what it does. */

import { normalForm, withoutDocstring } from '../python/normal-form.ts';
import { parsePython } from '../python/parse.ts';
import type { FunctionDefinition, Module, Statement } from '../python/syntax.ts';
import type { Span } from '../text/span.ts';

export interface RevisionEdit {
  /** Where in the new text the first difference stands. */
  readonly at: Span;
  /** `place`: the revision got another parent; `elsewhere`: imports, helpers, other variables of the module. */
  readonly part: 'upgrade' | 'downgrade' | 'place' | 'elsewhere';
}

/**
 * What differs between two texts of a revision: at most one difference of each part, the upgrade first. Nothing when only
 * comments, docstrings or formatting differ, and while the new text is not whole.
 */
export function editsOf(before: string, now: string): readonly RevisionEdit[] {
  if (before === now) return [];
  const [old, current] = [parsePython(before), parsePython(now)];
  if (current.errors.length > 0 || old.errors.length > 0) return [];
  return [
    ...functionEdit('upgrade', old, current),
    ...functionEdit('downgrade', old, current),
    ...placeEdit(old, current),
    ...otherEdit(old, current),
  ];
}

function functionEdit(name: 'upgrade' | 'downgrade', old: Module, current: Module): readonly RevisionEdit[] {
  const [before, now] = [functionNamed(old, name), functionNamed(current, name)];
  if (now === undefined) return before === undefined ? [] : [{ at: { start: 0, end: 0 }, part: name }];
  const found = firstDifference(
    statementsOf(before).map((each) => normalForm(each, old)),
    statementsOf(now).map((each) => [normalForm(each, current), each.span] as const),
    now.nameSpan,
  );
  return found === undefined ? [] : [{ at: found, part: name }];
}

function placeEdit(old: Module, current: Module): readonly RevisionEdit[] {
  const [before, now] = [old, current].map(({ body }) => body.find(isPlace));
  if (before === undefined || now === undefined || normalForm(before, old) === normalForm(now, current)) return [];
  return [{ at: valueSpan(now), part: 'place' }];
}

function otherEdit(old: Module, current: Module): readonly RevisionEdit[] {
  const found = firstDifference(
    otherStatements(old).map((each) => normalForm(each, old)),
    otherStatements(current).map((each) => [normalForm(each, current), each.span] as const),
    functionNamed(current, 'upgrade')?.nameSpan ?? { start: 0, end: 0 },
  );
  return found === undefined ? [] : [{ at: found, part: 'elsewhere' }];
}

/** @param end where something that is gone from the end is missed */
function firstDifference(
  before: readonly string[],
  now: readonly (readonly [string, Span])[],
  end: Span,
): Span | undefined {
  const at = now.findIndex(([form], index) => form !== before[index]);
  if (at >= 0) return now[at]?.[1];
  return before.length > now.length ? end : undefined;
}

function functionNamed({ body }: Module, name: string): FunctionDefinition | undefined {
  return body.find((each): each is FunctionDefinition => each.kind === 'function' && each.name === name);
}

function statementsOf(definition: FunctionDefinition | undefined): readonly Statement[] {
  return withoutDocstring(definition?.body.statements ?? []).filter(({ kind }) => kind !== 'pass');
}

function otherStatements({ body }: Module): readonly Statement[] {
  return withoutDocstring(body).filter(
    (each) => !isPlace(each) && !(each.kind === 'function' && (each.name === 'upgrade' || each.name === 'downgrade')),
  );
}

function isPlace(statement: Statement): boolean {
  const targets =
    statement.kind === 'assign' ? statement.targets : statement.kind === 'annotated' ? [statement.target] : [];
  return targets.some((target) => target.kind === 'name' && target.name === 'down_revision');
}

function valueSpan(statement: Statement): Span {
  const { value } = 'value' in statement ? statement : {};
  return value?.span ?? statement.span;
}
