/** Which functions give a new value per row, as PostgreSQL's own catalogue (`pg_proc.provolatile`) has them. */

import type { ServerDefault } from '../schema/data-type.ts';

export type Volatility = 'constant' | 'volatile' | 'unknown';

/** `provolatile = 'v'` in PostgreSQL 15 with uuid-ossp and pgcrypto; `uuidv4` and `uuidv7` come with 18. */
const volatile: ReadonlySet<string> = new Set([
  'clock_timestamp',
  'currval',
  'gen_random_bytes',
  'gen_random_uuid',
  'gen_salt',
  'lastval',
  'nextval',
  'random',
  'random_normal',
  'set_config',
  'setval',
  'timeofday',
  'uuid_generate_v1',
  'uuid_generate_v1mc',
  'uuid_generate_v4',
  'uuidv4',
  'uuidv7',
]);

/** `provolatile` `i` or `s`: one value for all rows of a statement. Those that people write in defaults. */
const steady: ReadonlySet<string> = new Set(
  `abs age array_append array_fill array_prepend array_to_string btrim cardinality ceil ceiling coalesce concat concat_ws
   crypt current_catalog current_database current_date current_role current_schema current_setting current_time
   current_timestamp current_user date date_bin date_part date_trunc decode digest encode extract floor format greatest
   hashtext hmac inet_client_addr initcap int4range int8range json_build_array json_build_object jsonb_build_array
   jsonb_build_object jsonb_set least left length localtime localtimestamp lower lpad ltrim make_date make_interval
   make_time make_timestamp make_timestamptz md5 mod now nullif numrange pg_backend_pid pg_current_xact_id power replace
   right round rpad rtrim session_user sha256 split_part sqrt statement_timestamp string_to_array substr substring
   tstzrange tsrange daterange timezone to_char to_date to_hex to_json to_jsonb to_number to_timestamp to_tsvector
   transaction_timestamp trim trunc txid_current upper user uuid_generate_v3 uuid_generate_v5 uuid_nil uuid_ns_dns
   uuid_ns_oid uuid_ns_url uuid_ns_x500 version`.split(/\s+/),
);

/** Functions that are steady within a statement and give something else the next day, or to somebody else. */
const momentary: ReadonlySet<string> = new Set(
  `current_date current_role current_setting current_time current_timestamp current_user inet_client_addr localtime
   localtimestamp now pg_backend_pid pg_current_xact_id session_user statement_timestamp transaction_timestamp
   txid_current user`.split(/\s+/),
);

/** Whether the function, in lower case, may give another value for the same arguments at another time. */
export function changesWithTime(name: string): boolean {
  const own = name.slice(name.lastIndexOf('.') + 1);
  return volatile.has(own) || momentary.has(own);
}

/** The first major version of a function that one of the supported versions doesn't have. */
const introduced: Readonly<Record<string, number>> = { random_normal: 16, uuidv4: 18, uuidv7: 18 };

/**
 * Whether a default has one value for all rows (`constant`: the column is added without touching rows), a value per row,
 * or calls a function that only the database knows.
 */
export function volatilityOf(value: ServerDefault): {
  readonly volatility: Volatility;
  readonly function?: string;
  /** The first major version that has the function. */
  readonly needs?: number;
} {
  if (value.kind === 'literal') return { volatility: 'constant' };
  if (value.kind === 'unknown') return { volatility: 'unknown' };
  const names = value.functions.map((name) => name.slice(name.lastIndexOf('.') + 1).toLowerCase());
  const perRow = names.find((name) => volatile.has(name));
  if (perRow !== undefined) {
    const needs = introduced[perRow];
    return { volatility: 'volatile', function: perRow, ...(needs === undefined ? {} : { needs }) };
  }
  const stranger = names.find((name) => !steady.has(name));
  return stranger === undefined ? { volatility: 'constant' } : { volatility: 'unknown', function: stranger };
}
