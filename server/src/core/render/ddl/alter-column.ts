/** ALTER COLUMN: each change a statement of its own on PostgreSQL and SQLite, one whole definition on MySQL. */

import type { GivenValues } from '../../operations/operation.ts';
import type { Value } from '../../python/value.ts';
import { exact, type Fragment, lowered, nothing, refused, sql, words } from '../fragment.ts';
import { truth } from '../item/arguments.ts';
import type { ConstraintItem } from '../item/constraint.ts';
import type { Setting } from '../setting.ts';
import { literalSql, nameSql, rawSql, saTableSql, unknownSql } from '../text/name.ts';
import { typeFor } from '../type/construct.ts';
import { typeSql } from '../type/ddl.ts';
import { typeCheck } from '../type/enum.ts';
import { type Alteration, alteration, present } from './alteration.ts';
import { constraintName, constraintSql } from './constraint.ts';
import { defaultSql, generatedKind, identitySql, identityValues, sequenceOptions } from './default.ts';
import { mysqlAlterColumn } from './mysql-alter-column.ts';
import type { Part } from './part.ts';

export function alterColumnParts(args: GivenValues, setting: Setting): readonly Part[] {
  const change = alteration(args, setting);
  const parts = [
    ...droppedCheck(change, setting),
    ...(setting.dialect.name === 'mysql' ? mysqlAlterColumn(change, setting) : alterations(change, setting)),
    ...addedCheck(change, setting),
  ];
  if (!args.unread) return parts;
  return parts.map((part) => ({ ...part, sql: lowered(part.sql, 'partial', 'some arguments can’t be read') }));
}

function alterations(change: Alteration, setting: Setting): readonly Part[] {
  const isPostgresql = setting.dialect.name === 'postgresql';
  const type = typeChange(change, setting);
  return [
    ...(isPostgresql ? type : []),
    ...nullChange(change, setting),
    ...defaultChange(change, setting),
    ...(isPostgresql ? [] : type),
    ...commentChange(change, setting),
    ...renaming(change, setting),
  ];
}

function altered({ table, column }: Alteration, setting: Setting): Fragment {
  return sql`ALTER TABLE ${table} ALTER COLUMN ${nameSql(column, setting)}`;
}

function typeChange(change: Alteration, setting: Setting): readonly Part[] {
  const { type, using } = change;
  if (type === undefined) {
    return using === undefined
      ? []
      : [{ sql: refused('', 'postgresql_using must be used with the type_ parameter'), does: [] }];
  }
  const isPostgresql = setting.dialect.name === 'postgresql';
  const by = using === undefined || !isPostgresql ? nothing : sql` USING ${rawSql(using, setting)}`;
  return [{ sql: sql`${altered(change, setting)} TYPE ${typeSql(type, setting)}${by}`, does: ['alter type'] }];
}

function nullChange(change: Alteration, setting: Setting): readonly Part[] {
  if (change.nullable === undefined) return [];
  const known = truth(change.nullable);
  const action =
    known === undefined ? unknownSql(change.nullable, setting) : exact(known ? 'DROP NOT NULL' : 'SET NOT NULL');
  return [{ sql: sql`${altered(change, setting)} ${action}`, does: ['set not null', 'drop not null'] }];
}

function defaultChange(change: Alteration, setting: Setting): readonly Part[] {
  const { serverDefault: value } = change;
  if (value === undefined) return [];
  const start = altered(change, setting);
  const existing = change.existing('server_default');
  const kinds = [generatedKind(value), generatedKind(existing)];
  const does = ['set default'];
  if (kinds.includes('computed'))
    return [
      { sql: refused(start.sql, 'a computed column cannot be added to or removed from a column that exists'), does },
    ];
  if (kinds.includes('identity')) return [{ sql: identityChange(start, value, existing, setting), does }];
  if (value.kind === 'none') return [{ sql: sql`${start} DROP DEFAULT`, does }];
  const written = defaultSql(value, setting);
  if (written === undefined) return [{ sql: refused(start.sql, 'a default of this kind cannot be set'), does }];
  return [{ sql: sql`${start} SET DEFAULT ${written}`, does }];
}

function identityChange(start: Fragment, value: Value, existing: Value | undefined, setting: Setting): Fragment {
  if (setting.dialect.name !== 'postgresql') return refused(start.sql, 'an identity cannot be changed on this dialect');
  if (value.kind === 'none') return sql`${start} DROP IDENTITY`;
  if (value.kind !== 'call' || generatedKind(value) !== 'identity')
    return refused(start.sql, 'an identity cannot become a default');
  const fresh = existing?.kind === 'none' || (existing?.kind === 'boolean' && !existing.value);
  // Without existing_server_default Alembic takes the default of its parameter, False, for no identity either.
  if (existing === undefined || fresh) return sql`${start} ADD ${identitySql(value, setting)}`;
  if (existing.kind !== 'call' || generatedKind(existing) !== 'identity')
    return lowered(start, 'partial', 'the existing default can’t be compared');
  return words(start, ...identityDifferences(identityValues(value), identityValues(existing), setting));
}

/** `SET …` for what differs, by name. */
function identityDifferences(
  after: ReadonlyMap<string, Value>,
  before: ReadonlyMap<string, Value>,
  setting: Setting,
): readonly Fragment[] {
  const names = [...new Set([...after.keys(), ...before.keys()])].sort();
  return names.flatMap((name) => {
    const value = after.get(name);
    if (
      setting.slice(value?.span ?? { start: 0, end: 0 }) ===
      setting.slice(before.get(name)?.span ?? { start: 0, end: 0 })
    )
      return [];
    if (name === 'always') return [exact(`SET GENERATED ${truth(value) ? 'ALWAYS' : 'BY DEFAULT'}`)];
    return value === undefined ? [] : [sql`SET ${sequenceOptions(new Map([[name, value]]), setting)}`];
  });
}

function commentChange(change: Alteration, setting: Setting): readonly Part[] {
  const { comment } = change;
  if (comment === undefined) return [];
  const name = sql`${change.table}.${nameSql(change.column, setting)}`;
  const written = sql`COMMENT ON COLUMN ${name} IS ${comment.kind === 'none' ? 'NULL' : literalSql(comment, setting)}`;
  return [
    {
      sql:
        setting.dialect.comments === 'statement'
          ? written
          : refused(written.sql, `${setting.dialect.name} has no comments`),
      does: ['comment'],
    },
  ];
}

function renaming(change: Alteration, setting: Setting): readonly Part[] {
  if (change.newName === undefined) return [];
  const word = setting.dialect.name === 'sqlite' ? 'RENAME COLUMN' : 'RENAME';
  const written = sql`ALTER TABLE ${change.table} ${word} ${nameSql(change.column, setting)} TO ${nameSql(change.newName, setting)}`;
  return [{ sql: written, does: ['rename column'] }];
}

/** The CHECK that the old type brought along. */
function droppedCheck(change: Alteration, setting: Setting): readonly Part[] {
  const existing = present(change.existing('type'));
  const check = change.type && existing && checkOf(change, existing, setting);
  if (check === undefined) return [];
  const name = constraintName(check, change.owner, setting);
  const table = saTableSql(change.owner.schema, change.owner.name, setting);
  if (name === undefined)
    return [
      {
        sql: refused(`ALTER TABLE ${table.sql} DROP CONSTRAINT ?`, 'the CHECK of the existing type has no name'),
        does: ['drop constraint'],
      },
    ];
  return setting.dialect.name === 'postgresql'
    ? [{ sql: sql`ALTER TABLE ${table} DROP CONSTRAINT ${name}`, does: ['drop constraint'] }]
    : [];
}

/** The CHECK that the new type brings along. */
function addedCheck(change: Alteration, setting: Setting): readonly Part[] {
  const check = change.type && checkOf(change, change.type, setting);
  if (check === undefined || setting.dialect.name === 'sqlite') return [];
  const table = saTableSql(change.owner.schema, change.owner.name, setting);
  return [{ sql: sql`ALTER TABLE ${table} ADD ${constraintSql(check, change.owner, setting)}`, does: ['add check'] }];
}

function checkOf({ column }: Alteration, type: Value, setting: Setting): ConstraintItem | undefined {
  const meant = typeFor(type, setting)?.value;
  const check = column && meant && typeCheck(column, meant, setting);
  if (check === undefined) return undefined;
  const args = { values: new Map(), rest: [], unread: false };
  return { kind: 'check', name: check.name, condition: check.sql, ofType: true, args };
}
