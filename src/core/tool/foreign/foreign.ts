import type { ForeignCode } from '../../command/invocation.js';
import type { World } from '../../shared/world.js';
import { classify } from '../../target/verdict.js';
import type { Effect, Trait, Verb } from '../effect.js';
import type { ToolContext } from '../table.js';
import { scanCode } from './scan.js';

/** What the literal text of a script shows: calls of services that delete, HTTP that deletes. The rest stays unsaid. */
export function foreignEffects(foreign: ForeignCode, world: World, context: ToolContext): readonly Effect[] {
  return scanCode(foreign.code.text, world).map((found) => {
    const where = {
      system: found.system,
      name: found.name,
      clues: found.clues,
      ...(found.local ? { local: found.local } : {}),
    };
    return toEffect(
      foreign,
      found.verb,
      found.resource,
      found.traits,
      classify(where, [], context.environments),
    );
  });
}

function toEffect(
  foreign: ForeignCode,
  verb: Verb,
  resource: string,
  traits: readonly Trait[],
  target: Effect['target'],
): Effect {
  const { invocation } = foreign;
  return {
    verb,
    resource,
    target,
    argv: invocation.argv.map((word) => word.text),
    via: [...invocation.via, foreign.language],
    opaque: [],
    span: foreign.code.span ?? invocation.span,
    traits,
    reach: verb === 'read' ? 1 : 'uncountable',
  };
}
