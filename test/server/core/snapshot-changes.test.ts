/** What a changed snapshot takes over from the one before: after random changes it answers as one made from nothing. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { openProject, type ProjectSnapshot, type SourceText } from '../../../server/src/core/analysis.ts';
import { defaultEnvironment } from '../../../server/src/core/history/environment.ts';
import type { Finding } from '../../../server/src/core/lint/finding.ts';
import { rules } from '../../../server/src/core/lint/rules/index.ts';
import { defaultSettings } from '../../../server/src/core/lint/settings.ts';
import { describeCatalogue } from '../../support/catalogue.ts';
import { sqlParser } from '../../support/project.ts';
import { revisionFile } from '../../support/revision.ts';

const size = 24;
const steps = 40;

for (const keep of [Number.POSITIVE_INFINITY, 3]) {
  suite(`of ${keep} migrations in memory`, () => {
    for (const seed of [1, 2, 3, 4]) {
      test(`random changes ${seed}`, () => {
        const random = randomFrom(seed);
        const files = new Map(Array.from({ length: size }, (_, i) => [`v/r${i}.py`, randomFile(i, random)]));
        let snapshot = open(files, keep);
        for (let step = 0; step < steps; step++) {
          snapshot = changed(snapshot, files, random);
          // Sometimes something is asked in between, so that more or less is known already.
          if (random(2) === 0) snapshot.findings(`v/r${random(size)}.py`);
          if (random(3) === 0) snapshot.survey(`v/r${random(size)}.py`);
          if (random(4) === 0) assert.ok(snapshot.catalogue);
          if (random(4) === 0 || step === steps - 1) same(snapshot, open(files, Number.POSITIVE_INFINITY));
        }
      });
    }
  });
}

function open(files: ReadonlyMap<string, string>, keep: number): ProjectSnapshot {
  const sources: SourceText[] = [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, text]) => ({ path, text }));
  const about = { parser: sqlParser, settings: defaultSettings, environment: defaultEnvironment, rules };
  return openProject({ files: sources, keep, ...about });
}

function same(snapshot: ProjectSnapshot, fresh: ProjectSnapshot): void {
  assert.deepEqual(snapshot.files, fresh.files);
  const { revisions, map: _, ...graph } = snapshot.graph;
  const { revisions: expected, map: __, ...rest } = fresh.graph;
  assert.deepEqual(graph, rest);
  assert.deepEqual([...revisions], [...expected]);
  assert.deepEqual(describeCatalogue(snapshot.catalogue), describeCatalogue(fresh.catalogue));
  for (const file of snapshot.files) {
    const findings = fresh.findings(file);
    assert.deepEqual(snapshot.findings(file).map(shown), findings.map(shown));
    assert.deepEqual(snapshot.problemsOf(file), fresh.problemsOf(file));
    const isGraphs = ({ rule }: Finding) => rules.some(({ name, group }) => name === rule && group === 'graph');
    assert.deepEqual(snapshot.survey(file).graph.map(plain), findings.filter(isGraphs).map(plain));
    const { error, warning, info } = snapshot.survey(file).findings;
    const count = (level: string) => findings.filter((finding) => finding.level === level).length;
    assert.deepEqual([error, warning, info], [count('error'), count('warning'), count('info')]);
    assert.deepEqual(snapshot.lastSurvey(file), snapshot.survey(file));
  }
  for (const id of expected.keys()) {
    assert.deepEqual(describeCatalogue(snapshot.catalogueBefore(id)), describeCatalogue(fresh.catalogueBefore(id)));
  }
  assert.deepEqual(snapshot.tenancy.explanation, fresh.tenancy.explanation);
}

function shown(finding: Finding): object {
  return { ...plain(finding), fixes: finding.fixes().map(({ title }) => title) };
}

function plain({ fixes: _, ...finding }: Finding): object {
  return finding;
}

/** Changes the files and the snapshot alike. */
function changed(
  snapshot: ProjectSnapshot,
  files: Map<string, string>,
  random: (limit: number) => number,
): ProjectSnapshot {
  const number = random(size + 2);
  const path = `v/r${number}.py`;
  const before = files.get(path);
  const text =
    random(12) === 0 ? undefined : before === undefined ? randomFile(number, random) : edited(before, number, random);
  if (text === undefined) files.delete(path);
  else files.set(path, text);
  return snapshot.withFile(path, text);
}

function edited(text: string, number: number, random: (limit: number) => number): string {
  switch (random(6)) {
    case 0:
      return text.replace(/^"""/, `"""${'x'.repeat(random(5))} `);
    case 1:
      return randomFile(number, random);
    case 2:
      return text.replace(/down_revision = .*/, `down_revision = "r${random(size)}"`);
    case 3:
      return text.replace('\ndef upgrade', `\n# alembic-guard: ignore-file[multiple-heads] meant\n\ndef upgrade`);
    case 4:
      return text.replace('    pass\n', '    op.drop_table("t1", \n');
    default:
      return text.replace(/(upgrade\(\) -> None:\n)/, `$1    ${operation(random)}\n`);
  }
}

function randomFile(number: number, random: (limit: number) => number): string {
  const parent = () => `r${Math.max(0, number - 1 - random(3))}`;
  const down = number === 0 ? null : random(6) === 0 ? [...new Set([parent(), parent()])] : parent();
  const upgrade = Array.from({ length: random(4) }, () => operation(random)).join('\n') || 'pass';
  return revisionFile({ id: `r${number}`, down, message: `change ${number}`, upgrade });
}

function operation(random: (limit: number) => number): string {
  const table = `t${random(5)}`;
  const column = `c${random(6)}`;
  const all = [
    `op.create_table("${table}", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("tenant_id", sa.Integer()))`,
    `op.add_column("${table}", sa.Column("${column}", sa.Integer(), nullable=False))`,
    `op.add_column("${table}", sa.Column("${column}", sa.Text()))`,
    `op.drop_column("${table}", "${column}")`,
    `op.create_index("ix_${column}", "${table}", ["${column}"])`,
    `op.execute("UPDATE ${table} SET ${column} = 0")`,
    `op.rename_table("${table}", "t${random(5)}")`,
    `op.drop_table("${table}")`,
  ];
  return all[random(all.length)] ?? 'pass';
}

/** Numbers below a limit that look random and are the same in every run. */
function randomFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % limit;
  };
}
