/** What the tree's elements are: names of things, so that an element stays the same while its files change. */

export type Node =
  | { readonly kind: 'project'; readonly project: string }
  | { readonly kind: 'problem'; readonly project: string; readonly index: number }
  | { readonly kind: 'revision'; readonly project: string; readonly revision: string };

export function nodeKey(node: Node): string {
  if (node.kind === 'project') return node.project;
  return `${node.project}\n${node.kind}\n${node.kind === 'problem' ? node.index : node.revision}`;
}

/** Whether a command's argument came from our tree. */
export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'kind' in value && 'project' in value;
}
