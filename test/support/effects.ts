import { readCommand } from '../../src/core/command/read.js';
import type { Effect } from '../../src/core/tool/effect.js';
import { effectsOfAll } from '../../src/core/tool/effects.js';
import type { ToolContext } from '../../src/core/tool/table.js';
import { memoryWorld } from './world.js';

/** Every effect of a command line in a world held in memory. */
export function effectsFor(
  command: string,
  world: Parameters<typeof memoryWorld>[0] = {},
  context: ToolContext = { grammars: {} },
): readonly Effect[] {
  const made = memoryWorld(world);
  return effectsOfAll(readCommand(command, 'bash', made).invocations, made, context).flat();
}

/** The same in one line each: `delete deployment/web production`. */
export function told(
  command: string,
  world: Parameters<typeof memoryWorld>[0] = {},
  context?: ToolContext,
): readonly string[] {
  return effectsFor(command, world, context).map(
    (effect) => `${effect.verb} ${effect.resource} ${effect.target.environment}`,
  );
}
