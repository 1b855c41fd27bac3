/** Requests and notifications between our client and server beyond plain LSP. Constants and types only. */

export interface RangeData {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

export interface RevisionData {
  readonly id: string;
  readonly down: readonly string[];
  readonly dependsOn: readonly string[];
  readonly branchLabels: readonly string[];
  readonly message: string;
  /** `Create Date` as written, if any. */
  readonly date: string | undefined;
  readonly uri: string;
  readonly head: boolean;
  readonly base: boolean;
  readonly branchPoint: boolean;
  readonly merge: boolean;
  /** In words, when the revision has no place in a sound graph. */
  readonly broken: string | undefined;
  /** Undefined until they are counted, which takes a while in a long history; plans always have them. */
  readonly findings: FindingCounts | undefined;
}

export interface FindingCounts {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
}

export interface ProjectData {
  /** Stable as long as the project's configuration file stays where it is. */
  readonly id: string;
  readonly name: string;
  /** Absolute path of the folder in which alembic is to be run. */
  readonly cwd: string;
  /** Absolute path of the project's folder. */
  readonly root: string;
  /** Absolute path of the ini or pyproject.toml. */
  readonly config: string | undefined;
  readonly section: string;
  readonly layout: 'alembic' | 'flask-migrate' | 'bare';
  readonly scriptLocation: string | undefined;
  /** Folders that hold the revision files. */
  readonly versionLocations: readonly string[];
  readonly versionTable: { readonly schema?: string; readonly name: string };
  /** Newest first. */
  readonly revisions: readonly RevisionData[];
  readonly heads: readonly string[];
  readonly problems: readonly { readonly message: string; readonly uri: string; readonly range: RangeData }[];
}

export interface PlanParams {
  readonly project: string;
  readonly direction: 'upgrade' | 'downgrade';
  readonly target: string;
  /** Rows of the version table; empty for an empty database. */
  readonly from: readonly string[];
}

export interface PlanData {
  readonly revisions: readonly RevisionData[];
  /** In Alembic's own words. */
  readonly error?: string;
}

/**
 * How the user's own Alembic is reached: settings of the project's folder with their variables resolved, and what the
 * editor knows. The server keeps none of it between requests.
 */
export interface RunnerData {
  /** Whether the user trusts the workspace; the server runs nothing and connects nowhere without it. */
  readonly trusted: boolean;
  /** Absolute path of the workspace folder that holds the project; virtual environments are looked for up to here. */
  readonly workspaceFolder: string;
  /** `alembicGuard.interpreter`: program and leading arguments; empty when not set. */
  readonly interpreter: readonly string[];
  /** The interpreter selected in the Python extension, where there is one. */
  readonly selectedInterpreter: readonly string[];
  /** `alembicGuard.command`: takes the place of `python -m alembic`; empty when not set. */
  readonly command: readonly string[];
  /** `alembicGuard.env`. */
  readonly env: Readonly<Record<string, string>>;
  /** Absolute path of `alembicGuard.envFile`, when set. */
  readonly envFile: string | undefined;
  /** `alembicGuard.xArguments`: one `key=value` for each `-x`. */
  readonly xArguments: readonly string[];
  /** `alembicGuard.databaseUrl`: where the state is read from, in SQLAlchemy's or PostgreSQL's notation. */
  readonly databaseUrl: string | undefined;
}

/** Why something couldn't be done, for people. Holds no secret. */
export interface FailureData {
  /** Stable key: `no-python`, `no-alembic`, `env-import`, `refused`, `wrong-password`, `revision-failed`, … */
  readonly code: string;
  /** One sentence that names the object and the cause. */
  readonly message: string;
  /** One sentence that says what to do next. */
  readonly next: string;
}

/** The database that Alembic would write to, or that state was read from. */
export interface TargetData {
  /** Host, port and database, never the password: `localhost:5432/shop`, or a file's name. */
  readonly label: string;
  /** SQLAlchemy's name: `postgresql`, `sqlite`, `mysql`, … */
  readonly dialect: string;
  /** Where the address comes from, to be read after "from": `env.py`, `the setting alembicGuard.databaseUrl`, … */
  readonly source: string;
}

export type DatabaseStateData =
  | {
      readonly kind: 'known';
      /** Rows of the version table; empty when it is missing or empty. */
      readonly rows: readonly string[];
      /** Major version of the PostgreSQL that the rows were read from; absent where they come through Alembic. */
      readonly serverVersion?: number;
      /** Versions in the Python that ran Alembic; absent where it wasn't asked through it. */
      readonly libraries?: { readonly alembic: string; readonly sqlalchemy: string };
      /** Stays the same as long as nobody writes the rows, also with what they were; absent where that isn't known. */
      readonly written?: string;
      readonly target: TargetData;
      readonly via: 'postgresql' | 'alembic';
      /** Whether Alembic itself named the target. If not, it was found by reading, and nothing must be written. */
      readonly confirmed: boolean;
      /** Why Alembic couldn't be asked, when `confirmed` is false. */
      readonly failure?: FailureData;
    }
  | { readonly kind: 'unknown'; readonly failure: FailureData; readonly target?: TargetData };

export interface DatabaseStateParams {
  readonly project: string;
  readonly runner: RunnerData;
}

export type RunAction =
  | { readonly kind: 'upgrade' | 'downgrade'; readonly target: string }
  | { readonly kind: 'revision'; readonly message: string; readonly autogenerate: boolean };

export interface RunParams {
  /** Chosen by the client; progress and cancellation name it. */
  readonly run: string;
  readonly project: string;
  readonly runner: RunnerData;
  readonly action: RunAction;
  /** What the user agreed to write to. If it is no longer so, nothing is run. Required for `upgrade` and `downgrade`. */
  readonly expected?: { readonly label: string; readonly rows: readonly string[] };
}

export interface RunProgressData {
  readonly run: string;
  /** A line of output, secrets removed. */
  readonly line?: string;
  /** The revision that Alembic has just begun: `id` is the one named by its file in either direction. */
  readonly step?: { readonly id: string; readonly direction: 'upgrade' | 'downgrade'; readonly message: string };
  /** The interrupt was sent, or can't be sent on this system; in words. */
  readonly interrupt?: string;
}

export interface RunData {
  /** `cancelled`: it ended after an interrupt and not with success. */
  readonly outcome: 'succeeded' | 'failed' | 'cancelled';
  readonly failure?: FailureData;
  /** The state read back after the end of the run; absent for `revision`. */
  readonly state?: DatabaseStateData;
  /** What state the database is in now compared to before, in words. */
  readonly summary: string;
  /** URIs of the revision files that appeared. */
  readonly created: readonly string[];
}

export interface PreviewSqlParams {
  readonly project: string;
  readonly runner: RunnerData;
  readonly revision: string;
  readonly direction: 'upgrade' | 'downgrade';
}

export interface PreviewSqlData {
  /** The whole document: header comment and formatted SQL, or the failure as a comment. */
  readonly text: string;
  readonly failure?: FailureData;
}

/** The `data` of a code action after which the user goes on typing. */
export interface CodeActionData {
  readonly typeAt: RangeData['start'];
}

export interface LogData {
  readonly level: 'debug' | 'info' | 'warning' | 'error';
  readonly message: string;
}

export const methods = {
  /** Client → server: `undefined` → `ProjectData[]`. */
  projects: 'alembicGuard/projects',
  /** Client → server: `PlanParams` → `PlanData`. */
  plan: 'alembicGuard/plan',
  /** Server → client, without content: projects or findings may have changed. */
  projectsChanged: 'alembicGuard/projectsChanged',
  /** Client → server, without content: the workspace is trusted from now on. */
  trusted: 'alembicGuard/trusted',
  /** Client → server: `DatabaseStateParams` → `DatabaseStateData`. */
  databaseState: 'alembicGuard/databaseState',
  /** Client → server: `RunParams` → `RunData`, answered when the program has ended. */
  run: 'alembicGuard/run',
  /** Server → client: `RunProgressData`. */
  runProgress: 'alembicGuard/runProgress',
  /** Client → server: `{ run }`; sends one interrupt. The request `run` is answered when the program has ended. */
  cancelRun: 'alembicGuard/cancelRun',
  /** Client → server: `PreviewSqlParams` → `PreviewSqlData`. */
  previewSql: 'alembicGuard/previewSql',
  /** Server → client: `LogData`, for the log channel; secrets removed. */
  log: 'alembicGuard/log',
} as const;
