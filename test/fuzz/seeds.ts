/** Where fuzzing starts: every agent's real payloads, and the same ones with a call in them that must be held. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AgentId, agentIds, type JsonValue } from '../../src/core/toolcall/toolcall.js';

const folder = join(process.cwd(), 'test/contract/payloads');

export interface Seed {
  readonly agent: AgentId;
  /** As the agent names it, in the payload or by the hook that it starts. */
  readonly event: string;
  readonly value: JsonValue;
  /** True where the agent asks before a shell command that destroys production: never to be answered with no opinion. */
  readonly mustHold: boolean;
}

/** Held by the engine whatever lies on the disk. */
export const dangerous = 'aws elasticbeanstalk terminate-environment --environment-name cost-explorer-prod';

/** The shell commands of the captured payloads. */
const harmless = ['touch /workspace/MARKER && echo ran', 'git status', 'tiny-shim from-agent'];

export function seeds(): readonly Seed[] {
  return agentIds.flatMap((agent) =>
    payloadsOf(agent).flatMap(({ name, text }) => {
      const captured = parse(text);
      const seed = { agent, event: eventIn(captured, name), value: captured, mustHold: false };
      const before = /^(pre|before|tool\.execute\.before)/i.test(name);
      const value = exchanged(seed.value);
      if (!before || JSON.stringify(value) === JSON.stringify(seed.value)) return [seed];
      return [seed, { ...seed, value, mustHold: true }];
    }),
  );
}

function eventIn(value: JsonValue, name: string): string {
  const fields: Readonly<Record<string, JsonValue>> =
    value !== null && typeof value === 'object' && !('length' in value) ? value : {};
  const said = [fields['hook_event_name'], fields['hookName'], fields['hook'], fields['agent_action_name']];
  return (
    said.find((one) => typeof one === 'string') ?? name.replace(/[-.](?!execute\b|before\b|after\b).*$/, '')
  );
}

function payloadsOf(agent: AgentId): readonly { readonly name: string; readonly text: string }[] {
  return readdirSync(join(folder, agent))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, agent, name), 'utf8') }));
}

/** The same value with the dangerous command wherever a harmless one stood. */
function exchanged(value: JsonValue): JsonValue {
  if (typeof value === 'string') return harmless.includes(value) ? dangerous : value;
  if (Array.isArray(value)) return value.map(exchanged);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, exchanged(inner)]));
}

function parse(text: string): JsonValue {
  return JSON.parse(text);
}
