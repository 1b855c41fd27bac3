/** Functions, procedures and aggregates. */

import type { Node, ObjectWithArgs } from '@pgsql/types';
import { dropFunction, findFunctions, functionKey, moveFunction, putFunction } from '../../schema/functions.ts';
import type { StatementContext } from '../statement-context.ts';
import type { FunctionChange, NamedFunction } from './change.ts';
import { defineSubject } from './definition.ts';
import { listedName, textBehind, typeText } from './names.ts';

const subject = 'function';

export const functions = defineSubject<FunctionChange>({
  statements: {
    CreateFunctionStmt: ({ funcname, parameters = [], is_procedure }, context) => {
      const name = listedName(funcname);
      const kind = is_procedure ? 'procedure' : 'function';
      const signature = signatureOf(parameters, context);
      return [{ subject, do: 'put', name, signature, kind, definition: textBehind(context, name) }];
    },
    DefineStmt: ({ kind, defnames, args = [] }, context) => {
      if (kind !== 'OBJECT_AGGREGATE') return [];
      const name = listedName(defnames);
      const signature = signatureOf(args.flatMap(itemsOf), context);
      return [{ subject, do: 'put', name, signature, kind: 'aggregate', definition: textBehind(context, name) }];
    },
    ...Object.fromEntries(
      ['FUNCTION', 'PROCEDURE', 'ROUTINE', 'AGGREGATE'].flatMap((kind) => [
        [
          `DropStmt.OBJECT_${kind}`,
          ({ objects = [], behavior }: { objects?: Node[]; behavior?: string }, context: StatementContext) =>
            objects.flatMap((object) =>
              named(object, context).map((one) => ({
                subject,
                do: 'drop',
                cascade: behavior === 'DROP_CASCADE',
                ...one,
              })),
            ),
        ],
        [
          `RenameStmt.OBJECT_${kind}`,
          ({ object, newname = '' }: { object?: Node; newname?: string }, context: StatementContext) =>
            named(object, context).map((one) => ({ subject, do: 'rename', to: newname, ...one })),
        ],
      ]),
    ),
    AlterObjectSchemaStmt: ({ objectType, object, newschema = '' }, context) =>
      /FUNCTION|PROCEDURE|ROUTINE|AGGREGATE/.test(objectType ?? '')
        ? named(object, context).map((one) => ({ subject, do: 'move', schema: newschema, ...one }))
        : [],
  },
  apply: (catalogue, change, by) => {
    const { name, signature } = change;
    switch (change.do) {
      case 'put': {
        const former = catalogue.functions.get(functionKey(name, change.signature));
        const { kind, definition } = change;
        return putFunction(catalogue, { ...name, kind, signature: change.signature, definition, by: former?.by ?? by });
      }
      case 'drop':
        return dropFunction(catalogue, name, signature, change.cascade);
      case 'rename':
        return moveFunction(catalogue, name, signature, { ...name, name: change.to });
      case 'move':
        return findFunctions(catalogue, name, signature).length === 0
          ? catalogue
          : moveFunction(catalogue, name, signature, { schema: change.schema, name: name.name });
    }
  },
});

/** The types of the parameters that a call gives: those that only come back don't count. */
function signatureOf(parameters: readonly Node[], context: StatementContext): string {
  const types = parameters.flatMap((node) => {
    if (!('FunctionParameter' in node)) return [];
    const { mode, argType } = node.FunctionParameter;
    return mode === 'FUNC_PARAM_OUT' || mode === 'FUNC_PARAM_TABLE' ? [] : [typeText(argType, context)];
  });
  return types.join(', ');
}

function named(object: Node | undefined, context: StatementContext): readonly NamedFunction[] {
  if (object === undefined || !('ObjectWithArgs' in object)) return [];
  const { objname, args_unspecified } = object.ObjectWithArgs;
  const signature = args_unspecified ? undefined : givenTypes(object.ObjectWithArgs, context);
  return [{ name: listedName(objname), signature }];
}

function givenTypes({ objfuncargs, objargs = [] }: ObjectWithArgs, context: StatementContext): string {
  if (objfuncargs !== undefined) return signatureOf(objfuncargs, context);
  return objargs.flatMap((node) => ('TypeName' in node ? [typeText(node.TypeName, context)] : [])).join(', ');
}

function itemsOf(node: Node): readonly Node[] {
  return 'List' in node ? (node.List.items ?? []) : [node];
}
