/** Random calls of Alembic's operations as Python source, the same for the same seed. */

import { defaultSource, expressionSource, typeSource } from './random-column.ts';
import type { Random } from './random-history.ts';
import { columnName, list, maybe, nameSource, py, schemaSource, tableName } from './random-python.ts';

/** The body of `upgrade()`, without indentation. */
export function randomBody(random: Random, dialect: string): string {
  return random.pick(weighted)(random, dialect);
}

/** Tables, columns and indexes of models, from which Alembic writes a body of its own. */
export function randomTables(random: Random): string {
  const makers: readonly [Maker, ...Maker[]] = [createTable, createTable, addColumn, createIndex];
  return Array.from({ length: 1 + random.int(3) }, () => random.pick(makers)(random, 'postgresql', true)).join('\n');
}

/** `fitting`: with types of the dialect only. */
type Maker = (random: Random, dialect: string, fitting?: boolean) => string;

const weighted: readonly [Maker, ...Maker[]] = [
  createTable,
  createTable,
  createTable,
  addColumn,
  addColumn,
  addColumn,
  alterColumn,
  alterColumn,
  createIndex,
  createIndex,
  uniqueConstraint,
  foreignKey,
  foreignKey,
  checkConstraint,
  primaryKey,
  exclusion,
  dropThings,
  dropThings,
  comments,
  execute,
  execute,
  bulkInsert,
  core,
  batch,
  autocommit,
  enumCreate,
];

function createTable(random: Random, _dialect = '', fitting = false): string {
  const names = distinct(random, 1 + random.int(4));
  const keyed = random.chance(0.6) ? [] : ['primary_key=True'];
  const columns = names.map((name, index) => columnSource(random, name, index === 0 ? keyed : [], fitting));
  const [first = 'id'] = names;
  const constraints = [
    ...maybe(random, 0.6, () => `sa.PrimaryKeyConstraint(${py(first)}${named(random, 'pk')})`),
    ...maybe(random, 0.3, () => `sa.UniqueConstraint(${names.slice(0, 2).map(py).join(', ')}${named(random, 'uq')})`),
    ...maybe(
      random,
      0.3,
      () =>
        `sa.ForeignKeyConstraint([${py(first)}], [${py(`${tableName(random)}.id`)}]${named(random, 'fk')}${actions(random)})`,
    ),
    ...maybe(random, 0.2, () => `sa.CheckConstraint(${py(`${first.replace(/\W/g, '')} > 0`)}${named(random, 'ck')})`),
    ...maybe(
      random,
      0.1,
      () => `sa.Index(${py(`ix_${random.int(99)}`)}, ${py(first)}${random.chance(0.3) ? ', unique=True' : ''})`,
    ),
  ];
  const options = [
    ...schemaSource(random),
    ...maybe(random, 0.2, () => `comment=${py("the table's own")}`),
    ...maybe(random, 0.1, () => 'if_not_exists=True'),
    ...maybe(random, 0.05, () => "prefixes=['TEMPORARY']"),
    ...maybe(random, 0.1, () =>
      random.pick([
        "postgresql_partition_by='RANGE (a)'",
        "postgresql_tablespace='fast'",
        "postgresql_inherits='parent'",
        "postgresql_using='heap'",
        "postgresql_on_commit='PRESERVE ROWS'",
        "mysql_engine='InnoDB'",
        'sqlite_strict=True',
      ]),
    ),
  ];
  return `op.create_table(${[py(tableName(random)), ...columns, ...constraints, ...options].join(', ')})`;
}

function columnSource(random: Random, name: string, forced: readonly string[] = [], fitting = false): string {
  const type = fitting ? typeSource(random, 'postgresql') : typeSource(random);
  const items = [
    ...maybe(random, 0.15, () => foreignKeyClause(random)),
    ...maybe(random, 0.05, () => `sa.CheckConstraint('x > 1'${named(random, 'ck')})`),
    ...maybe(random, 0.04, () => `sa.Identity(${identityArguments(random)})`),
    ...maybe(random, 0.03, () => `sa.Computed('a + b'${random.pick(['', ', persisted=True'])})`),
  ];
  const generated = items.some((item) => item.startsWith('sa.Identity'));
  const options = [
    ...forced,
    ...maybe(random, 0.5, () => `nullable=${random.pick(['True', 'False', 'False'])}`),
    ...(generated ? [] : maybe(random, 0.3, () => `server_default=${defaultSource(random)}`)),
    ...maybe(random, 0.12, () => 'index=True'),
    ...maybe(random, 0.12, () => 'unique=True'),
    ...maybe(random, 0.1, () => `comment=${py(random.pick(['plain', "it's", 'a\\b', '100%', 'ñandú']))}`),
    ...maybe(random, 0.05, () => `autoincrement=${random.pick(['True', 'False', "'auto'"])}`),
    ...maybe(random, 0.05, () => 'default=5'),
  ];
  return `sa.Column(${[py(name), type, ...items, ...options].join(', ')})`;
}

function foreignKeyClause(random: Random): string {
  const target = random.pick(['users.id', 'auth.users.id', 'Order.Key', 'orders.select']);
  return `sa.ForeignKey(${py(target)}${named(random, 'fk')}${actions(random)})`;
}

function identityArguments(random: Random): string {
  return random.pick([
    '',
    'always=True',
    'start=10, increment=2',
    'always=False, minvalue=1, maxvalue=99, cycle=True, cache=3',
  ]);
}

function actions(random: Random): string {
  return [
    ...maybe(random, 0.4, () => `, ondelete=${py(random.pick(['CASCADE', 'SET NULL', 'RESTRICT', 'NO ACTION']))}`),
    ...maybe(random, 0.2, () => `, onupdate=${py(random.pick(['CASCADE', 'SET DEFAULT']))}`),
    ...maybe(random, 0.1, () => ', deferrable=True'),
    ...maybe(random, 0.1, () => ", initially='DEFERRED'"),
    ...maybe(random, 0.05, () => ", match='FULL'"),
    ...maybe(random, 0.05, () => ', use_alter=True'),
  ].join('');
}

function addColumn(random: Random, _dialect = '', fitting = false): string {
  const options = [
    ...schemaSource(random),
    ...maybe(random, 0.1, () => 'if_not_exists=True'),
    ...maybe(random, 0.1, () => 'inline_references=True'),
    ...maybe(random, 0.05, () => 'inline_primary_key=True'),
  ];
  const column = columnSource(random, columnName(random), random.chance(0.05) ? ['primary_key=True'] : [], fitting);
  return `op.add_column(${[py(tableName(random)), column, ...options].join(', ')})`;
}

function alterColumn(random: Random): string {
  const options = [
    ...maybe(random, 0.5, () => `nullable=${random.pick(['True', 'False'])}`),
    ...maybe(random, 0.4, () => `type_=${typeSource(random)}`),
    ...maybe(
      random,
      0.3,
      () => `server_default=${random.pick(['None', 'False', defaultSource(random), 'sa.Identity(always=True)'])}`,
    ),
    ...maybe(random, 0.2, () => `new_column_name=${py(columnName(random))}`),
    ...maybe(random, 0.2, () => `comment=${random.pick(['None', py("it's")])}`),
    ...maybe(random, 0.6, () => `existing_type=${typeSource(random)}`),
    ...maybe(random, 0.4, () => `existing_nullable=${random.pick(['True', 'False'])}`),
    ...maybe(random, 0.1, () => `existing_server_default=${random.pick(['None', "sa.text('now()')", "'x'"])}`),
    ...schemaSource(random),
  ];
  if (options.some((option) => option.startsWith('type_')) && random.chance(0.3))
    options.push("postgresql_using='a::integer'");
  return `op.alter_column(${[py(tableName(random)), py(columnName(random)), ...options].join(', ')})`;
}

function createIndex(random: Random): string {
  const keys = Array.from({ length: 1 + random.int(3) }, () =>
    random.chance(0.7) ? py(columnName(random)) : expressionSource(random),
  );
  const options = [
    ...schemaSource(random),
    ...maybe(random, 0.3, () => 'unique=True'),
    ...maybe(random, 0.2, () => 'postgresql_concurrently=True'),
    ...maybe(random, 0.1, () => 'if_not_exists=True'),
    ...maybe(random, 0.2, () => `postgresql_using=${py(random.pick(['gin', 'GIST', 'btree', 'hash']))}`),
    ...maybe(
      random,
      0.2,
      () =>
        `postgresql_where=${random.pick(["sa.text('deleted IS NULL')", "sa.column('a') > 5", 'sa.text("status = \'x\'")'])}`,
    ),
    ...maybe(random, 0.1, () => "postgresql_include=['extra']"),
    ...maybe(random, 0.1, () => "postgresql_with={'fillfactor': 50}"),
    ...maybe(random, 0.05, () => `postgresql_tablespace=${py('Space')}`),
    ...maybe(random, 0.05, () => 'postgresql_nulls_not_distinct=True'),
    ...maybe(random, 0.1, () => "postgresql_ops={'name': 'text_pattern_ops'}"),
    ...maybe(random, 0.05, () => "sqlite_where=sa.text('a > 1')"),
    ...maybe(random, 0.05, () => "mysql_length={'name': 10}"),
    ...maybe(random, 0.05, () => "mysql_prefix='FULLTEXT'"),
  ];
  return `op.create_index(${[nameSource(random, 'ix'), py(tableName(random)), `[${keys.join(', ')}]`, ...options].join(', ')})`;
}

function uniqueConstraint(random: Random): string {
  const options = [
    ...schemaSource(random),
    ...maybe(random, 0.1, () => "deferrable=True, initially='DEFERRED'"),
    ...maybe(random, 0.1, () => 'postgresql_nulls_not_distinct=True'),
  ];
  return `op.create_unique_constraint(${[nameSource(random, 'uq'), py(tableName(random)), list(distinct(random, 2)), ...options].join(', ')})`;
}

function foreignKey(random: Random): string {
  const options = [
    ...maybe(random, 0.2, () => "source_schema='billing'"),
    ...maybe(random, 0.2, () => "referent_schema='Auth'"),
    ...maybe(random, 0.2, () => 'postgresql_not_valid=True'),
  ];
  const several = random.chance(0.2);
  const columns = [list(several ? ['a', 'b'] : [columnName(random)]), list(several ? ['x', 'y'] : ['id'])];
  const tail = `${options.map((option) => `, ${option}`).join('')}${actions(random).replace(/, use_alter=True/, '')}`;
  return `op.create_foreign_key(${[nameSource(random, 'fk'), py(tableName(random)), py(tableName(random)), ...columns].join(', ')}${tail})`;
}

function checkConstraint(random: Random): string {
  const condition = random.pick([
    py("status IN ('a', 'b')"),
    "sa.text('a > b')",
    "sa.column('a') > 5",
    "sa.and_(sa.column('a') > 1, sa.column('b') != 'x')",
    "sa.or_(sa.column('a').is_(None), sa.column('b') == 2)",
    py("a::text <> '10:30'"),
  ]);
  const options = [...schemaSource(random), ...maybe(random, 0.2, () => 'postgresql_not_valid=True')];
  return `op.create_check_constraint(${[nameSource(random, 'ck'), py(tableName(random)), condition, ...options].join(', ')})`;
}

function primaryKey(random: Random): string {
  return `op.create_primary_key(${[nameSource(random, 'pk'), py(tableName(random)), list(distinct(random, 2)), ...schemaSource(random)].join(', ')})`;
}

function exclusion(random: Random): string {
  const options = [
    ...maybe(random, 0.3, () => "using='gist'"),
    ...maybe(random, 0.3, () => "where=sa.text('active')"),
    ...maybe(random, 0.2, () => 'deferrable=True'),
  ];
  return `op.create_exclude_constraint(${[nameSource(random, 'ex', 0), py(tableName(random)), "('room', '=')", "(sa.column('during'), '&&')", ...options].join(', ')})`;
}

function dropThings(random: Random): string {
  const table = py(tableName(random));
  const exists = maybe(random, 0.2, () => 'if_exists=True');
  const schema = schemaSource(random);
  const call = (name: string, ...args: readonly string[]) => `op.${name}(${args.join(', ')})`;
  return random.pick<() => string>([
    () => call('drop_table', table, ...schema, ...exists),
    () => call('drop_column', table, py(columnName(random)), ...schema, ...exists),
    () =>
      call(
        'drop_index',
        nameSource(random, 'ix', 0),
        `table_name=${table}`,
        ...schema,
        ...exists,
        ...maybe(random, 0.3, () => 'postgresql_concurrently=True'),
      ),
    () =>
      call(
        'drop_constraint',
        nameSource(random, 'fk', 0.05),
        table,
        ...maybe(random, 0.8, () => `type_=${py(random.pick(['foreignkey', 'unique', 'primary', 'check']))}`),
        ...schema,
        ...exists,
      ),
    () => call('rename_table', table, py(tableName(random)), ...schema),
  ])();
}

function comments(random: Random): string {
  const schema = schemaSource(random);
  const table = py(tableName(random));
  if (random.chance(0.3)) return `op.drop_table_comment(${[table, ...schema].join(', ')})`;
  return `op.create_table_comment(${[table, py(random.pick(['x', "it's", 'a\\b'])), ...schema].join(', ')})`;
}

function execute(random: Random): string {
  return random.pick([
    `op.execute(${py("UPDATE users SET name = 'x' WHERE id = 1")})`,
    `op.execute(${py('CREATE EXTENSION IF NOT EXISTS citext;')})`,
    `op.execute(sa.text(${py("SELECT '10:30', a::int, \\:escaped, 100 % 3")}))`,
    `op.execute(${py('INSERT INTO t VALUES (\'{"a":1}\')')})`,
    `op.execute(sa.text(${py('UPDATE t SET a = :value')}).bindparams(value=${random.pick(['5', py("it's"), 'True', 'None', '1.5'])}))`,
    'op.execute("""\n    CREATE TABLE x (\n\tid int\n    );\n    DROP TABLE y\n""")',
    `op.execute(sa.DDL(${py('CREATE TRIGGER t EXECUTE FUNCTION f()')}))`,
    `op.execute(sa.schema.CreateSequence(sa.Sequence(${py('order_seq')}, start=5)))`,
    `op.execute(sa.schema.DropSequence(sa.Sequence(${py('Seq')})))`,
    `op.execute(sa.schema.CreateSchema(${py('audit')}, if_not_exists=True))`,
    `op.execute(sa.schema.DropSchema(${py('audit')}, cascade=True))`,
    `op.get_bind().execute(sa.text(${py("DELETE FROM users WHERE email LIKE '%@x'")}))`,
    `conn = op.get_bind()\nconn.execute(sa.text(${py('UPDATE a SET b = 1')}))`,
    `for name in (${py('a')}, ${py('b')}):\n    op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")`,
  ]);
}

function bulkInsert(random: Random): string {
  const table = `sa.table(${[py(tableName(random)), "sa.column('id', sa.Integer)", "sa.column('name', sa.String)", "sa.column('on', sa.Boolean())", "sa.column('n', sa.Numeric(10, 2))", ...maybe(random, 0.2, () => "schema='s'")].join(', ')})`;
  const rows = Array.from(
    { length: 1 + random.int(3) },
    (_, index) =>
      `{'id': ${index}, 'name': ${py(random.pick(['x', "o'k", 'a\\b', 'ñ']))}, 'on': ${random.pick(['True', 'False', 'None'])}, 'n': ${random.pick(['1', '2.5', '-3', 'None'])}}`,
  );
  return `op.bulk_insert(${table}, [${rows.join(', ')}])`;
}

function core(random: Random): string {
  const table = `t = sa.table(${py(tableName(random))}, sa.column('id', sa.Integer), sa.column('name', sa.String), sa.column('on', sa.Boolean)${random.chance(0.2) ? ", schema='s'" : ''})`;
  const condition = random.pick([
    't.c.id == 5',
    "t.c.name == 'x'",
    't.c.name.is_(None)',
    't.c.name == None',
    't.c.name != None',
    't.c.id.in_([1, 2, 3])',
    "sa.and_(t.c.id > 1, t.c.name.like('a%'))",
    "sa.or_(t.c.id == 1, sa.and_(t.c.name == 'x', t.c.id < 9))",
    '(t.c.id > 1) & (t.c.id < 5)',
    'sa.not_(t.c.id == 5)',
    '~t.c.id.in_([1, 2])',
    "sa.func.lower(t.c.name) == 'x'",
    't.c.on == True',
    't.c.on.is_(False)',
    't.c.id + 1 > 5',
    "t.c.name.ilike('%x')",
    "sa.text('a IS NULL')",
  ]);
  const value = random.pick([
    "name='x'",
    'id=5',
    'on=False',
    'name=None',
    'name=sa.func.upper(t.c.name)',
    "name='x', id=7",
    'id=t.c.id + 1',
    'name=sa.text("\'raw\'")',
    'name=sa.null()',
  ]);
  const statement = random.pick([
    `t.update().where(${condition}).values(${value})`,
    `sa.update(t).values(${value}).where(${condition})`,
    `t.delete().where(${condition})`,
    `sa.delete(t).where(${condition})`,
    `t.insert().values(id=1, name='o''k')`,
    `sa.insert(t).values([{'id': 1, 'name': 'a'}, {'id': 2, 'name': 'b'}])`,
    `t.update().values({t.c.name: 'x'})`,
    `t.update().values({'name': 'x'}).where(${condition}).where(t.c.id > 1)`,
  ]);
  return `${table}\nop.execute(${statement})`;
}

function batch(random: Random): string {
  const lines = [
    ...maybe(random, 0.7, () => `batch_op.add_column(${columnSource(random, columnName(random))})`),
    ...maybe(
      random,
      0.4,
      () => `batch_op.alter_column(${py(columnName(random))}, nullable=False, existing_type=sa.Integer())`,
    ),
    ...maybe(random, 0.3, () => `batch_op.drop_column(${py(columnName(random))})`),
    ...maybe(
      random,
      0.3,
      () => `batch_op.create_index(batch_op.f(${py('ix_b_a')}), ['a'], unique=${random.pick(['True', 'False'])})`,
    ),
    ...maybe(random, 0.3, () => `batch_op.execute(${py('SELECT 1')})`),
    ...maybe(
      random,
      0.2,
      () => `batch_op.create_foreign_key(${nameSource(random, 'fk')}, 'users', ['a'], ['id'], ondelete='CASCADE')`,
    ),
    ...maybe(random, 0.2, () => `batch_op.create_unique_constraint('uq_b', ['a', 'b'])`),
    ...maybe(random, 0.2, () => `batch_op.drop_constraint('ck_b', type_='check')`),
    ...maybe(random, 0.2, () => `batch_op.drop_index('ix_old')`),
    ...maybe(random, 0.1, () => `batch_op.create_table_comment('c')`),
    ...maybe(random, 0.1, () => `op.execute(${py('SELECT 2')})`),
  ];
  const body = lines.length === 0 ? ['pass'] : lines;
  return `with op.batch_alter_table(${[py(tableName(random)), ...schemaSource(random)].join(', ')}) as batch_op:\n${body.map((line) => `    ${line}`).join('\n')}`;
}

function autocommit(random: Random): string {
  return `op.execute('SELECT 1')\nwith op.get_context().autocommit_block():\n    ${createIndex(random)}\nop.execute('SELECT 2')`;
}

function enumCreate(random: Random, dialect: string): string {
  if (dialect !== 'postgresql') return createTable(random);
  const name = py(random.pick(['mood', 'Order_Status', 'select']));
  const labels = random.pick(["'a', 'b'", "'it\\'s', 'x'", "'one'"]);
  return random.pick([
    `sa.Enum(${labels}, name=${name}).create(op.get_bind())`,
    `postgresql.ENUM(${labels}, name=${name}).create(op.get_bind(), checkfirst=True)`,
    `sa.Enum(name=${name}).drop(op.get_bind())`,
    `op.create_table('one', sa.Column('m', sa.Enum(${labels}, name=${name})))\nop.create_table('two', sa.Column('m', sa.Enum(${labels}, name=${name})))`,
    `op.create_table('one', sa.Column('m', postgresql.ENUM(${labels}, name=${name}, create_type=False)))`,
    `op.create_table('one', sa.Column('m', sa.Enum(${labels}, name=${name}, schema='s')), sa.Column('n', postgresql.ARRAY(sa.Enum(${labels}, name='other'))))`,
  ]);
}

function named(random: Random, prefix: string): string {
  return random.chance(0.6) ? `, name=${nameSource(random, prefix, 0)}` : '';
}

function distinct(random: Random, count: number): readonly string[] {
  const names = new Set<string>();
  while (names.size < count) names.add(columnName(random));
  return [...names];
}
