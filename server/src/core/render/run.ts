/** What the rendering of several operations shares. */

import type { Setting } from './setting.ts';

export interface RenderRun {
  readonly setting: Setting;
  /** The whole file. */
  readonly text: string;
  /** Types that tables of this run have made; rendering adds to it. */
  readonly madeTypes: Set<string>;
}
