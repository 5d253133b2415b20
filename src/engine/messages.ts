import type { LookAnswer } from '../core/change/look/look.js';
import type { Assessment } from '../core/risk/assessment.js';
import type { Effect } from '../core/tool/effect.js';
import type { CallerId, ToolCall } from '../core/toolcall/toolcall.js';
import type { KeptShell, PreviewPace, Site } from '../ports/judge.js';

/** One question to the engine in its thread. `places` is what is known of them, as JSON: the same from call to call. */
export type EngineAsk =
  | {
      readonly kind: 'judge';
      readonly call: ToolCall;
      readonly site: Site;
      readonly places?: string;
      readonly shell?: KeptShell;
    }
  | {
      readonly kind: 'shell-after';
      readonly call: ToolCall;
      readonly site: Site;
      readonly before?: KeptShell;
      /** The number under which the shell is to be kept. */
      readonly as: number;
    }
  | {
      readonly kind: 'change';
      readonly call: ToolCall;
      readonly assessment: Assessment;
      readonly site: Site;
      readonly pace?: PreviewPace;
    }
  | {
      readonly kind: 'looks';
      readonly call: ToolCall;
      readonly assessment: Assessment;
      readonly site: Site;
    }
  | {
      readonly kind: 'seen';
      readonly call: ToolCall;
      readonly assessment: Assessment;
      readonly site: Site;
      readonly answers: readonly LookAnswer[];
      readonly now: number;
    }
  | { readonly kind: 'hooks'; readonly agent: CallerId; readonly site: Site }
  | {
      readonly kind: 'ground' | 'marks';
      readonly call: ToolCall;
      readonly effects: readonly Effect[];
      readonly site: Site;
      readonly salt: string;
    };

export type ToWorker =
  | { readonly kind: 'ask'; readonly id: number; readonly ask: EngineAsk }
  /** Keeps, under `id`, what is left where either of two shells may be what was kept. Not answered. */
  | { readonly kind: 'either'; readonly id: number; readonly left: number; readonly right: number };

/** Asks are answered in their order. */
export type FromWorker =
  | { readonly kind: 'ready' }
  /** A grammar is being loaded, once for each: megabytes, whatever the input. */
  | { readonly kind: 'loading' }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'broke'; readonly id: number };
