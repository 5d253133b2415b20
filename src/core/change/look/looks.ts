import { readArguments } from '../../command/arguments.js';
import type { Invocation } from '../../command/invocation.js';
import { readCommand } from '../../command/read.js';
import type { World } from '../../shared/world.js';
import type { Target } from '../../target/target.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import type { Effect } from '../../tool/effect.js';
import { toolsOf } from '../../tool/registry.js';
import type { ToolCall } from '../../toolcall/toolcall.js';
import type { Change, SeenThere } from '../change.js';
import { changeWith } from '../change-of.js';
import type { LookAnswer, LookKind, PlannedLook, Seen } from './look.js';
import { lookKinds } from './table.js';

/** More places of one call are not looked at. */
const mostLooks = 4;

type Judged = { readonly effects: readonly Effect[] };

/**
 * What could be asked about a call, where it is known for sure where it goes: nothing for what runs elsewhere, with other rights
 * or in code, or whose target is opaque.
 */
export function looksOf(call: ToolCall, judged: Judged, world: World): readonly PlannedLook[] {
  return subjectsOf(call, judged, world)
    .flatMap(({ kind, setting, effects }): readonly PlannedLook[] => {
      const own = effects.flatMap((at) => judged.effects[at] ?? []);
      const look = kind.plan(setting, own);
      return look === undefined ? [] : [{ look: { kind: kind.name, ...look }, effects }];
    })
    .slice(0, mostLooks);
}

/** The change of a call by what was seen; undefined where nothing that came back could be understood. */
export function changeSeen(
  call: ToolCall,
  judged: Judged,
  world: World,
  answers: readonly LookAnswer[],
  /** Unix milliseconds. */
  now: number,
): Change | undefined {
  const subjects = subjectsOf(call, judged, world);
  const seen = answers.flatMap(({ look, effects, heard }) => {
    const subject = subjects.find((one) => one.kind.name === look.kind && isSameList(one.effects, effects));
    const read = subject?.kind.read(heard, subject.setting);
    return read === undefined ? [] : [{ read, effects, place: look.place }];
  });
  if (seen.length === 0) return undefined;
  const change = changeWith(call, judged, world, (effect, at) => firstOf(seen, at, effect, call));
  const looked = seen.map(
    ({ read, effects, place }): SeenThere => ({
      at: now,
      place,
      ...read.by,
      ...productionOf(read, judged.effects[effects[0] ?? -1]),
    }),
  );
  return { ...change, looked };
}

function productionOf({ production = [] }: Seen, effect: Effect | undefined): Pick<SeenThere, 'production'> {
  if (effect === undefined || production.length === 0) return {};
  return { production: { system: effect.target.system, tags: production } };
}

function firstOf(
  seen: readonly { readonly read: Seen; readonly effects: readonly number[] }[],
  at: number,
  effect: Effect,
  call: ToolCall,
) {
  return seen.find(({ effects }) => effects.includes(at))?.read.preview(effect, call);
}

interface Subject {
  readonly kind: LookKind;
  readonly setting: ToolInvocation;
  readonly effects: readonly number[];
}

function subjectsOf({ payload }: ToolCall, { effects }: Judged, world: World): readonly Subject[] {
  if (payload.kind !== 'shell' || payload.shell !== 'bash') return [];
  const isOf = ({ programs }: LookKind, program: string): boolean => programs.has(program);
  const mayBe = effects.some(({ argv }) => lookKinds.some((kind) => isOf(kind, baseOf(argv[0] ?? ''))));
  if (!mayBe) return [];
  const known = new Set<string>();
  return readCommand(payload.command, payload.shell, world).invocations.flatMap((invocation) => {
    const kind = lookKinds.find((one) => isOf(one, invocation.program));
    const [tool, another] = toolsOf(invocation.program);
    if (kind === undefined || tool === undefined || another !== undefined || !isHere(invocation)) return [];
    const words = invocation.argv.map(({ text }) => text);
    const key = JSON.stringify([words, invocation.stdin?.text]);
    const own = effects.flatMap((effect, at) => (isOwn(effect, words) ? [{ effect, at }] : []));
    if (own.length === 0 || known.has(key)) return [];
    known.add(key);
    const args = readArguments(invocation.argv, tool.grammar);
    const setting: ToolInvocation = { invocation, args, world, switches: new Map() };
    const where = tool.target(setting);
    const isSure =
      (where.opaque ?? []).length === 0 && own.every(({ effect }) => isThere(effect.target, where));
    return isSure ? [{ kind, setting, effects: own.map(({ at }) => at) }] : [];
  });
}

/** With the rights of the call itself, and on this machine. */
function isHere({ argv, via, elsewhere, cwd, env }: Invocation): boolean {
  const isKnown = [...argv, cwd, ...env.values()].every(
    (value) => value === null || value.opaque.length === 0,
  );
  return isKnown && elsewhere === undefined && via.every((one) => plainWrapper.test(one));
}

/** What starts a program as it is. */
const plainWrapper =
  /^(?:(?:ba|z|da|k)?sh|env|time|timeout|nohup|nice|command|exec|eval|source|\.|stdbuf|xargs)(?:\s|$)/;

function isOwn(effect: Effect, words: readonly string[]): boolean {
  return (
    effect.verb !== 'read' &&
    effect.elsewhere !== true &&
    effect.opaque.length === 0 &&
    effect.argv.length === words.length &&
    effect.argv.every((word, at) => word === words[at])
  );
}

/** The same place as it was judged to be: a tunnel, a switch or a file of the project may have led elsewhere. */
function isThere(target: Target, where: Pick<Target, 'system' | 'name'> & Partial<Target>): boolean {
  return (
    target.system === where.system &&
    target.account === where.account &&
    target.scope === where.scope &&
    target.identity === where.identity &&
    target.region === where.region
  );
}

function baseOf(word: string): string {
  return word.replace(/^.*[/\\]/, '');
}

function isSameList(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((one, at) => one === b[at]);
}
