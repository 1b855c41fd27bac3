/** The environment variables by which the runner tells test processes what it has started. */

export const POSTGRES_URL = 'ALEMBIC_GUARD_TEST_POSTGRES';
export const PYTHON = 'ALEMBIC_GUARD_TEST_PYTHON';
/** The `.vsix` that the run has packaged. */
export const VSIX = 'ALEMBIC_GUARD_TEST_VSIX';
/** The Node that `npm test` was called with: the oldest on which the command line must work. */
export const OLD_NODE = 'ALEMBIC_GUARD_TEST_OLD_NODE';
/** Where the suite inside VS Code writes how many tests passed and failed. */
export const HOST_RESULTS = 'ALEMBIC_GUARD_TEST_HOST_RESULTS';
/** The bundles to run inside VS Code. */
export const HOST_FILES = 'ALEMBIC_GUARD_TEST_HOST_FILES';
