/** A function runs with the rights of its owner and looks names up where its caller says. */

import { functionKey } from '../../schema/functions.ts';
import { rewrite } from '../fixes/sql-statement.ts';
import { clause } from '../place.ts';
import { defineRule, type RuleContext, type Step } from '../rule.ts';

export default defineRule({
  name: 'security-definer-search-path',
  group: 'destructive',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'suggested',
  docs: {
    summary: 'A SECURITY DEFINER function has no search_path of its own.',
    why: 'It looks unqualified names up in the schemas that its caller lists, so a caller who can create objects anywhere makes it run their function or table with the rights of its owner.',
    instead: 'Add `SET search_path`, with the schemas that it needs and `pg_temp` last.',
  },
  examples: [
    {
      title: 'With a search path of its own',
      bad: 'op.execute("CREATE FUNCTION people() RETURNS bigint LANGUAGE sql «SECURITY DEFINER» AS $$ SELECT count(*) FROM pg_class $$")',
      good: 'op.execute("CREATE FUNCTION people() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT count(*) FROM pg_class $$")',
    },
    {
      title: 'A function that is there',
      history:
        'op.execute("CREATE FUNCTION people() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM pg_class $$")',
      bad: 'op.execute("ALTER FUNCTION people() «SECURITY DEFINER»")',
      good: 'op.execute("ALTER FUNCTION people() SECURITY DEFINER SET search_path = public, pg_temp")',
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      if (operation.kind !== 'statement' || !/^(CREATE|ALTER) (FUNCTION|PROCEDURE)$/.test(operation.command)) continue;
      const { options = [] } = operation;
      if (!options.includes('security definer') || options.includes('set search_path') || isSetLater(context, step))
        continue;
      const [schema] = functionsOf(step).flatMap((each) => each.name.schema ?? []);
      yield {
        at: clause(operation, context.migration.text, /\bSECURITY\s+DEFINER\b/i),
        message: `${operation.object ?? 'This function'} runs with the rights of its owner and looks names up where its caller says; give it a search_path.`,
        operation,
        fixes: () => {
          const words = `SECURITY DEFINER SET search_path = ${schema ?? 'public'}, pg_temp`;
          const edits = rewrite(context.migration, operation, /\bSECURITY\s+DEFINER\b/i, words);
          return edits.length === 0 ? [] : [{ title: 'Give it a search_path of its own', preferred: true, edits }];
        },
      };
    }
  },
});

function functionsOf({ operation }: Step) {
  return (operation.kind === 'statement' ? (operation.changes ?? []) : []).flatMap((each) =>
    each.subject === 'function' && each.do === 'put' ? [each] : [],
  );
}

/** `ALTER FUNCTION … SET search_path` behind it, or the function made anew. */
function isSetLater({ upgrade }: RuleContext, step: Step): boolean {
  const own = functionsOf(step).map((each) => functionKey(each.name, each.signature));
  return upgrade.slice(upgrade.indexOf(step) + 1).some((later) => {
    const { operation } = later;
    if (operation.kind !== 'statement' || operation.options?.includes('set search_path') !== true) return false;
    return (
      operation.command === 'ALTER FUNCTION' ||
      functionsOf(later).some((each) => own.includes(functionKey(each.name, each.signature)))
    );
  });
}
