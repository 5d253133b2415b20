import type { World } from '../shared/world.js';
import { classify } from '../target/verdict.js';
import { clue } from '../target/whereabouts.js';
import type { Effect, Trait } from '../tool/effect.js';
import { locationOf } from '../tool/files/place.js';
import type { ToolContext } from '../tool/table.js';
import type { FetchPayload, OtherPayload, ReadPayload } from '../toolcall/toolcall.js';
import type { CallReading } from './subject.js';

/** A tool that looks at a file. Only credentials make it worth a word. */
export function readRead(payload: ReadPayload, world: World, context: ToolContext): CallReading {
  const place = locationOf(payload.path, world.cwd, world);
  const traits: readonly Trait[] = place.traits.includes('secret') ? ['secret'] : [];
  const local = { source: 'path', value: place.path };
  const where = { system: 'filesystem', name: place.path, clues: [], local };
  return alone(effect('read', place.path, traits, classify(where, [], context.environments)));
}

export function readFetch(payload: FetchPayload, _world: World, context: ToolContext): CallReading {
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@?#]*@)?([^/?#:]+)/i.exec(payload.url)?.[1] ?? '';
  const where = { system: 'http', name: host || 'http', clues: clue('selector', 'host', host) };
  return alone(effect('read', payload.url.slice(0, 2_000), [], classify(where, [], context.environments)));
}

/** A tool without a model: nothing is claimed about it. */
export function readOther(tool: string, _payload: OtherPayload, context: ToolContext): CallReading {
  const where = { system: 'agent', name: tool || 'tool', clues: [] };
  return alone(effect('unknown', tool || 'tool', [], classify(where, [], context.environments)));
}

function alone(...effects: readonly Effect[]): CallReading {
  return { effects, anomalies: [], invocations: [] };
}

function effect(
  verb: Effect['verb'],
  resource: string,
  traits: readonly Trait[],
  target: Effect['target'],
): Effect {
  return { verb, resource, target, argv: [], via: [], opaque: [], span: [0, 0], traits, reach: 1 };
}
