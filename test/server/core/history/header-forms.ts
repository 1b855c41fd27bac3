/** Ways to write a header; the oracle suite shows them to the real Alembic too. */

/** What is compared of a header. */
export interface HeaderFacts {
  readonly state: string;
  readonly revision: string | undefined;
  readonly down: readonly string[];
  readonly dependsOn: readonly string[];
  readonly branchLabels: readonly string[];
  readonly problems: readonly string[];
}

export const plain: HeaderFacts = {
  state: 'ok',
  revision: 'a1',
  down: [],
  dependsOn: [],
  branchLabels: [],
  problems: [],
};

/** A title, the text, and in what it differs from the plainest header. */
export const forms: readonly (readonly [string, string, Partial<HeaderFacts>])[] = [
  ['plain assignments', 'revision = "a1"\ndown_revision = None', {}],
  ['a parent', "revision = 'a1'\ndown_revision = 'b2'", { down: ['b2'] }],
  [
    'annotated assignments',
    'revision: str = "a1"\ndown_revision: Union[str, None] = "b2"\nbranch_labels: Union[str, Sequence[str], None] = None',
    { down: ['b2'] },
  ],
  ['an annotation without a value binds nothing', 'revision: str\nrevision = "a1"\ndown_revision = None', {}],
  ['a merge', 'revision = "a1"\ndown_revision = ("b2", "c3")', { down: ['b2', 'c3'] }],
  ['a list', 'revision = "a1"\ndown_revision = ["b2", "c3"]', { down: ['b2', 'c3'] }],
  [
    'a tuple over several lines',
    'revision = "a1"\ndown_revision = (\n    "b2",  # left\n    "c3",\n)',
    { down: ['b2', 'c3'] },
  ],
  ['a tuple without parentheses', 'revision = "a1"\ndown_revision = "b2", "c3"', { down: ['b2', 'c3'] }],
  ['a tuple of one', 'revision = "a1"\ndown_revision = ("b2",)', { down: ['b2'] }],
  ['parentheses alone are no tuple', 'revision = ("a1")\ndown_revision = ("b2")', { down: ['b2'] }],
  ['an empty tuple is the base', 'revision = "a1"\ndown_revision = ()', {}],
  ['tuple([...])', 'revision = "a1"\ndown_revision = tuple(["b2", "c3"])', { down: ['b2', 'c3'] }],
  ['chained', 'revision = name = "a1"\ndown_revision = None', {}],
  ['unpacked', 'revision, down_revision = "a1", "b2"', { down: ['b2'] }],
  ['with semicolons', 'revision = "a1"; down_revision = "b2"', { down: ['b2'] }],
  ['implicit concatenation', 'revision = ("a"\n            "1")\ndown_revision = None', {}],
  ['addition', 'revision = "a" + "1"\ndown_revision = None', {}],
  ['escapes', 'revision = "\\x61\\u0031"\ndown_revision = None', {}],
  ['a raw string', 'revision = r"a1"\ndown_revision = None', {}],
  ['an f-string without fields', 'revision = f"a1"\ndown_revision = None', {}],
  ['names bound before', 'PARENT = "b2"\nrevision = "a1"\ndown_revision = PARENT', { down: ['b2'] }],
  ['the last binding counts', 'revision = "zz"\nrevision = "a1"\ndown_revision = None', {}],
  [
    'labels and dependencies',
    'revision = "a1"\ndown_revision = None\nbranch_labels = ("x", "y")\ndepends_on = "b2"',
    {
      branchLabels: ['x', 'y'],
      dependsOn: ['b2'],
    },
  ],
  ['a set of labels', 'revision = "a1"\ndown_revision = None\nbranch_labels = {"x"}', { branchLabels: ['x'] }],
  ['an empty string is no base', 'revision = "a1"\ndown_revision = ""', { down: [''] }],
  ['if True', 'if True:\n    revision = "a1"\ndown_revision = None', {}],
  [
    'branches that agree',
    'import sys\nif sys.version_info > (3,):\n    revision = "a1"\nelse:\n    revision = "a1"\ndown_revision = None',
    {},
  ],
  [
    'variables after the functions',
    'def upgrade():\n    pass\nrevision = "a1"\ndown_revision = "b2"',
    { down: ['b2'] },
  ],
  [
    'one variable after the functions',
    'revision = "a1"\ndown_revision = None\ndef f():\n    pass\ndepends_on = "c3"\n',
    {
      dependsOn: ['c3'],
    },
  ],
  [
    'windows line ends',
    'revision = "a1"\r\ndown_revision = "b2"\r\n\r\ndef upgrade():\r\n    pass\r\n',
    { down: ['b2'] },
  ],
  ['a star import elsewhere', 'from sqlalchemy import *\nrevision = "a1"\ndown_revision = None', {}],
];

/** What Alembic stops at, and our codes for it. */
export const mistakes: readonly (readonly [string, string, readonly string[]])[] = [
  ['no revision', 'down_revision = None', ['no-revision']],
  ['no down_revision', 'revision = "a1"', ['no-down-revision']],
  ['a number as id', 'revision = 12\ndown_revision = None', ['wrong-type']],
  ['a number as parent', 'revision = "a1"\ndown_revision = 11', ['wrong-type']],
  ['None among the parents', 'revision = "a1"\ndown_revision = ("b2", None)', ['wrong-type']],
  ['bytes', 'revision = b"a1"\ndown_revision = None', ['wrong-type']],
  ['an id with a hyphen', 'revision = "a-1"\ndown_revision = None', ['illegal-id']],
];
