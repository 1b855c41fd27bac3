/** An amount that is only nearly right. */

import { changeType } from '../fixes/column-type.ts';
import { madeColumns } from '../made-columns.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'float-for-exact',
  group: 'columns',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'suggested',
  docs: {
    summary: 'A column whose name speaks of an exact amount has a floating-point type.',
    why: 'Floating-point numbers hold most decimal fractions only nearly: sums of amounts are off by cents, and two amounts that are equal compare as different.',
    instead: 'Use `numeric` with a precision and a scale, or whole cents.',
  },
  examples: [
    {
      title: 'In a new table',
      bad: `op.create_table("payments", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("total_amount", «sa.Float()»))`,
      good: `op.create_table("payments", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("total_amount", sa.Numeric(precision=14, scale=2)))`,
    },
    {
      title: 'In SQL',
      history: 'op.create_table("payments", sa.Column("id", sa.BigInteger(), primary_key=True))',
      bad: 'op.execute("ALTER TABLE payments ADD COLUMN total_amount «double precision»")',
      good: 'op.execute("ALTER TABLE payments ADD COLUMN total_amount numeric(14, 2)")',
    },
    {
      title: 'A measure may be a float',
      bad: `op.create_table("rides", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("speed", sa.Float()), sa.Column("fare", «sa.Float()»))`,
      good: `op.create_table("rides", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("speed", sa.Float()), sa.Column("fare", sa.Numeric(precision=14, scale=2)))`,
    },
  ],

  *check(context) {
    for (const { operation, column } of madeColumns(context)) {
      const { name } = column.type.value;
      if ((name !== 'float4' && name !== 'float8') || !isExact(column.name)) continue;
      const shown = `${context.show(operation.table)}.${column.name}`;
      yield {
        at: column.type.span,
        message: `${shown} holds amounts only nearly, so sums are off by cents; use numeric.`,
        operation,
        fixes: () => changeType(context, column, { name: 'numeric', modifiers: [14, 2] }, 'numeric(14, 2)'),
      };
    }
  },
});

/** Words of names of money, in the languages that column names are written in most. */
const amounts = new Set(
  `amount balance charge cost credit debit discount fare fee paid payment price revenue salary subtotal tax total vat
   balanza costo custo descuento desconto impuesto importe monto pago precio preco saldo salario tarifa valor`.split(
    /\s+/,
  ),
);

function isExact(column: string): boolean {
  return column
    .toLowerCase()
    .split('_')
    .some((word) => amounts.has(word.replace(/s$/, '')) || amounts.has(word));
}
