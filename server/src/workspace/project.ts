/** What finding the Alembic projects of a folder gives the upper layers: everything known of each without running Python. */

import type { EnvironmentFacts } from '../core/history/environment.ts';
import type { LintSettings } from '../core/lint/settings.ts';
import type { Range } from '../core/text/line-index.ts';

/**
 * One Alembic environment: a set of revisions with one graph, and how to run it. All paths are absolute, in the
 * platform's form, symbolic links not resolved. Ini sections (or several ini files) that share their revisions are one
 * project with several `sections`.
 */
export interface Project {
  /** Stable as long as the configuration stays where it is: its path, with `#section` unless that is `alembic`. */
  readonly id: string;
  /** For people: `root` relative to the folder searched (its base name when it is that folder), with the section where several share a file. */
  readonly name: string;
  /** The folder that the project lives in: that of its configuration; for `flask-migrate` and `bare` the one above the script directory. */
  readonly root: string;
  /** `alembic`: an ini or pyproject.toml names the script directory; `flask-migrate`: the ini lies in it and Flask names it; `bare`: no configuration. */
  readonly layout: 'alembic' | 'flask-migrate' | 'bare';
  /** The ini, or the pyproject.toml where that alone holds the configuration. */
  readonly config: string | undefined;
  /** The section to use when none is asked for; `alembic` if the project has it. */
  readonly section: string;
  readonly sections: readonly ProjectSection[];
  /** The folder with env.py; undefined when the configuration doesn't name one that can be found. */
  readonly scriptLocation: string | undefined;
  /** In Alembic's order. They may not exist: Alembic skips such folders silently. */
  readonly versionLocations: readonly string[];
  /** Whether folders inside the version locations count too. */
  readonly recursive: boolean;
  /** Whether Alembic also loads compiled files, which can't be read here. */
  readonly sourceless: boolean;
  /** Folder in which alembic must be started so that its relative paths hold. */
  readonly cwd: string;
  /** `sqlalchemy.url` of the main section where it is written out; may hold a password, so never print it. */
  readonly url: string | undefined;
  readonly naming: FileNaming;
  readonly environment: EnvironmentFacts;
  /** The revision files in the order Alembic loads them, those that could be read. */
  readonly files: readonly SourceFile[];
  /** False when a folder or file could not be read (or is compiled only): then absence proves nothing. Feed it to the graph. */
  readonly complete: boolean;
  /** The project's configuration of Alembic Guard, with the editor's overrides on top. */
  readonly settings: LintSettings;
  /** The pyproject.toml or alembic-guard.toml that `settings` came from. */
  readonly settingsFile: string | undefined;
  readonly problems: readonly WorkspaceProblem[];
}

/** An ini section (or `[tool.alembic]`) that leads to the project's revisions. */
export interface ProjectSection {
  readonly config: string;
  readonly name: string;
  readonly url: string | undefined;
  /** `databases = a, b` of the multidb template; empty otherwise. */
  readonly databases: readonly string[];
}

/** What decides the name of a new revision file. */
export interface FileNaming {
  /** With its `%(rev)s` tokens, unescaped. */
  readonly template: string;
  readonly slugLength: number;
  readonly timezone: string | undefined;
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Something in the way, for a person: the message names the object, the cause and the next step. */
export interface WorkspaceProblem {
  /** `no-script-location`, `missing-script-folder`, `bad-interpolation`, `duplicate-option`, `unreadable-folder`, `file-too-large`, `unknown-setting`, … */
  readonly code: string;
  readonly level: 'error' | 'warning' | 'info';
  readonly message: string;
  /** The file to show it in, or the folder that can't be read. */
  readonly file: string;
  /** The very place in the file; its start when there is none. */
  readonly range: Range;
}

/** Everything found under one folder. */
export interface Discovery {
  readonly root: string;
  /** By path of their configuration. */
  readonly projects: readonly Project[];
  /** What concerns no single project, e.g. a folder that can't be searched. */
  readonly problems: readonly WorkspaceProblem[];
}

/** Which projects to look for, and what a person set in the editor. */
export interface DiscoveryOptions {
  /** Configuration files or script directories named by the user, absolute: found even where the search doesn't go. */
  readonly include?: readonly string[];
  /** Editor settings under `alembicGuard`, as plain JSON in camelCase; they win over the project's file. */
  readonly editorSettings?: unknown;
  /** Leaves env.py unread, for those who want revisions alone: `environment` is then Alembic's default. */
  readonly withoutEnvironment?: boolean;
}

// Entry points, each in the file it is named after:
//   find-projects.ts   findProjects(folder, options?): Promise<Discovery>            every project under a folder
//   find-projects.ts   findProjectsOf(path, options?): Promise<Discovery>            the projects that a file or folder lies in, searching upwards
//   read-files.ts      readRevisionFiles(project): Promise<ReadFiles>               the files again, after a change on disk
