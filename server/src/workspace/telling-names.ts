/** Names that tell the projects of several folders apart, where each folder by itself gave the same name. */

import path from 'node:path';

import type { Discovery, Project } from './project.ts';

/** All projects of the folders; a name that occurs in more than one of them gets its folder's name in front. */
export function withTellingNames(discoveries: readonly Discovery[]): readonly Project[] {
  const taken = (name: string) =>
    discoveries.filter(({ projects }) => projects.some((one) => one.name === name)).length;
  return discoveries.flatMap(({ root, projects }) => {
    const folder = path.basename(root);
    return projects.map((project) =>
      taken(project.name) < 2 || project.name === folder ? project : { ...project, name: `${folder}/${project.name}` },
    );
  });
}
