/** What a call of `alter_column` changes. */

import type { GivenValues } from '../../operations/operation.ts';
import type { Value } from '../../python/value.ts';
import type { Fragment } from '../fragment.ts';
import type { Setting } from '../setting.ts';
import { tableSql } from '../text/name.ts';
import type { Owner } from './constraint.ts';

/** A change that is not asked for is undefined. */
export interface Alteration {
  readonly owner: Owner;
  readonly table: Fragment;
  readonly column: Value | undefined;
  readonly type: Value | undefined;
  readonly using: Value | undefined;
  readonly nullable: Value | undefined;
  /** `none` drops the default. */
  readonly serverDefault: Value | undefined;
  /** `none` drops the comment. */
  readonly comment: Value | undefined;
  readonly newName: Value | undefined;
  readonly existing: (name: 'type' | 'server_default' | 'nullable' | 'comment' | 'autoincrement') => Value | undefined;
  readonly autoincrement: Value | undefined;
}

export function alteration(args: GivenValues, setting: Setting): Alteration {
  const { values } = args;
  const schema = values.get('schema');
  const owner = { name: values.get('table_name'), schema: schema?.kind === 'none' ? undefined : schema };
  return {
    owner,
    table: tableSql(owner.schema, owner.name, setting),
    column: values.get('column_name'),
    type: present(values.get('type_')),
    using: present(values.get('postgresql_using')),
    nullable: present(values.get('nullable')),
    serverDefault: unlessFalse(values.get('server_default')),
    comment: unlessFalse(values.get('comment')),
    newName: present(values.get('new_column_name')),
    existing: (name) => values.get(`existing_${name}`),
    autoincrement: present(values.get('autoincrement')),
  };
}

/** `None` leaves these arguments as they are. */
export function present(value: Value | undefined): Value | undefined {
  return value?.kind === 'none' ? undefined : value;
}

/** `False` is how these arguments say that nothing changes. */
function unlessFalse(value: Value | undefined): Value | undefined {
  return value?.kind === 'boolean' && !value.value ? undefined : value;
}
