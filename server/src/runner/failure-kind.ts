/**
 * What a program, driver or server says when a run fails, and what people need to hear.
 *
 * In the texts, `{1}` … are the groups of the pattern, `{line}` is the first line of the error, `{revision}` the
 * revision that was running, `{project}` the project's name, `{python}` the interpreter or command in use, and
 * `{while}` is " while revision X was running" where one was.
 */

export interface FailureKind {
  readonly code: string;
  readonly pattern: RegExp;
  readonly message: string;
  readonly next: string;
  /** `step`: only while a revision is running; `no-step`: only before the first one. */
  readonly when?: 'step' | 'no-step';
}
