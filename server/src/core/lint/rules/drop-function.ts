/** A function goes while triggers, defaults and the running application may still call it. */

import { findFunctions } from '../../schema/functions.ts';
import { droppedObjects } from '../dropped-objects.ts';
import { commandWords } from '../place.ts';
import { defineRule } from '../rule.ts';

const history =
  'op.execute("CREATE FUNCTION vat(amount numeric) RETURNS numeric LANGUAGE sql AS $$ SELECT amount * 0.19 $$")';

export default defineRule({
  name: 'drop-function',
  group: 'destructive',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  hazard: { name: 'dropped-object', specificity: 1 },
  docs: {
    summary: 'A function is dropped that another revision has made, and not created anew.',
    why: 'The application that is running, other functions and reports that call it fail from the commit on: PostgreSQL knows only some of its callers, and warns of none inside function bodies.',
    instead: 'Drop it one release after the last caller has gone; to change it, use CREATE OR REPLACE FUNCTION.',
  },
  examples: [
    {
      title: 'Replaced rather than dropped',
      history,
      bad: 'op.execute("«DROP FUNCTION» vat(numeric)")',
      good: 'op.execute("CREATE OR REPLACE FUNCTION vat(amount numeric) RETURNS numeric LANGUAGE sql AS $$ SELECT amount * 0.21 $$")',
    },
    {
      title: 'Dropped and created anew, with another result',
      history,
      bad: 'op.execute("«DROP FUNCTION» IF EXISTS vat")',
      good: `op.execute("DROP FUNCTION IF EXISTS vat")
op.execute("CREATE FUNCTION vat(amount numeric) RETURNS text LANGUAGE sql AS $$ SELECT (amount * 0.19)::text $$")`,
    },
  ],

  *check(context) {
    const found = droppedObjects(
      context,
      ['DROP FUNCTION', 'DROP PROCEDURE', 'DROP ROUTINE', 'DROP AGGREGATE'],
      (change) => (change.subject === 'function' && change.do === 'drop' ? change.name : undefined),
      (catalogue, name) => findFunctions(catalogue, name, undefined)[0],
    );
    for (const { operation, names } of found) {
      yield {
        at: commandWords(operation, context.migration.text),
        message: `Whatever still calls ${names.map(context.show).join(' and ')} fails once this commits.`,
        operation,
      };
    }
  },
});
