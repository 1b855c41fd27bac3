/** Constraints as they stand in CREATE TABLE and after ALTER TABLE … ADD. */

import type { Value } from '../../python/value.ts';
import { clauseSql } from '../expression/clause.ts';
import { expressionSql } from '../expression/expression.ts';
import { exact, type Fragment, join, lowered, nothing, refused, sql } from '../fragment.ts';
import { dialectOptions, given, isString, itemsOf, plainText, truth } from '../item/arguments.ts';
import type { ConstraintItem } from '../item/constraint.ts';
import type { Setting } from '../setting.ts';
import { mayBeNamed, objectName } from '../text/constraint-name.ts';
import { nameSql, namesSql, rawSql, saTableSql, unknownSql } from '../text/name.ts';

/** The table a constraint belongs to. */
export interface Owner {
  readonly schema: Value | undefined;
  readonly name: Value | undefined;
}

const keys = { 'primary-key': 'pk', unique: 'uq', check: 'ck', 'foreign-key': 'fk', exclude: 'ex' } as const;

export function constraintSql(item: ConstraintItem, owner: Owner, setting: Setting): Fragment {
  const body = sql`${preamble(item, owner, setting)}${bodySql(item, setting)}`;
  if (item.args.unread) return lowered(body, 'partial', 'some arguments of the constraint can’t be read');
  return body;
}

/** The constraint's name as a statement that drops it writes it; undefined for an unnamed one. */
export function constraintName(item: ConstraintItem, owner: Owner, setting: Setting): Fragment | undefined {
  const names = 'columns' in item ? item.columns : [];
  const referent = item.kind === 'foreign-key' ? item.referent : undefined;
  return objectName(
    {
      key: keys[item.kind],
      name: item.name,
      table: plainText(owner.name),
      schema: plainText(owner.schema),
      columns: names.flatMap((name) => plainText(name) ?? []),
      ...(item.kind === 'check' ? { ofType: item.ofType } : {}),
      ...(referent === undefined
        ? {}
        : {
            referent: {
              table: plainText(referent.table),
              columns: referent.columns.flatMap((column) => plainText(column) ?? []),
            },
          }),
    },
    setting,
  );
}

function preamble(item: ConstraintItem, owner: Owner, setting: Setting): Fragment {
  const name = constraintName(item, owner, setting);
  if (name !== undefined) return sql`CONSTRAINT ${name} `;
  return mayBeNamed(setting) && item.kind !== 'exclude'
    ? lowered(nothing, 'assumed', 'a naming convention that can’t be read may name the constraint')
    : nothing;
}

function bodySql(item: ConstraintItem, setting: Setting): Fragment {
  const { args } = item;
  const deferred = deferrability(item, setting);
  const valid =
    setting.dialect.name === 'postgresql' && truth(args.values.get('postgresql_not_valid')) ? ' NOT VALID' : '';
  switch (item.kind) {
    case 'primary-key':
      return sql`PRIMARY KEY (${namesSql(item.columns, setting)})${include(item, setting)}${deferred}`;
    case 'unique':
      return sql`UNIQUE ${distinct(item, setting)}(${namesSql(item.columns, setting)})${include(item, setting)}${deferred}`;
    case 'check':
      return sql`CHECK (${conditionSql(item.condition, setting)})${deferred}${valid}`;
    case 'foreign-key':
      return sql`${foreignKeyBody(item, setting)}${deferred}${valid}`;
    case 'exclude': {
      const body = sql`${exclusionBody(item, setting)}${deferred}`;
      return setting.dialect.name === 'postgresql'
        ? body
        : refused(body.sql, 'only PostgreSQL has exclusion constraints');
    }
  }
}

/** A condition given as text or as an expression. */
export function conditionSql(condition: Value | Fragment | undefined, setting: Setting): Fragment {
  if (condition === undefined) return unknownSql(undefined, setting);
  if ('sql' in condition) return condition;
  return isString(condition)
    ? clauseSql(condition, new Map(), setting)
    : expressionSql(condition, { setting, qualified: false });
}

function foreignKeyBody(item: Extract<ConstraintItem, { kind: 'foreign-key' }>, setting: Setting): Fragment {
  const { referent, columns } = item;
  const target = saTableSql(setting.dialect.name === 'sqlite' ? undefined : referent.schema, referent.table, setting);
  return sql`FOREIGN KEY(${namesSql(columns, setting)}) REFERENCES ${target} (${namesSql(referent.columns, setting)})${actions(item, setting)}`;
}

/** MATCH, ON DELETE and ON UPDATE. */
export function actions({ args }: ConstraintItem, setting: Setting): Fragment {
  const match = given(args, 'match');
  const phrases = [
    { words: 'MATCH', value: match },
    { words: 'ON DELETE', value: given(args, 'ondelete') },
    { words: 'ON UPDATE', value: given(args, 'onupdate') },
  ];
  const written = join(
    phrases.flatMap(({ words, value }) => (value === undefined ? [] : [sql` ${words} ${phrase(value, setting)}`])),
    '',
  );
  return match !== undefined && setting.dialect.name === 'mysql'
    ? refused(written.sql, 'MySQL does not know MATCH')
    : written;
}

/** Key words that SQLAlchemy lets through: words and blanks, and a list of columns after SET NULL. */
function phrase(value: Value, setting: Setting): Fragment {
  const text = plainText(value);
  const written = rawSql(value, setting);
  if (text === undefined || /^\w+(\s+\w+)*(\s*\([\w\s",$]+\))?$/.test(text)) return written;
  return refused(written.sql, `SQLAlchemy does not accept the words "${text}" here`);
}

export function deferrability({ args }: ConstraintItem, setting: Setting): Fragment {
  const deferrable = given(args, 'deferrable');
  const initially = given(args, 'initially');
  const known = truth(deferrable);
  const first =
    deferrable === undefined
      ? nothing
      : known === undefined
        ? sql` ${unknownSql(deferrable, setting)}`
        : exact(known ? ' DEFERRABLE' : ' NOT DEFERRABLE');
  return initially === undefined ? first : sql`${first} INITIALLY ${phrase(initially, setting)}`;
}

function distinct({ args }: ConstraintItem, setting: Setting): Fragment {
  if (setting.dialect.name !== 'postgresql') return nothing;
  const value = given(args, 'postgresql_nulls_not_distinct');
  if (value === undefined) return nothing;
  const known = truth(value);
  if (known === undefined) return sql`${unknownSql(value, setting)} `;
  return exact(known ? 'NULLS NOT DISTINCT ' : 'NULLS DISTINCT ');
}

function include({ args }: ConstraintItem, setting: Setting): Fragment {
  const value = dialectOptions(args, 'postgresql').get('include');
  if (setting.dialect.name !== 'postgresql' || value === undefined || truth(value) === false) return nothing;
  const columns = itemsOf(value);
  return sql` INCLUDE (${columns === undefined ? unknownSql(value, setting) : namesSql(columns, setting)})`;
}

function exclusionBody(item: Extract<ConstraintItem, { kind: 'exclude' }>, setting: Setting): Fragment {
  const { args, elements } = item;
  const using = given(args, 'using');
  const method = using === undefined ? 'gist' : plainText(using)?.toLowerCase();
  const ops = given(args, 'ops');
  const written = elements.map((element) => {
    const [expression, operator] = itemsOf(element) ?? [];
    if (expression === undefined || operator === undefined) return unknownSql(element, setting);
    const isName = isString(expression);
    const left = isName ? nameSql(expression, setting) : expressionSql(expression, { setting, qualified: false });
    const opclass = isName && ops?.kind === 'dict' ? classOf(ops, plainText(expression)) : undefined;
    return sql`${left}${opclass === undefined ? nothing : sql` ${rawSql(opclass, setting)}`} WITH ${rawSql(operator, setting)}`;
  });
  const where = given(args, 'where');
  const condition = where === undefined ? nothing : sql` WHERE (${conditionSql(where, setting)})`;
  const by = method === undefined ? unknownSql(using, setting) : exact(method);
  return sql`EXCLUDE USING ${by} (${join(written, ', ')})${condition}`;
}

/** The entry of a dictionary literal. */
export function classOf(options: Extract<Value, { kind: 'dict' }>, key: string | undefined): Value | undefined {
  return options.entries.find((entry) => plainText(entry.key) === key)?.value;
}
