/** What a handler is: something that registers its part of the protocol on the session's connection. */

import type { Publisher } from './publish.ts';
import type { Session } from './session.ts';

export type Handler = (session: Session, publisher: Publisher) => void;
