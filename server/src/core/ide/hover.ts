/** Hover: the rule behind a finding, else the revision that an id names. */

import type { ProjectSnapshot } from '../analysis.ts';
import type { Finding } from '../lint/finding.ts';
import { ruleNamed } from '../lint/rule-named.ts';
import { type Span, touches } from '../text/span.ts';
import { definitionAt } from './definition.ts';

export interface HoverText {
  readonly markdown: string;
  readonly span: Span;
}

/** What to show at the offset; undefined where another extension may speak. `page` gives the address of a rule's page. */
export function hoverAt(
  snapshot: ProjectSnapshot,
  file: string,
  offset: number,
  page: (rule: string) => string | undefined,
): HoverText | undefined {
  const findings = snapshot.findings(file).filter((finding) => touches(finding.span, offset));
  const first = findings[0];
  if (first !== undefined) {
    return { markdown: findings.map((finding) => describe(finding, page)).join('\n\n---\n\n'), span: first.span };
  }
  const definition = definitionAt(snapshot, file, offset);
  if (definition === undefined) return undefined;
  const revision = [...snapshot.graph.revisions.values()].find((one) => one.file === definition.file);
  if (revision === undefined) return undefined;
  const facts = [`**${revision.id}** ${escapeMarkdown(revision.message)}`, revision.createDate ?? ''].filter(Boolean);
  return { markdown: facts.join('  \n'), span: definition.origin };
}

function describe(finding: Finding, page: (rule: string) => string | undefined): string {
  const docs = ruleNamed(finding.rule)?.docs;
  const address = page(finding.rule);
  const title = address === undefined ? `**${finding.rule}**` : `**[${finding.rule}](${address})**`;
  if (docs === undefined) return title;
  return [`${title}: ${docs.summary}`, docs.why, `**Instead:** ${docs.instead}`].join('\n\n');
}

/** Markdown's own characters in a person's text. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, '\\$&');
}
