import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultEnvironment } from '../../../../server/src/core/history/environment.ts';
import type { Report, Rule, RuleContext } from '../../../../server/src/core/lint/rule.ts';
import { defaultSettings } from '../../../../server/src/core/lint/settings.ts';
import { insertion } from '../../../../server/src/core/text/edit.ts';
import { openText } from '../../../support/project.ts';
import { revisionFile } from '../../../support/revision.ts';

/** A rule that speaks of every upgrade operation, unless told otherwise. */
function rule(name: string, given: Partial<Rule> = {}): Rule {
  return {
    name,
    group: 'meta',
    level: 'warning',
    profile: 'recommended',
    dialects: ['postgresql'],
    fix: 'none',
    docs: { summary: '', why: '', instead: '' },
    examples: [],
    *check(context) {
      for (const { operation } of context.upgrade) yield { at: operation.span, message: name, operation };
    },
    ...given,
  };
}

function checking(check: (context: RuleContext) => Iterable<Report>): Partial<Rule> {
  return { check };
}

const root = revisionFile({ id: 'a1', upgrade: 'op.create_table("t", sa.Column("id", sa.Integer()))' });
const change = revisionFile({
  id: 'b2',
  down: 'a1',
  upgrade: 'op.drop_column("t", "x")\nop.drop_column("t", "y")',
  downgrade: 'op.add_column("t", sa.Column("y", sa.Text()))',
});

function open(rules: readonly Rule[], settings = defaultSettings) {
  return openText(`# file: v/a.py\n${root}# file: v/b.py\n${change}`, { rules, settings });
}

/** What is found, as `level rule source`. */
function found(rules: readonly Rule[], settings = defaultSettings): readonly string[] {
  const snapshot = open(rules, settings);
  return snapshot.allFindings().map((finding) => {
    const text = snapshot.text(finding.file) ?? '';
    return `${finding.level} ${finding.rule} ${text.slice(finding.span.start, finding.span.end)}`;
  });
}

const x = 'op.drop_column("t", "x")';
const y = 'op.drop_column("t", "y")';

describe('which rules run, and at what level', () => {
  test('profile, level and off', () => {
    const strict = rule('s', { profile: 'strict' });
    assert.deepEqual(found([strict]), []);
    assert.equal(found([strict], { ...defaultSettings, profile: 'strict' }).length, 2);
    assert.equal(found([strict], { ...defaultSettings, profile: 'all' }).length, 2);
    assert.equal(found([strict], { ...defaultSettings, rules: { s: { level: 'info' } } })[0], `info s ${x}`);
    assert.deepEqual(found([rule('r')], { ...defaultSettings, rules: { r: { level: 'off' } } }), []);
  });

  test('a report may lower its level, not raise it', () => {
    const levels = (level: Report['level']) =>
      found([
        rule(
          'r',
          checking((context) => context.upgrade.slice(0, 1).map(({ operation }) => report(operation.span, level))),
        ),
      ]);
    assert.deepEqual(levels('info'), [`info r ${x}`]);
    assert.deepEqual(levels('error'), [`warning r ${x}`]);
    assert.deepEqual(levels('off'), []);
  });

  test('roots only where asked for', () => {
    const files = (given: Partial<Rule>) =>
      open([rule('r', given)])
        .allFindings()
        .map((finding) => finding.file);
    assert.deepEqual(files({}), ['v/b.py', 'v/b.py']);
    assert.deepEqual(files({ scope: { roots: true } }), ['v/a.py', 'v/b.py', 'v/b.py']);
    const settings = { ...defaultSettings, startAfter: 'b2' };
    assert.deepEqual(open([rule('r')], settings).allFindings(), []);
  });

  test('the downgrade only where asked for', () => {
    const both = checking((context) => context.downgrade.map(({ operation }) => report(operation.span)));
    assert.deepEqual(found([rule('r', both)]), []);
    const snapshot = open([rule('r', { ...both, scope: { downgrade: true } })]);
    assert.deepEqual(
      snapshot.findings('v/b.py').map((finding) => finding.direction),
      ['downgrade'],
    );
  });

  test('steps of other dialects are left out', () => {
    const upgrade = `if op.get_bind().dialect.name == "sqlite":\n    ${x}\nelse:\n    ${y}`;
    const text = `# file: v/a.py\n${root}# file: v/b.py\n${revisionFile({ id: 'b2', down: 'a1', upgrade })}`;
    const sources = (given: Partial<Rule>) => {
      const environment = { ...defaultEnvironment, dialects: ['sqlite'] };
      const snapshot = openText(text, { rules: [rule('r', given)], environment });
      return snapshot
        .findings('v/b.py')
        .map((finding) => snapshot.text('v/b.py')?.slice(finding.span.start, finding.span.end));
    };
    assert.deepEqual(sources({}), [y]);
    assert.deepEqual(sources({ dialects: ['sqlite'] }), [x]);
    assert.deepEqual(sources({ dialects: ['sqlite', 'postgresql'] }), [y]);
  });

  test('options with their defaults', () => {
    const seen: unknown[] = [];
    const spy = rule('r', {
      options: { limit: { default: 3, doc: '' }, names: { default: [], doc: '' } },
      ...checking((context) => {
        seen.push(context.options);
        return [];
      }),
    });
    open([spy], { ...defaultSettings, rules: { r: { options: { limit: 5, unheard: 1 } } } }).allFindings();
    assert.deepEqual(seen, [{ limit: 5, names: [] }]);
  });
});

describe('what becomes of reports', () => {
  test('of one hazard on one operation the most specific speaks', () => {
    const general = rule('general', { hazard: { name: 'h', specificity: 1 } });
    const specific = rule('specific', {
      hazard: { name: 'h', specificity: 2 },
      ...checking((context) =>
        context.upgrade.slice(1).map(({ operation }) => ({ ...report(operation.span), operation })),
      ),
    });
    const other = rule('other', { hazard: { name: 'o', specificity: 0 } });
    const expected = [`warning general ${x}`, `warning other ${x}`, `warning other ${y}`, `warning specific ${y}`];
    assert.deepEqual(found([general, specific, other]), expected);
    assert.deepEqual(found([other, specific, general]), expected);
  });

  test('a rule that is off leaves the word to the general one', () => {
    const general = rule('general', { hazard: { name: 'h', specificity: 1 } });
    const specific = rule('specific', { hazard: { name: 'h', specificity: 2 } });
    const settings = { ...defaultSettings, rules: { specific: { level: 'off' as const } } };
    assert.deepEqual(found([general, specific], settings), [`warning general ${x}`, `warning general ${y}`]);
  });

  test('the same said twice of one place is said once', () => {
    const twice = checking(({ upgrade }) => [...upgrade, ...upgrade].map(({ operation }) => report(operation.span)));
    assert.equal(found([rule('r', twice)]).length, 2);
  });

  test('a rule that throws loses its findings and is named once; the others speak', () => {
    const broken = rule('broken', {
      *check({ upgrade }) {
        for (const { operation } of upgrade) yield report(operation.span);
        throw new Error('no such thing');
      },
    });
    const snapshot = open([broken, rule('r')]);
    assert.deepEqual(
      snapshot.allFindings().map((finding) => finding.rule),
      ['r', 'r'],
    );
    const [failure, ...others] = snapshot.failures();
    assert.deepEqual(others, []);
    assert.match(failure?.message ?? '', /The rule broken failed .* no such thing/);
  });

  test('fixes are computed when asked for, once, and never throw', () => {
    let asked = 0;
    const fixing = checking(({ upgrade }) =>
      upgrade.map(({ operation }, i) => ({
        ...report(operation.span),
        fixes: () => {
          asked++;
          if (i === 1) throw new Error('no fix');
          return [{ title: 'Say so', preferred: true, edits: [insertion(operation.span.start, '# ')] }];
        },
      })),
    );
    const findings = open([rule('r', fixing)]).findings('v/b.py');
    assert.equal(asked, 0);
    assert.deepEqual(
      findings.map((finding) => finding.fixes().length),
      [1, 0],
    );
    assert.equal(findings[0]?.fixes(), findings[0]?.fixes());
    assert.equal(asked, 2);
  });
});

function report(at: Report['at'], level?: Report['level']): Report {
  return level === undefined ? { at, message: 'm' } : { at, message: 'm', level };
}
