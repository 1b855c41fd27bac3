/** Every rule, alphabetically: the only list of them. */

import type { Rule } from '../rule.ts';
import addCheckValidates from './add-check-validates.ts';
import addColumnNotNullNoDefault from './add-column-not-null-no-default.ts';
import addColumnVolatileDefault from './add-column-volatile-default.ts';
import addFkValidates from './add-fk-validates.ts';
import addUniqueConstraint from './add-unique-constraint.ts';
import alterColumnTypeRewrite from './alter-column-type-rewrite.ts';
import brokenDownRevision from './broken-down-revision.ts';
import concurrentlyInTransaction from './concurrently-in-transaction.ts';
import createIndexBlocking from './create-index-blocking.ts';
import deleteWithoutWhere from './delete-without-where.ts';
import dmlOnMissingColumn from './dml-on-missing-column.ts';
import downgradeEmpty from './downgrade-empty.ts';
import dropColumn from './drop-column.ts';
import dropIndexBlocking from './drop-index-blocking.ts';
import dropTable from './drop-table.ts';
import executeColonBind from './execute-colon-bind.ts';
import fkOnDeleteCascade from './fk-on-delete-cascade.ts';
import multipleHeads from './multiple-heads.ts';
import rawSqlInterpolation from './raw-sql-interpolation.ts';
import renameColumn from './rename-column.ts';
import revisionIdTooLong from './revision-id-too-long.ts';
import serverDefaultFrozenNow from './server-default-frozen-now.ts';
import setNotNullScan from './set-not-null-scan.ts';
import suppressionMalformed from './suppression-malformed.ts';
import suppressionMissingReason from './suppression-missing-reason.ts';
import suppressionUnknownRule from './suppression-unknown-rule.ts';
import suppressionUnused from './suppression-unused.ts';
import tenantColumnDroppedOrRenamed from './tenant-column-dropped-or-renamed.ts';
import tenantColumnMissing from './tenant-column-missing.ts';
import tenantFilterHardcoded from './tenant-filter-hardcoded.ts';
import tenantFilterMissing from './tenant-filter-missing.ts';
import tenantInsertMissing from './tenant-insert-missing.ts';
import tenantJoinMismatch from './tenant-join-mismatch.ts';
import tenantNotInUnique from './tenant-not-in-unique.ts';
import tenantPolicyIncomplete from './tenant-policy-incomplete.ts';
import tenantRlsBlindBackfill from './tenant-rls-blind-backfill.ts';
import tenantRlsMissing from './tenant-rls-missing.ts';
import tenantSchemaHardcoded from './tenant-schema-hardcoded.ts';
import updateWithoutWhere from './update-without-where.ts';

export const rules: readonly Rule[] = [
  addCheckValidates,
  addColumnNotNullNoDefault,
  addColumnVolatileDefault,
  addFkValidates,
  addUniqueConstraint,
  alterColumnTypeRewrite,
  brokenDownRevision,
  concurrentlyInTransaction,
  createIndexBlocking,
  deleteWithoutWhere,
  dmlOnMissingColumn,
  downgradeEmpty,
  dropColumn,
  dropIndexBlocking,
  dropTable,
  executeColonBind,
  fkOnDeleteCascade,
  multipleHeads,
  rawSqlInterpolation,
  renameColumn,
  revisionIdTooLong,
  serverDefaultFrozenNow,
  setNotNullScan,
  suppressionMalformed,
  suppressionMissingReason,
  suppressionUnknownRule,
  suppressionUnused,
  tenantColumnDroppedOrRenamed,
  tenantColumnMissing,
  tenantFilterHardcoded,
  tenantFilterMissing,
  tenantInsertMissing,
  tenantJoinMismatch,
  tenantNotInUnique,
  tenantPolicyIncomplete,
  tenantRlsBlindBackfill,
  tenantRlsMissing,
  tenantSchemaHardcoded,
  updateWithoutWhere,
];
