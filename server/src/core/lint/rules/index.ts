/** Every rule, alphabetically: the only list of them. */

import type { Rule } from '../rule.ts';
import addCheckValidates from './add-check-validates.ts';
import addColumnNotNullNoDefault from './add-column-not-null-no-default.ts';
import addColumnVolatileDefault from './add-column-volatile-default.ts';
import addFkValidates from './add-fk-validates.ts';
import addUniqueConstraint from './add-unique-constraint.ts';
import alterColumnTypeRewrite from './alter-column-type-rewrite.ts';
import brokenDownRevision from './broken-down-revision.ts';
import codeOutsideFunctions from './code-outside-functions.ts';
import concurrentlyInTransaction from './concurrently-in-transaction.ts';
import createIndexBlocking from './create-index-blocking.ts';
import dependsOnUnresolved from './depends-on-unresolved.ts';
import downgradeEmpty from './downgrade-empty.ts';
import downgradeMissing from './downgrade-missing.ts';
import downgradeNotMirroring from './downgrade-not-mirroring.ts';
import downgradeRestoresNotNull from './downgrade-restores-not-null.ts';
import downgradeUnnamedConstraint from './downgrade-unnamed-constraint.ts';
import dropColumn from './drop-column.ts';
import dropIndexBlocking from './drop-index-blocking.ts';
import dropTable from './drop-table.ts';
import duplicateRevisionId from './duplicate-revision-id.ts';
import emptyUpgrade from './empty-upgrade.ts';
import enumTypeDoubleCreate from './enum-type-double-create.ts';
import enumTypeLeakOnDowngrade from './enum-type-leak-on-downgrade.ts';
import enumValueUsedInSameTransaction from './enum-value-used-in-same-transaction.ts';
import fkOnDeleteCascade from './fk-on-delete-cascade.ts';
import mergeRevisionWithOps from './merge-revision-with-ops.ts';
import missingImport from './missing-import.ts';
import multipleHeads from './multiple-heads.ts';
import renameColumn from './rename-column.ts';
import revisionCycle from './revision-cycle.ts';
import revisionIdTooLong from './revision-id-too-long.ts';
import serverDefaultFrozenNow from './server-default-frozen-now.ts';
import setNotNullScan from './set-not-null-scan.ts';
import sqlParseError from './sql-parse-error.ts';
import suppressionMalformed from './suppression-malformed.ts';
import suppressionMissingReason from './suppression-missing-reason.ts';
import suppressionUnknownRule from './suppression-unknown-rule.ts';
import suppressionUnused from './suppression-unused.ts';
import tenantColumnMissing from './tenant-column-missing.ts';
import tenantFilterMissing from './tenant-filter-missing.ts';
import unanalysableOperation from './unanalysable-operation.ts';
import updateWithoutWhere from './update-without-where.ts';

export const rules: readonly Rule[] = [
  addCheckValidates,
  addColumnNotNullNoDefault,
  addColumnVolatileDefault,
  addFkValidates,
  addUniqueConstraint,
  alterColumnTypeRewrite,
  brokenDownRevision,
  codeOutsideFunctions,
  concurrentlyInTransaction,
  createIndexBlocking,
  dependsOnUnresolved,
  downgradeEmpty,
  downgradeMissing,
  downgradeNotMirroring,
  downgradeRestoresNotNull,
  downgradeUnnamedConstraint,
  dropColumn,
  dropIndexBlocking,
  dropTable,
  duplicateRevisionId,
  emptyUpgrade,
  enumTypeDoubleCreate,
  enumTypeLeakOnDowngrade,
  enumValueUsedInSameTransaction,
  fkOnDeleteCascade,
  mergeRevisionWithOps,
  missingImport,
  multipleHeads,
  renameColumn,
  revisionCycle,
  revisionIdTooLong,
  serverDefaultFrozenNow,
  setNotNullScan,
  sqlParseError,
  suppressionMalformed,
  suppressionMissingReason,
  suppressionUnknownRule,
  suppressionUnused,
  tenantColumnMissing,
  tenantFilterMissing,
  unanalysableOperation,
  updateWithoutWhere,
];
