/** Versions of Alembic and SQLAlchemy that migrations are judged for, and how a message names them. */

export interface Library {
  /** `1.18` or `1.18.2`. */
  readonly version: string;
  /** Where it is known from: the configuration, the project's own Python, or nowhere, so that it is a current one. */
  readonly origin: 'configured' | 'environment' | 'default';
}

export interface Libraries {
  readonly alembic: Library;
  readonly sqlalchemy: Library;
}

export type LibraryName = keyof Libraries;

/** Current ones, for projects of which nobody has said anything. */
export const currentLibraries: Libraries = {
  alembic: { version: '1.20', origin: 'default' },
  sqlalchemy: { version: '2.0', origin: 'default' },
};

/** `1.18.2` and the like; a letter such as that of `2.1.0b1` ends it. */
export const versionPattern = /^\d+\.\d+(\.\d+)?/;

/** Whether the library is of this version or a later one. Of `1.18` the last release counts. */
export function isAtLeast({ version }: Library, wanted: string): boolean {
  const [have, want] = [version, wanted].map((text) => text.split('.').map((part) => Number.parseInt(part, 10)));
  for (const [i, part] of (want ?? []).entries()) {
    const own = have?.[i] ?? Number.POSITIVE_INFINITY;
    if (own !== part) return own > part;
  }
  return true;
}

const titles: Readonly<Record<LibraryName, string>> = { alembic: 'Alembic', sqlalchemy: 'SQLAlchemy' };

/** `SQLAlchemy 2.0`, and that nobody has said so where nobody has. */
export function libraryNamed(libraries: Libraries, name: LibraryName): string {
  const { version, origin } = libraries[name];
  return `${titles[name]} ${version}${origin === 'default' ? ` (assumed: set ${name}-version)` : ''}`;
}

/** What the project's Python has, where the configuration doesn't say. */
export function withInstalled(
  libraries: Libraries,
  installed: Readonly<Partial<Record<LibraryName, string>>> | undefined,
): Libraries {
  const take = (name: LibraryName): Library => {
    const version = versionPattern.exec(installed?.[name] ?? '')?.[0];
    const known = libraries[name];
    return version === undefined || known.origin === 'configured' ? known : { version, origin: 'environment' };
  };
  return { alembic: take('alembic'), sqlalchemy: take('sqlalchemy') };
}
