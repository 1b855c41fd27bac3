/** Extensions. */

import type { Node } from '@pgsql/types';
import { nameParts } from '../../sql/names.ts';
import type { ExtensionChange } from './change.ts';
import { defineSubject } from './definition.ts';

const subject = 'extension';

export const extensions = defineSubject<ExtensionChange>({
  statements: {
    CreateExtensionStmt: ({ extname, if_not_exists, options }) =>
      extname === undefined
        ? []
        : [
            {
              subject,
              do: 'create',
              name: extname,
              schema: option(options, 'schema'),
              version: option(options, 'new_version'),
              ifNotExists: if_not_exists ?? false,
            },
          ],
    'DropStmt.OBJECT_EXTENSION': ({ objects = [] }) =>
      objects.flatMap((object) => nameParts(object).slice(-1)).map((name) => ({ subject, do: 'drop', name })),
  },
  apply: (catalogue, change, by) => {
    const after = new Map(catalogue.extensions);
    if (change.do === 'drop') return after.delete(change.name) ? { ...catalogue, extensions: after } : catalogue;
    if (after.has(change.name)) return catalogue;
    const { name, schema, version, ifNotExists } = change;
    after.set(name, {
      name,
      ...(schema === undefined ? {} : { schema }),
      ...(version === undefined ? {} : { version }),
      by: ifNotExists ? { ...by, tentative: 'if-not-exists' } : by,
    });
    return { ...catalogue, extensions: after };
  },
});

function option(options: readonly Node[] | undefined, name: string): string | undefined {
  const found = options?.find((node) => 'DefElem' in node && node.DefElem.defname === name);
  const arg = found && 'DefElem' in found ? found.DefElem.arg : undefined;
  return arg && 'String' in arg ? arg.String.sval : undefined;
}
