/** Domains. */

import type { Constraint, Node } from '@pgsql/types';
import type { DomainState, QualifiedName } from '../../schema/catalogue.ts';
import type { ServerDefault } from '../../schema/data-type.ts';
import { changeDomain, dropType, putDomain, renameType } from '../../schema/types.ts';
import { nameParts, qualified } from '../../sql/names.ts';
import { extent, extentBefore, findWords } from '../../sql/source.ts';
import { known } from '../operation.ts';
import { readCheck } from '../sql-constraints.ts';
import { readDefaultExpression, readTypeName } from '../sql-types.ts';
import type { StatementContext } from '../statement-context.ts';
import type { DomainChange } from './change.ts';
import { defineSubject } from './definition.ts';
import { listedName } from './names.ts';

const subject = 'domain';

type Check = DomainState['checks'][number];

export const domains = defineSubject<DomainChange>({
  statements: {
    CreateDomainStmt: ({ domainname, typeName, constraints = [] }, context) => {
      const { source } = context;
      const clauses = constraints.flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));
      const start = source.offset(typeName?.location);
      const first = Math.min(...clauses.map(({ location }) => source.offset(location)), source.end);
      const byDefault = clauses.find(({ contype }) => contype === 'CONSTR_DEFAULT');
      const made = byDefault && defaultOf(byDefault, context);
      return [
        {
          subject,
          do: 'create',
          name: listedName(domainname),
          type: readTypeName(typeName, extentBefore(source, start, first), context),
          nullable: !clauses.some(({ contype }) => contype === 'CONSTR_NOTNULL'),
          ...(made ? { default: made } : {}),
          checks: clauses.flatMap((clause) => (clause.contype === 'CONSTR_CHECK' ? [checkOf(clause, context)] : [])),
        },
      ];
    },
    AlterDomainStmt: ({ subtype, typeName, name: constraint = '', def }, context) =>
      alteration(subtype, constraint, def, context).map((change) => ({
        subject,
        name: listedName(typeName),
        ...change,
      })),
    'DropStmt.OBJECT_DOMAIN': ({ objects = [], behavior }) =>
      objects.map((object) => ({
        subject,
        do: 'drop',
        name: qualified(nameParts(object)),
        cascade: behavior === 'DROP_CASCADE',
      })),
    'RenameStmt.OBJECT_DOMAIN': ({ object, newname = '' }) => [
      { subject, do: 'rename', name: qualified(nameParts(object)), to: newname },
    ],
    'RenameStmt.OBJECT_DOMCONSTRAINT': ({ object, subname = '', newname = '' }) => [
      { subject, do: 'rename-check', name: qualified(nameParts(object)), check: subname, to: newname },
    ],
    AlterObjectSchemaStmt: ({ objectType, object, newschema = '' }) =>
      objectType === 'OBJECT_DOMAIN' || objectType === 'OBJECT_TYPE'
        ? [{ subject, do: 'move', name: qualified(nameParts(object)), schema: newschema }]
        : [],
  },
  apply: (catalogue, change, by) => {
    const { name } = change;
    switch (change.do) {
      case 'create': {
        const { type, nullable, checks } = change;
        const named: Check[] = [];
        for (const check of checks) named.push(withName(name, named, check));
        const constrained = !nullable || checks.length > 0;
        const byDefault = change.default === undefined ? {} : { default: change.default };
        return putDomain(catalogue, { ...name, type, nullable, ...byDefault, checks: named, constrained, by });
      }
      case 'drop':
        return dropType(catalogue, name, change.cascade);
      case 'rename':
        return renameType(catalogue, name, { ...name, name: change.to });
      case 'move':
        return renameType(catalogue, name, { schema: change.schema, name: name.name });
      default:
        return changeDomain(catalogue, name, (domain) => constrained(altered(domain, change)));
    }
  },
});

function altered(domain: DomainState, change: DomainChange): DomainState {
  switch (change.do) {
    case 'nullable':
      return { ...domain, nullable: change.nullable };
    case 'default': {
      const { default: _, ...rest } = domain;
      return change.default === null ? rest : { ...rest, default: change.default };
    }
    case 'add-check':
      return { ...domain, checks: [...domain.checks, withName(domain, domain.checks, change.check)] };
    case 'drop-check':
      return { ...domain, checks: domain.checks.filter((check) => check.name !== change.check) };
    case 'rename-check':
      return {
        ...domain,
        checks: domain.checks.map((check) => (check.name === change.check ? { ...check, name: change.to } : check)),
      };
    case 'validate':
      return {
        ...domain,
        checks: domain.checks.map((check) => (check.name === change.check ? { ...check, validated: true } : check)),
      };
    default:
      return domain;
  }
}

function constrained(domain: DomainState): DomainState {
  return { ...domain, constrained: !domain.nullable || domain.checks.length > 0 };
}

/** The server's own name: `<domain>_check`, numbered when it is taken. */
function withName({ name }: QualifiedName, others: readonly Check[], check: Check): Check {
  if (check.name !== undefined) return check;
  for (let pass = 0; ; pass++) {
    const own = `${name}_check${pass === 0 ? '' : pass}`;
    if (!others.some((other) => other.name === own)) return { ...check, name: own };
  }
}

type Alteration = DomainChange extends infer C ? (C extends DomainChange ? Omit<C, 'subject' | 'name'> : never) : never;

/** The letters are the parser's: T default, N drop and O set not null, C add, X drop and V validate a constraint. */
function alteration(
  subtype: string | undefined,
  constraint: string,
  def: Node | undefined,
  context: StatementContext,
): readonly Alteration[] {
  const clause = def && 'Constraint' in def ? def.Constraint : undefined;
  switch (subtype) {
    case 'T': {
      if (def === undefined) return [{ do: 'default', default: null }];
      const word = findWords(context.source, context.part.start, ['default']);
      const range = extent(context.source, word?.end ?? context.part.start);
      return [{ do: 'default', default: readDefaultExpression(def, range, context) }];
    }
    case 'N':
      return [{ do: 'nullable', nullable: true }];
    case 'O':
      return [{ do: 'nullable', nullable: false }];
    case 'C':
      return clause?.contype === 'CONSTR_CHECK' ? [{ do: 'add-check', check: checkOf(clause, context) }] : [];
    case 'X':
      return [{ do: 'drop-check', check: constraint }];
    case 'V':
      return [{ do: 'validate', check: constraint }];
    default:
      return [];
  }
}

function checkOf(clause: Constraint, context: StatementContext): Check {
  const { source } = context;
  const { name, sql } = readCheck(context, clause, extent(source, source.offset(clause.location)));
  return { name: known(name), sql, validated: clause.skip_validation !== true };
}

function defaultOf(clause: Constraint, context: StatementContext): ServerDefault | undefined {
  const { source } = context;
  if (clause.raw_expr === undefined) return undefined;
  const word = findWords(source, source.offset(clause.location), ['default']);
  const range = extent(source, word?.end ?? source.offset(clause.location), ['not', 'null', 'constraint', 'check']);
  return readDefaultExpression(clause.raw_expr, range, context) ?? undefined;
}
