/** Ids of the client's commands, the same in the manifest. */

export const commands = {
  upgradeHead: 'alembicGuard.upgradeHead',
  upgradeHere: 'alembicGuard.upgradeHere',
  upgradeStep: 'alembicGuard.upgradeStep',
  downgradeHere: 'alembicGuard.downgradeHere',
  downgradeStep: 'alembicGuard.downgradeStep',
  previewUpgrade: 'alembicGuard.previewUpgradeSql',
  previewDowngrade: 'alembicGuard.previewDowngradeSql',
  newRevision: 'alembicGuard.newRevision',
  refresh: 'alembicGuard.refresh',
  showLog: 'alembicGuard.showLog',
  goToRevision: 'alembicGuard.goToRevision',
  restartServer: 'alembicGuard.restartServer',
} as const;

/** What code actions run after their edit; in no menu. */
export const typeHere = 'alembicGuard.typeHere';
