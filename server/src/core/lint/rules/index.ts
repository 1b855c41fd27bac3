/** Every rule, alphabetically: the only list of them. */

import type { Rule } from '../rule.ts';
import addCheckValidates from './add-check-validates.ts';
import addColumnNotNullNoDefault from './add-column-not-null-no-default.ts';
import addColumnVolatileDefault from './add-column-volatile-default.ts';
import addFkValidates from './add-fk-validates.ts';
import addUniqueConstraint from './add-unique-constraint.ts';
import alterColumnTypeRewrite from './alter-column-type-rewrite.ts';
import analyzeAfterBackfill from './analyze-after-backfill.ts';
import backfillAndDdlSameTransaction from './backfill-and-ddl-same-transaction.ts';
import backfillUnbatched from './backfill-unbatched.ts';
import brokenDownRevision from './broken-down-revision.ts';
import concurrentlyInTransaction from './concurrently-in-transaction.ts';
import createIndexBlocking from './create-index-blocking.ts';
import dataInSchemaMigration from './data-in-schema-migration.ts';
import deleteWithoutWhere from './delete-without-where.ts';
import dmlOnMissingColumn from './dml-on-missing-column.ts';
import downgradeEmpty from './downgrade-empty.ts';
import dropColumn from './drop-column.ts';
import dropIndexBlocking from './drop-index-blocking.ts';
import dropTable from './drop-table.ts';
import executeColonBind from './execute-colon-bind.ts';
import executePercent from './execute-percent.ts';
import fkOnDeleteCascade from './fk-on-delete-cascade.ts';
import insertExplicitIds from './insert-explicit-ids.ts';
import insertWithoutColumns from './insert-without-columns.ts';
import ioInMigration from './io-in-migration.ts';
import loadAllRows from './load-all-rows.ts';
import multipleHeads from './multiple-heads.ts';
import nonIdempotentBackfill from './non-idempotent-backfill.ts';
import nondeterministicData from './nondeterministic-data.ts';
import offlineIncompatible from './offline-incompatible.ts';
import ormModelImport from './orm-model-import.ts';
import ormSessionInMigration from './orm-session-in-migration.ts';
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
import tenantColumnNullable from './tenant-column-nullable.ts';
import tenantColumnTypeDrift from './tenant-column-type-drift.ts';
import tenantFilterHardcoded from './tenant-filter-hardcoded.ts';
import tenantFilterMissing from './tenant-filter-missing.ts';
import tenantFkMissing from './tenant-fk-missing.ts';
import tenantGlobalLockFanout from './tenant-global-lock-fanout.ts';
import tenantInsertMissing from './tenant-insert-missing.ts';
import tenantJoinMismatch from './tenant-join-mismatch.ts';
import tenantNotInFk from './tenant-not-in-fk.ts';
import tenantNotInPk from './tenant-not-in-pk.ts';
import tenantNotInUnique from './tenant-not-in-unique.ts';
import tenantNotLeadingIndex from './tenant-not-leading-index.ts';
import tenantPolicyIncomplete from './tenant-policy-incomplete.ts';
import tenantRlsBlindBackfill from './tenant-rls-blind-backfill.ts';
import tenantRlsMissing from './tenant-rls-missing.ts';
import tenantSchemaHardcoded from './tenant-schema-hardcoded.ts';
import tenantSchemaQualifiedDrift from './tenant-schema-qualified-drift.ts';
import updateWithoutWhere from './update-without-where.ts';

export const rules: readonly Rule[] = [
  addCheckValidates,
  addColumnNotNullNoDefault,
  addColumnVolatileDefault,
  addFkValidates,
  addUniqueConstraint,
  alterColumnTypeRewrite,
  analyzeAfterBackfill,
  backfillAndDdlSameTransaction,
  backfillUnbatched,
  brokenDownRevision,
  concurrentlyInTransaction,
  createIndexBlocking,
  dataInSchemaMigration,
  deleteWithoutWhere,
  dmlOnMissingColumn,
  downgradeEmpty,
  dropColumn,
  dropIndexBlocking,
  dropTable,
  executeColonBind,
  executePercent,
  fkOnDeleteCascade,
  insertExplicitIds,
  insertWithoutColumns,
  ioInMigration,
  loadAllRows,
  multipleHeads,
  nonIdempotentBackfill,
  nondeterministicData,
  offlineIncompatible,
  ormModelImport,
  ormSessionInMigration,
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
  tenantColumnNullable,
  tenantColumnTypeDrift,
  tenantFilterHardcoded,
  tenantFilterMissing,
  tenantFkMissing,
  tenantGlobalLockFanout,
  tenantInsertMissing,
  tenantJoinMismatch,
  tenantNotInFk,
  tenantNotInPk,
  tenantNotInUnique,
  tenantNotLeadingIndex,
  tenantPolicyIncomplete,
  tenantRlsBlindBackfill,
  tenantRlsMissing,
  tenantSchemaHardcoded,
  tenantSchemaQualifiedDrift,
  updateWithoutWhere,
];
