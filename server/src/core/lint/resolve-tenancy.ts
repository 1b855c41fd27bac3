/** The tenancy of a project: as its configuration says, else as its history shows. */

import { type Catalogue, type QualifiedName, type TableState, tableKey } from '../schema/catalogue.ts';
import type { LintSettings } from './settings.ts';
import { isListed } from './tables.ts';
import type { Tenancy } from './tenancy.ts';
import { keyOnColumn } from './tenant-root.ts';

/** Names that a tenant column bears where nobody said otherwise. */
const knownNames = [
  'tenant_id',
  'client_id',
  'company_id',
  'empresa_id',
  'organization_id',
  'org_id',
  'account_id',
  'workspace_id',
];

/** The project's tenancy; `head` is the schema after every revision. */
export function resolveTenancy(settings: LintSettings, head: () => Catalogue): Tenancy {
  const { strategy, columns, root } = settings.tenant;
  if (strategy !== undefined && strategy !== 'column' && strategy !== 'rls') {
    return tenancy(settings, { strategy, source: 'configured', columns: [], root }, explainStrategy(strategy));
  }
  if (columns !== undefined) {
    const known = { strategy: strategy ?? 'column', source: 'configured', columns, root } as const;
    return tenancy(settings, known, `The configuration names ${list(columns)} as the tenant column.`);
  }
  const candidates = detect(head(), settings);
  const known = {
    strategy: strategy ?? (candidates.length === 0 ? 'none' : guarded(candidates) ? 'rls' : 'column'),
    source: strategy === undefined ? 'detected' : 'configured',
    columns: candidates.map((one) => one.column),
    root: root ?? candidates.find((one) => one.root !== undefined)?.root,
  } as const;
  return tenancy(settings, known, explainDetection(candidates));
}

type Known = Pick<Tenancy, 'strategy' | 'source' | 'columns' | 'root'>;

function tenancy(settings: LintSettings, known: Known, explanation: string): Tenancy {
  const isShared = (table: QualifiedName) => isListed(settings.tenant.sharedTables, table);
  return {
    ...known,
    explanation,
    isShared,
    tenantColumn: (table) => (isShared(table) ? undefined : known.columns.find((column) => table.columns.has(column))),
  };
}

interface Candidate {
  readonly column: string;
  readonly tables: readonly TableState[];
  /** The table that the column references, where every table that says so says the same. */
  readonly root: string | undefined;
}

/** Policies stand before most tenant tables, so the application leaves the filter to the database. */
function guarded(candidates: readonly Candidate[]): boolean {
  const tables = new Set(candidates.flatMap((one) => one.tables));
  const guards = [...tables].filter((table) => table.rowSecurity?.enabled === true);
  return guards.length * 2 > tables.size;
}

/**
 * A column in fewer tables than one of so many is that of a feature: OAuth clients, organizations in a product for
 * everybody. Of fourteen public histories with such columns, tenants have 18 % of the tables and more, features 16 % and less.
 */
const fewest = 6;

/**
 * A column with a known name that stands in at least three tables, or in two that reference one common root, and in a
 * sixth of all.
 */
function detect(head: Catalogue, settings: LintSettings): readonly Candidate[] {
  const found = new Map(knownNames.map((column) => [column, [] as { table: TableState; root: string | undefined }[]]));
  let tables = 0;
  for (const table of head.tables.values()) {
    if (isListed(settings.tenant.sharedTables, table)) continue;
    tables++;
    for (const { column, root } of claimsOf(table)) found.get(column)?.push({ table, root });
  }
  return [...found].flatMap(([column, claims]) => {
    const roots = claims.map((claim) => claim.root);
    const common = new Set(roots.filter((root) => root !== undefined));
    const root = common.size === 1 ? [...common][0] : undefined;
    const enough = claims.length >= 3 || (claims.length === 2 && root !== undefined && !roots.includes(undefined));
    const isCommon = claims.length * fewest >= tables;
    return enough && isCommon ? [{ column, tables: claims.map(({ table }) => table), root }] : [];
  });
}

interface Claim {
  readonly column: string;
  readonly root: string | undefined;
}

/** Most tables stay the same from one keystroke to the next. */
const claimsMade = new WeakMap<TableState, readonly Claim[]>();

/** The columns with known names of a table, and the tables that they reference. */
function claimsOf(table: TableState): readonly Claim[] {
  const known = claimsMade.get(table);
  if (known !== undefined) return known;
  const columns = knownNames.filter((column) => table.columns.has(column));
  const made = columns.map((column) => ({ column, root: referentOf(table, column) }));
  claimsMade.set(table, made);
  return made;
}

/** The table that a foreign key on this very column points at. */
function referentOf(table: TableState, column: string): string | undefined {
  const key = keyOnColumn(table, column);
  return key && tableKey(key.referent);
}

function explainDetection(candidates: readonly Candidate[]): string {
  if (candidates.length === 0) {
    return `No tenant column was detected: none of ${list(knownNames)} stands in enough tables.`;
  }
  const found = candidates.map(({ column, tables, root }) => {
    const examples = tables.slice(0, 3).map(tableKey);
    const more = tables.length > examples.length ? ', …' : '';
    const reference = root === undefined ? '' : ` and references ${root}`;
    return `${column} stands in ${tables.length} tables (${examples.join(', ')}${more})${reference}`;
  });
  const how = guarded(candidates) ? ', guarded by row level security' : '';
  return `Detected tenant column${how}: ${found.join('; ')}.`;
}

function explainStrategy(strategy: 'schema' | 'database' | 'none'): string {
  const sentences = {
    schema: 'The configuration says that each tenant has a schema of its own.',
    database: 'The configuration says that each tenant has a database of its own.',
    none: 'The configuration says that the project has no tenants.',
  };
  return sentences[strategy];
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
