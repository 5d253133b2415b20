import type { CallerId, JsonValue } from '../core/toolcall/toolcall.js';
import { type Dialect, dialects } from './dialects.js';

/** What the agent is told. `allow` exists only where a person said yes; `fail` is a no because something broke. */
export type Ruling<R = string> =
  | { readonly kind: 'no-opinion' }
  /** `input` is what was approved: repeated in the answer, it undoes what another hook put in its place before. */
  | { readonly kind: 'allow'; readonly reason: R; readonly input?: JsonValue }
  | { readonly kind: 'deny'; readonly reason: R }
  | { readonly kind: 'fail'; readonly reason: R };

/** What the doorbell prints, and its exit code: 0 with one JSON object, or 2 with words on standard error. */
export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: 0 | 2;
}

/** A ruling in the words of `agent`. */
export function answerIn(agent: CallerId, ruling: Ruling): Answer {
  const dialect: Dialect = dialects[agent];
  switch (ruling.kind) {
    case 'no-opinion':
      return printed(dialect.nothing ?? {});
    case 'allow':
      return printed(dialect.allow(ruling.reason, ruling.input));
    case 'deny':
      return dialect.deny === 'exit-code' ? refused(ruling.reason) : printed(dialect.deny(ruling.reason));
    case 'fail':
      return refused(ruling.reason);
  }
}

/** What an agent hears of a call that nobody has to look at. */
export function nothingTo(agent: CallerId): string {
  return answerIn(agent, { kind: 'no-opinion' }).stdout.trim();
}

function printed(value: object): Answer {
  return { stdout: `${JSON.stringify(value)}\n`, stderr: '', exitCode: 0 };
}

function refused(words: string): Answer {
  return { stdout: '', stderr: `${words}\n`, exitCode: 2 };
}
