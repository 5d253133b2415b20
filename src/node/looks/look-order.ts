import { realpathSync } from 'node:fs';
import type { Request } from '../../core/approval/request.js';
import type { LookOutcome } from '../../core/approval/seen.js';
import type { LookFailure } from '../../core/change/look/failure.js';
import type { PlannedLook } from '../../core/change/look/look.js';
import type { Judge } from '../../ports/judge.js';
import type { LookOrder } from '../../ports/looks.js';
import type { Clock } from '../../ports/ports.js';
import { trustedProgram } from '../trusted-program.js';
import { runLook } from './run-look.js';

export interface LookParts {
  readonly judge: Pick<Judge, 'looksOf' | 'changeSeen'>;
  readonly clock: Clock;
  /** The folders of the window; a program in one of them is whoever's. */
  folders(): readonly string[];
  isTrusted(): boolean;
}

/** Looks at the places of a held call, all at once. What it finds out goes to the engine's thread to be read. Never rejects. */
export async function lookAsOrdered(order: LookOrder, parts: LookParts): Promise<LookOutcome> {
  const { request, judged, cancelled } = order;
  const places = request.look?.places ?? [];
  if (!parts.isTrusted()) return failed(places, 'untrusted');
  if (judged === undefined) return failed(places, 'not-here');
  const { call, assessment, site } = judged;
  const planned = await parts.judge.looksOf(call, assessment, site);
  if (planned.length === 0) return failed(places, 'not-here');
  const runs = await Promise.all(
    planned.map(async (one) => {
      const own = ownProgram(one, request, [call.cwd, site.cwd, ...parts.folders()]);
      if (own === undefined) return { ...one, ...(await runLook(one.look, cancelled)) };
      return { ...one, heard: [], failures: [{ code: 'own-program', detail: own } as const] };
    }),
  );
  const answers = runs
    .filter(({ heard }) => heard.some(({ text }) => text !== ''))
    .map(({ look, effects, heard }) => ({ look, effects, heard }));
  const change =
    answers.length === 0
      ? undefined
      : await parts.judge.changeSeen(call, assessment, site, answers, parts.clock.now());
  const failures = runs.flatMap(({ look, failures: own }): readonly LookFailure[] => {
    const { place } = look;
    if (own.length > 0) return own.map((failure) => ({ place, ...failure }));
    return change?.looked?.some((one) => one.place === place)
      ? []
      : [{ place, code: 'not-understood', detail: '' }];
  });
  return { ...(change === undefined ? {} : { change }), failures };
}

function failed(places: readonly string[], code: LookFailure['code']): LookOutcome {
  return { failures: places.map((place) => ({ place, code, detail: '' })) };
}

/** The program that the call itself would start, where that is one of the workspace's own. */
function ownProgram({ look }: PlannedLook, request: Request, folders: readonly string[]): string | undefined {
  const system = trustedProgram(look.program);
  const real = system === undefined ? undefined : realpathSync(system);
  const started = request.basis?.ground.programs ?? [];
  return started
    .filter(({ name, path }) => baseOf(name) === look.program && path !== '' && path !== real)
    .map(({ path }) => path)
    .find((path) => folders.some((folder) => isBelow(path, folder)));
}

function isBelow(path: string, folder: string): boolean {
  const end = folder.replace(/[/\\]$/, '');
  return path.startsWith(`${end}/`) || path.startsWith(`${end}\\`);
}

function baseOf(word: string): string {
  return word.replace(/^.*[/\\]/, '');
}
