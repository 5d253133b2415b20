import type { ForeignCode, Invocation } from '../command/invocation.js';
import { readCommand } from '../command/read.js';
import type { Shell } from '../command/shell-facts.js';
import type { World } from '../shared/world.js';
import type { Effect } from '../tool/effect.js';
import { effectsOfAll, effectsOfTool } from '../tool/effects.js';
import { opensFiles, shellRedirection } from '../tool/files/redirections.js';
import { foreignEffects } from '../tool/foreign/foreign.js';
import type { ToolContext } from '../tool/table.js';
import type { ShellPayload } from '../toolcall/toolcall.js';
import { withLinks } from './links.js';
import type { Reading } from './read-call.js';

/** A command: every program that it would start, every file that it opens, every piece of code that it hands on. */
export function readShell(payload: ShellPayload, before: World, context: ToolContext, kept?: Shell): Reading {
  const { command, shell } = payload;
  const { invocations: started, foreign, anomalies } = readCommand(command, shell, before, kept);
  const invocations = started.map(asService);
  const world = withLinks(before, invocations);
  const effects = effectsOfAll(invocations, world, context).flatMap((own, index) => {
    const invocation = invocations[index];
    return invocation === undefined ? own : [...own, ...around(invocation, world, context)];
  });
  return { effects: [...effects, ...ofForeign(foreign, world, context)], anomalies, invocations };
}

function around(invocation: Invocation, world: World, context: ToolContext): readonly Effect[] {
  return opensFiles(invocation) ? effectsOfTool(shellRedirection, invocation, world, context) : [];
}

function ofForeign(foreign: readonly ForeignCode[], world: World, context: ToolContext): readonly Effect[] {
  return foreign.flatMap((code) => foreignEffects(code, world, context));
}

/** `/etc/init.d/mysql stop` is what `service mysql stop` runs. */
function asService(invocation: Invocation): Invocation {
  const [first, ...rest] = invocation.argv;
  const name = /^\/etc\/(?:rc\.d\/)?init\.d\/([^/]+)$/.exec(first?.text ?? '')?.[1];
  if (first === undefined || name === undefined) return invocation;
  return {
    ...invocation,
    program: 'service',
    argv: [{ ...first, text: 'service' }, { ...first, text: name }, ...rest],
  };
}
