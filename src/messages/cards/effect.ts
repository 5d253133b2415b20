import type { Assessment } from '../../core/risk/assessment.js';
import { assertNever } from '../../core/shared/assert-never.js';
import type { Effect, Trait } from '../../core/tool/effect.js';
import type { ToolCall } from '../../core/toolcall/toolcall.js';
import { shortText, thingText } from '../text/thing.js';

/** What a call would do, in one line: "Delete and re-create the environment cost-explorer-prod". */
export function titleOf(assessment: Assessment, call: ToolCall): string {
  const [effect] = assessment.effects;
  const leak = assessment.findings.find(
    ({ id, data }) => id === 'exfiltration' && data['program'] !== undefined,
  );
  if (leak !== undefined)
    return `Send private data away with ${leak.data['program'] ?? ''}${toPlace(leak.data['to'])}`;
  if (effect === undefined || isUnread(assessment, effect)) return nothingOf(call);
  if (call.payload.kind === 'edit' && has(effect, 'ci') && has(effect, 'infrastructure'))
    return `${doingOf(effect)} once ${shortText(effect.target.name)} runs`;
  const doing = doingOf(effect);
  const other = assessment.effects.filter((one) => one.verb !== 'read' && one.verb !== 'unknown').length - 1;
  const more = other > 0 && effect.verb !== 'read' ? `, and ${other} more` : '';
  return `${doing}${placeOf(effect)}${more}`;
}

/** Nothing that could be read explains the score. */
function isUnread(assessment: Assessment, effect: Effect): boolean {
  const harmless = effect.verb === 'read' || effect.verb === 'unknown';
  return harmless && assessment.findings.some(({ id }) => id === 'unreadable');
}

function toPlace(place: string | undefined): string {
  return place === undefined || place === '' ? '' : ` to ${shortText(place)}`;
}

function nothingOf(call: ToolCall): string {
  switch (call.payload.kind) {
    case 'shell':
      return 'Run a command that cannot be read to its end';
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
      return replacing(effect, thing);
    case 'expose':
      return `Open ${thing} to others`;
    case 'delete':
      if (effect.resource.startsWith('uncommitted changes')) return throwingAway(effect.resource);
      return `${dropping(effect) ? 'Drop' : 'Delete'} ${thing}`;
    case 'destroy':
      return `${destroying(effect)} ${thing}`;
    default:
      return assertNever(effect.verb);
  }
}

function throwingAway(resource: string): string {
  const paths = resource.slice('uncommitted changes/'.length);
  return `Throw away uncommitted changes${paths === '' ? '' : ` in ${shortText(paths)}`}`;
}

function modifying(effect: Effect, thing: string): string {
  if (has(effect, 'rewrites-history'))
    return effect.target.system === 'git' && has(effect, 'force')
      ? `Force-push ${thing}`
      : `Rewrite ${thing}`;
  if (has(effect, 'unsaved')) return `Throw away changes in ${thing}`;
  if (effect.resource.startsWith('pull request')) return `Merge ${thing}`;
  if (has(effect, 'published') && !has(effect, 'ci')) return `Deploy ${thing}`;
  if (has(effect, 'protection-off')) return `Switch off protection of ${thing}`;
  const words = ownWords(effect);
  return words === undefined ? `Change ${thing}` : `Run ${shortText(words)}`;
}

/** What names no thing but the program or its own command word is told as it was typed: `go test` changes no "test". */
function ownWords({ argv, resource }: Effect): string | undefined {
  const [path = '', ...rest] = argv;
  const program = path.slice(path.lastIndexOf('/') + 1);
  const words = rest.filter((word) => !word.startsWith('-'));
  if (words.length === 0 || !/^[a-z][a-z0-9:_-]*(?: |$)/.test(resource)) return undefined;
  if (resource === program) return `${program} ${words[0]}`;
  const isTyped = words.some((_, last) => words.slice(0, last + 1).join(' ') === resource);
  return isTyped ? `${program} ${resource}` : undefined;
}

function replacing(effect: Effect, thing: string): string {
  if (has(effect, 'in-part')) return `Deploy ${thing}, which may delete and re-create`;
  return /^rows\b/.test(effect.resource) ? `Overwrite ${thing}` : `Delete and re-create ${thing}`;
}

function destroying(effect: Effect): string {
  if (/^rows\b/.test(effect.resource)) return 'Delete';
  return dropping(effect) ? 'Drop' : 'Destroy';
}

function dropping(effect: Effect): boolean {
  return /^(?:table|database|schema|index|view|collection|keyspace|role|column)(?=[/ ]|$)/.test(
    effect.resource,
  );
}

function has(effect: Effect, trait: Trait): boolean {
  return effect.traits.includes(trait);
}

/** A path stays a path; everything else is named with its kind. */
function thingOf(effect: Effect): string {
  if (effect.target.system === 'filesystem') return shortText(effect.resource);
  return thingText(effect.resource, has(effect, 'no-filter'));
}

/** "on prod-eu", where that says more than the resource's own name. */
function placeOf(effect: Effect): string {
  const { name, system, scope } = effect.target;
  if (
    effect.verb === 'unknown' ||
    system === 'filesystem' ||
    system === 'script' ||
    name === system ||
    name === ''
  )
    return '';
  if (effect.resource.includes(name))
    return scope === undefined || effect.resource.includes(scope) ? '' : ` in ${shortText(scope)}`;
  return has(effect, 'rewrites-history') ? ` to ${shortText(name)}` : ` on ${shortText(name)}`;
}
