/** Sends diagnostics: all findings of open migrations, graph findings of closed ones, problems of configuration files. */

import type { Diagnostic } from 'vscode-languageserver';
import { rules } from '../core/lint/rules/index.ts';
import { indexLines } from '../core/text/line-index.ts';
import type { OpenedProject } from '../workspace/open-project.ts';
import { problemDiagnostic, toDiagnostic, uriOf, workspaceDiagnostic } from './convert.ts';
import type { Session } from './session.ts';

/** Rules about the history as a whole, which concern a person who has the file closed. */
const graphRules = new Set(rules.filter((rule) => rule.group === 'graph').map((rule) => rule.name));

export interface Publisher {
  /** The diagnostics of one file, after its text changed. */
  one(uri: string): void;
  /** Those of every file; what is no longer worth a word is cleared. */
  all(): void;
}

export function createPublisher(session: Session): Publisher {
  const sent = new Map<string, string>();

  const send = (uri: string, diagnostics: Diagnostic[]) => {
    const content = JSON.stringify(diagnostics);
    if ((sent.get(uri) ?? '[]') === content) return;
    if (diagnostics.length === 0) sent.delete(uri);
    else sent.set(uri, content);
    const version = session.documents.get(uri)?.version;
    void session.connection.sendDiagnostics({ uri, diagnostics, ...(version === undefined ? {} : { version }) });
  };

  return {
    one(uri) {
      const place = session.placeOf(uri);
      send(uri, place === undefined ? [] : diagnosticsOf(session, place.opened, place.file));
    },

    all() {
      const now = new Map<string, Diagnostic[]>();
      for (const opened of session.projects()) {
        for (const file of opened.snapshot.files) now.set(uriOf(file), diagnosticsOf(session, opened, file));
      }
      for (const problem of session.problems()) {
        const uri = uriOf(problem.file);
        now.set(uri, [...(now.get(uri) ?? []), workspaceDiagnostic(problem)]);
      }
      for (const uri of sent.keys()) if (!now.has(uri)) send(uri, []);
      for (const [uri, diagnostics] of now) send(uri, diagnostics);
    },
  };
}

function diagnosticsOf(session: Session, { snapshot }: OpenedProject, file: string): Diagnostic[] {
  const text = snapshot.text(file);
  if (text === undefined) return [];
  const index = indexLines(text);
  const isOpen = session.documents.get(uriOf(file)) !== undefined;
  const findings = snapshot.findings(file).filter((finding) => isOpen || graphRules.has(finding.rule));
  const context = { page: session.page, text: (other: string) => snapshot.text(other) };
  return [
    ...snapshot.problemsOf(file).map((problem) => problemDiagnostic(problem, index)),
    ...findings.map((finding) => toDiagnostic(finding, index, context)),
  ];
}
