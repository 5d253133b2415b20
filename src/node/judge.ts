import { shellAfter } from '../core/command/shell.js';
import type { Shell } from '../core/command/shell-facts.js';
import type { Assessment } from '../core/risk/assessment.js';
import { judgeCall } from '../core/risk/judge.js';
import type { World } from '../core/shared/world.js';
import type { EnvironmentMap } from '../core/target/target.js';
import type { ToolCall } from '../core/toolcall/toolcall.js';
import { GrammarShelf } from './grammars.js';

export interface Judge {
  judge(call: ToolCall, world: World, environments?: EnvironmentMap, shell?: Shell): Promise<Assessment>;
  shellAfter(call: ToolCall, world: World, before?: Shell): Promise<Shell | undefined>;
}

/** The engine with its heavy grammars on a shelf: a second judging happens only when the first wanted one of them. */
export function createJudge(): Judge {
  const shelf = new GrammarShelf();
  return {
    async judge(call, world, environments, shell) {
      const context = {
        ...(environments === undefined ? {} : { environments }),
        ...(shell === undefined ? {} : { shell }),
      };
      const first = judgeCall(call, world, { ...context, grammars: shelf.grammars });
      if (first.wanted === undefined || first.wanted.length === 0) return first;
      await shelf.load(first.wanted);
      return judgeCall(call, world, { ...context, grammars: shelf.grammars });
    },
    async shellAfter({ payload }, world, before) {
      if (payload.kind !== 'shell') return before;
      return shellAfter(payload.command, payload.shell, world, before);
    },
  };
}
