/** What we say of a form before it runs: read as a migration, on the schema that the seed makes. */

import { type Effect, effectsOf } from '../../../server/src/core/effects/effects.ts';
import type { FactName, Failure, Work } from '../../../server/src/core/effects/facts.ts';
import { isStronger, type LockMode } from '../../../server/src/core/effects/lock.ts';
import { applyOperations } from '../../../server/src/core/history/apply.ts';
import { readMigration } from '../../../server/src/core/history/migration.ts';
import { isOpaque, type Operation } from '../../../server/src/core/operations/operation.ts';
import { type Catalogue, emptyCatalogue, tableKey } from '../../../server/src/core/schema/catalogue.ts';
import { loadSqlParser } from '../../../server/src/workspace/sql-parser.ts';
import { type Form, isCall } from './form.ts';
import { schema, unproven } from './seed.ts';

export interface Prediction {
  readonly names: ReadonlySet<FactName>;
  readonly locks: ReadonlyMap<string, LockMode>;
  readonly work: ReadonlyMap<string, Work>;
  /** What is left where circumstances spare some of it, as a fact's `unless` says. */
  readonly atLeast: ReadonlyMap<string, Work>;
  readonly fails: ReadonlySet<Failure>;
  readonly alone: boolean;
  /** The first major version that knows the form, if this one doesn't. */
  readonly needs: number | undefined;
}

const parser = await loadSqlParser();
const place = { revision: 'seed', file: 'seed.py' };
const seeded = applyOperations(emptyCatalogue, operationsOf([...schema, ...unproven].map(execute).join('\n')), place);

export function predict(form: Form, version: number): Prediction {
  const operations = operationsOf(isCall(form) ? form.text : execute(form.text));
  const effects: Effect[] = [];
  let catalogue: Catalogue = seeded;
  for (const operation of operations) {
    effects.push(...effectsOf(operation, catalogue, version));
    catalogue = applyOperations(catalogue, [operation], place);
  }
  return together(effects);
}

export function execute(sql: string): string {
  // A quotation mark at the end of the statement must not meet those of the string.
  return `op.execute("""${sql} """)`;
}

/** What the body of `upgrade()` does. That a part of it could not be read is a mistake of the test. */
function operationsOf(body: string): readonly Operation[] {
  const indented = body.replace(/^/gm, '    ');
  const text = `import sqlalchemy as sa\nfrom alembic import op\nrevision = "x"\n\ndef upgrade():\n${indented}\n`;
  const { upgrade } = readMigration('x.py', text, { parser });
  const unread = upgrade.find(isOpaque);
  if (unread !== undefined || upgrade.length === 0) throw new Error(`not read: ${unread?.reason ?? body}`);
  return upgrade;
}

/** Each table's strongest lock and heaviest work. */
function together(effects: readonly Effect[]): Prediction {
  const locks = new Map<string, LockMode>();
  const work = new Map<string, Work>();
  const atLeast = new Map<string, Work>();
  for (const effect of effects) {
    for (const { relation, mode } of effect.locks) {
      const held = locks.get(tableKey(relation));
      if (held === undefined || isStronger(mode, held)) locks.set(tableKey(relation), mode);
    }
    for (const { relation, work: done } of effect.work) {
      const key = tableKey(relation);
      raise(work, key, done);
      if (effect.fact.unless === undefined) raise(atLeast, key, done);
    }
  }
  return {
    names: new Set(effects.map(({ name }) => name)),
    locks,
    work,
    atLeast,
    fails: new Set(effects.flatMap(({ fact }) => fact.fails ?? [])),
    alone: effects.some(({ fact }) => fact.alone),
    needs: effects.find(({ needs }) => needs !== undefined)?.needs,
  };
}

function raise(work: Map<string, Work>, key: string, done: Work): void {
  if (weight.indexOf(done) > weight.indexOf(work.get(key) ?? 'none')) work.set(key, done);
}

const weight: readonly Work[] = ['none', 'plan', 'scan', 'build', 'files', 'rewrite'];
