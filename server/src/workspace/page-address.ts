/** Where a rule's page is on the web. */

/** Below the homepage in the package's manifest; undefined as long as it names none, since a link must lead somewhere. */
export function pageAddress(rule: string, manifest: object): string | undefined {
  if (!('homepage' in manifest) || typeof manifest.homepage !== 'string') return undefined;
  return `${manifest.homepage.replace(/\/$/, '')}/docs/rules/${rule}.md`;
}
