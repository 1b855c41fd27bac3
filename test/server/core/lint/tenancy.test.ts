import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultSettings, type LintSettings } from '../../../../server/src/core/lint/settings.ts';
import type { Tenancy } from '../../../../server/src/core/lint/tenancy.ts';
import { openText } from '../../../support/project.ts';
import { revisionFile } from '../../../support/revision.ts';

/** The tenancy of a history that creates tables with these columns, written `table: column, column -> root`. */
function tenancyOf(tables: readonly string[], tenant: Partial<LintSettings['tenant']> = {}): Tenancy {
  const upgrade = tables.map((line) => {
    const [name, columns = ''] = line.split(': ');
    const declared = columns.split(', ').map((column) => {
      const [own, root] = column.split(' -> ');
      const key = root === undefined ? '' : `, sa.ForeignKey("${root}.id")`;
      return `sa.Column("${own}", sa.Integer()${key})`;
    });
    return `op.create_table("${name}", ${declared.join(', ')})`;
  });
  const settings = { ...defaultSettings, tenant: { ...defaultSettings.tenant, ...tenant } };
  return openText(`# file: v/a.py\n${revisionFile({ id: 'a1', upgrade: upgrade.join('\n') })}`, { settings }).tenancy;
}

function withColumns(name: string, ...columns: readonly string[]) {
  const made = openText(
    `# file: v/a.py\n${revisionFile({ id: 'a1', upgrade: `op.create_table("${name}", ${columns.map((column) => `sa.Column("${column}", sa.Integer())`).join(', ')})` })}`,
  );
  const table = made.catalogue.tables.get(name);
  assert.ok(table);
  return table;
}

function detected(tables: readonly string[]): readonly string[] {
  const { strategy, source, columns } = tenancyOf(tables);
  assert.equal(source, 'detected');
  assert.equal(strategy, columns.length > 0 ? 'column' : 'none');
  return columns;
}

describe('tenancy, detected', () => {
  test('a known name in three tables', () => {
    assert.deepEqual(detected(['a: id, tenant_id', 'b: id, tenant_id', 'c: id, tenant_id']), ['tenant_id']);
    assert.deepEqual(detected(['a: id, owner_id', 'b: id, owner_id', 'c: id, owner_id']), []);
  });

  test('only where a sixth of the tables have it', () => {
    const owned = ['a: tenant_id', 'b: tenant_id', 'c: tenant_id'];
    const others = (count: number) => Array.from({ length: count }, (_, i) => `o${i}: id`);
    assert.deepEqual(detected([...owned, ...others(15)]), ['tenant_id']);
    assert.deepEqual(detected([...owned, ...others(16)]), []);
    const shared = others(16).map((line) => line.split(':')[0] ?? '');
    assert.equal(tenancyOf([...owned, ...others(16)], { sharedTables: shared }).strategy, 'column');
  });

  test('in two only with one common root', () => {
    assert.deepEqual(detected(['a: tenant_id', 'b: tenant_id']), []);
    assert.deepEqual(detected(['t: id', 'a: tenant_id -> t', 'b: tenant_id']), []);
    assert.deepEqual(detected(['t: id', 'u: id', 'a: tenant_id -> t', 'b: tenant_id -> u']), []);
    assert.deepEqual(detected(['t: id', 'a: tenant_id -> t', 'b: tenant_id -> t']), ['tenant_id']);
    assert.deepEqual(detected(['t: id', 'a: tenant_id -> t']), []);
  });

  test('several columns', () => {
    const tables = ['a: tenant_id, client_id', 'b: tenant_id, client_id', 'c: tenant_id, client_id', 'd: org_id'];
    assert.deepEqual(detected(tables), ['tenant_id', 'client_id']);
  });

  test('it says what was found and where', () => {
    const { explanation, root } = tenancyOf([
      't: id',
      'a: org_id -> t',
      'b: org_id -> t',
      'c: org_id',
      'd: org_id -> t',
    ]);
    assert.equal(explanation, 'Detected tenant column: org_id stands in 4 tables (a, b, c, …) and references t.');
    assert.equal(root, 't');
    assert.match(tenancyOf(['a: id']).explanation, /No tenant column was detected/);
  });

  test('only tables that have the column are tenant tables', () => {
    const tenancy = tenancyOf(['a: tenant_id', 'b: tenant_id', 'c: tenant_id']);
    assert.equal(tenancy.tenantColumn(withColumns('a', 'id', 'tenant_id')), 'tenant_id');
    assert.equal(tenancy.tenantColumn(withColumns('countries', 'id')), undefined);
  });
});

describe('tenancy, configured', () => {
  test('columns stand as they are', () => {
    const tenancy = tenancyOf(['a: id'], { columns: ['shop'], root: 'shops', sharedTables: ['app.plans'] });
    const { strategy, source, columns, root } = tenancy;
    assert.deepEqual(
      { strategy, source, columns, root },
      {
        strategy: 'column',
        source: 'configured',
        columns: ['shop'],
        root: 'shops',
      },
    );
    assert.equal(tenancy.tenantColumn(withColumns('a', 'shop')), 'shop');
    assert.equal(tenancy.tenantColumn({ schema: 'app', ...withColumns('plans', 'shop') }), undefined);
    assert.ok(tenancy.isShared({ schema: 'app', name: 'plans' }));
  });

  test('other strategies have no column, whatever the history holds', () => {
    const tables = ['a: tenant_id', 'b: tenant_id', 'c: tenant_id'];
    for (const strategy of ['schema', 'database', 'none'] as const) {
      const tenancy = tenancyOf(tables, { strategy });
      assert.equal(tenancy.strategy, strategy);
      assert.deepEqual(tenancy.columns, []);
    }
    assert.deepEqual(tenancyOf(tables, { strategy: 'rls' }).columns, ['tenant_id']);
  });
});
