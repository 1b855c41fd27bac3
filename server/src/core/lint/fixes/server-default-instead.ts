/** A default that the database knows, where only SQLAlchemy did. */

import type { Style } from '../../operations/function.ts';
import type { CallSite } from '../../operations/operation.ts';
import { replacement } from '../../text/edit.ts';
import { slice } from '../../text/span.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { literal } from './code.ts';

/** `default=0` as `server_default="0"`, where the value means the same to both. */
export function serverDefaultInstead({ migration }: RuleContext, call: CallSite | undefined): readonly Fix[] {
  const site = call?.arguments.get('default');
  if (site === undefined || call?.arguments.has('server_default')) return [];
  const value = asServerDefault(slice(migration.text, site.valueSpan), migration.style);
  if (value === undefined) return [];
  const edits = [replacement(site.span, `server_default=${value}`)];
  return [{ title: 'Give the database the default too: server_default', preferred: true, edits }];
}

function asServerDefault(source: string, style: Style): string | undefined {
  if (/^-?\d+(\.\d+)?$/.test(source)) return literal(style, source);
  if (source === 'True' || source === 'False') {
    const value = source.toLowerCase();
    return style.sa === undefined ? literal(style, value) : `${style.sa}.${value}()`;
  }
  const isString = /^(['"])(?:(?!\1)[^\\\n])*\1$/.test(source);
  const isExpression =
    style.sa !== undefined && new RegExp(`^${style.sa}\\.(func\\.\\w+|text)\\([\\s\\S]*\\)$`).test(source);
  return isString || isExpression ? source : undefined;
}
