/** Looks for one command as a window does on a click, without the window. */
import type { LookOutcome } from '../../src/core/approval/seen.js';
import type { Change } from '../../src/core/change/change.js';
import type { LookFailure } from '../../src/core/change/look/failure.js';
import type { Lookup } from '../../src/core/change/look/look.js';
import type { ToolCall } from '../../src/core/toolcall/toolcall.js';
import { createJudge } from '../../src/engine/judge.js';
import { previewText } from '../../src/messages/cli/preview.js';
import { lookAsOrdered } from '../../src/node/looks/look-order.js';
import { type LookLimits, runLook } from '../../src/node/looks/run-look.js';
import type { Site } from '../../src/ports/judge.js';
import { request as aRequest, noon } from './requests.js';
import { TickingClock } from './ticking-clock.js';

export interface Looked {
  /** Where could be looked. */
  readonly places: readonly string[];
  readonly change: Change | undefined;
  /** As the command line prints a change; empty where nothing was seen. */
  readonly text: string;
  readonly failures: readonly Omit<LookFailure, 'place'>[];
}

interface Given {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly limits?: LookLimits;
  readonly credentials?: Readonly<Record<string, string>>;
}

const judge = createJudge();

async function judged(command: string, given: Given) {
  const cwd = given.cwd ?? '/tmp';
  const call: ToolCall = {
    agent: 'claude-code',
    session: '',
    callId: '',
    tool: 'Bash',
    cwd,
    payload: { kind: 'shell', shell: 'bash', command },
  };
  const site: Site = {
    cwd,
    env: { HOME: cwd, PATH: '/usr/bin:/bin', ...given.env },
    ...(given.credentials === undefined ? {} : { credentials: given.credentials }),
  };
  return { call, site, assessment: await judge.judge(call, site) };
}

export async function lookAt(command: string, given: Given = {}): Promise<Looked> {
  const { call, site, assessment } = await judged(command, given);
  const { looks = [] } = await judge.foresee(call, assessment, site);
  const planned = await judge.looksOf(call, assessment, site);
  const { signal } = new AbortController();
  const runs = await Promise.all(
    planned.map(async (one) => ({ ...one, ...(await runLook(one.look, signal, given.limits)) })),
  );
  const change = await judge.changeSeen(call, assessment, site, runs, noon);
  return {
    places: looks,
    change,
    text: change === undefined ? '' : previewText(change),
    failures: runs.flatMap(({ failures }) => failures),
  };
}

/** The whole order, as the desk gives it. */
export async function lookOrdered(
  command: string,
  given: Given = {},
  isTrusted = true,
): Promise<LookOutcome> {
  const { call, site, assessment } = await judged(command, given);
  const { change, looks = [] } = await judge.foresee(call, assessment, site);
  const salt = 'salt';
  const ground = await judge.groundOf(call, assessment.effects, site, salt);
  const request = {
    ...aRequest(),
    call,
    assessment,
    change,
    look: { places: [...looks] },
    basis: { salt, ground, environmentSalt: salt },
  };
  return lookAsOrdered(
    { request, judged: { call, site, assessment }, cancelled: new AbortController().signal },
    { judge, clock: new TickingClock(noon), folders: () => [], isTrusted: () => isTrusted },
  );
}

/** What would be started, with its credentials. */
export async function lookupsFor(command: string, given: Given = {}): Promise<readonly Lookup[]> {
  const { call, site, assessment } = await judged(command, given);
  return (await judge.looksOf(call, assessment, site)).map(({ look }) => look);
}
