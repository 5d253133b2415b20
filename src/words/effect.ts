import type { Assessment } from '../core/risk/assessment.js';
import { assertNever } from '../core/shared/assert-never.js';
import type { Effect, Trait } from '../core/tool/effect.js';
import type { ToolCall } from '../core/toolcall/toolcall.js';

/** What a call would do, in one line: "Delete and re-create the environment cost-explorer-prod". */
export function titleOf(assessment: Assessment, call: ToolCall): string {
  const [effect] = assessment.effects;
  if (effect === undefined) return nothingOf(call);
  const doing = doingOf(effect);
  const other = assessment.effects.filter((one) => one.verb !== 'read' && one.verb !== 'unknown').length - 1;
  const more = other > 0 && effect.verb !== 'read' ? `, and ${other} more` : '';
  return `${doing}${placeOf(effect)}${more}`;
}

function nothingOf(call: ToolCall): string {
  switch (call.payload.kind) {
    case 'shell':
      return 'Run a command that cannot be read';
    case 'edit':
      return 'Edit files';
    case 'mcp':
      return `Call ${call.payload.name} of ${call.payload.server}`;
    case 'fetch':
    case 'read':
    case 'other':
      return `Use the tool ${call.tool}`;
    default:
      return assertNever(call.payload);
  }
}

function doingOf(effect: Effect): string {
  const thing = thingOf(effect);
  switch (effect.verb) {
    case 'read':
      return has(effect, 'secret') ? `Read the credentials ${thing}` : `Read ${thing}`;
    case 'unknown':
      return `Run ${thing}`;
    case 'create':
      return has(effect, 'published') ? `Publish ${thing}` : `Create ${thing}`;
    case 'modify':
      return modifying(effect, thing);
    case 'stop':
      return `Stop ${thing}`;
    case 'execute':
      return has(effect, 'remote-code') ? 'Run code from a network' : `Run ${thing}`;
    case 'replace':
      return `Delete and re-create ${thing}`;
    case 'expose':
      return `Open ${thing} to others`;
    case 'delete':
      return `${dropping(effect) ? 'Drop' : 'Delete'} ${thing}`;
    case 'destroy':
      return `${dropping(effect) ? 'Drop' : 'Destroy'} ${thing}`;
    default:
      return assertNever(effect.verb);
  }
}

function modifying(effect: Effect, thing: string): string {
  if (has(effect, 'rewrites-history'))
    return effect.target.system === 'git' && has(effect, 'force')
      ? `Force-push ${thing}`
      : `Rewrite ${thing}`;
  if (has(effect, 'unsaved')) return `Throw away changes in ${thing}`;
  if (has(effect, 'published')) return `Deploy ${thing}`;
  if (has(effect, 'protection-off')) return `Switch off protection of ${thing}`;
  return `Change ${thing}`;
}

function dropping(effect: Effect): boolean {
  return /^(?:table|database|schema|index|view|collection|keyspace|role|column)\b/.test(effect.resource);
}

function has(effect: Effect, trait: Trait): boolean {
  return effect.traits.includes(trait);
}

/** `environment/cost-explorer-prod` is "the environment cost-explorer-prod"; a path stays a path. */
function thingOf(effect: Effect): string {
  const { resource } = effect;
  if (effect.target.system === 'filesystem' || resource.startsWith('/') || resource.includes('://'))
    return short(resource);
  const parts = /^([a-z][a-z -]*)[/ ](.+)$/s.exec(resource);
  if (parts === null) return short(resource);
  const [, kind, name] = parts;
  return `the ${(kind ?? '').replace(/-/g, ' ')} ${short(name ?? '')}`;
}

/** "on prod-eu", where that says more than the resource's own name. */
function placeOf(effect: Effect): string {
  const { name, system, scope } = effect.target;
  if (effect.verb === 'unknown' || system === 'filesystem' || name === system || name === '') return '';
  if (effect.resource.includes(name))
    return scope === undefined || effect.resource.includes(scope) ? '' : ` in ${short(scope)}`;
  return has(effect, 'rewrites-history') ? ` to ${short(name)}` : ` on ${short(name)}`;
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= 80 ? line : `${line.slice(0, 52)} … ${line.slice(-24)}`;
}
