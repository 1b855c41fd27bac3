/** Whether two projects would list the same revision files. */

import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { Project } from './project.ts';

type Folders = Pick<Project, 'versionLocations' | 'recursive'>;

export function sharesFolder(a: Folders, b: Folders): boolean {
  const mine = a.versionLocations.map(realPath);
  const theirs = b.versionLocations.map(realPath);
  return mine.some((one) =>
    theirs.some((other) => one === other || (a.recursive && inside(one, other)) || (b.recursive && inside(other, one))),
  );
}

function inside(folder: string, place: string): boolean {
  return place.startsWith(folder + path.sep);
}

/** The path without symbolic links; of a place that doesn't exist, as it is. */
export function realPath(place: string): string {
  try {
    return realpathSync.native(place);
  } catch {
    return place;
  }
}
