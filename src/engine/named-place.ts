import type { AskedPlace } from '../core/approval/asked-place.js';
import { placeProbe } from '../core/target/place-probe.js';
import { isExact, placeOf } from '../core/target/said-place.js';
import type { Target } from '../core/target/target.js';
import type { Judge, Site } from '../ports/judge.js';

/** Finds what a name stands for; nothing is started or asked of the network. */
export async function namedPlace(
  judge: Pick<Judge, 'judge'>,
  site: Site,
  system: string,
  name: string,
): Promise<AskedPlace> {
  const command = placeProbe(system, name);
  const target = command === undefined ? undefined : await targetOf(judge, site, command, system);
  const place = target && placeOf(target);
  if (target !== undefined && place !== undefined) return { place, canBeHarmless: isExact(target) };
  const bare = { system, name, knownBy: [name] };
  return { place: bare, canBeHarmless: isExact({ system }) };
}

async function targetOf(
  judge: Pick<Judge, 'judge'>,
  site: Site,
  command: string,
  system: string,
): Promise<Target | undefined> {
  const payload = { kind: 'shell', shell: 'bash', command } as const;
  const call = { agent: 'terminal', session: '', callId: '', tool: 'shell', cwd: site.cwd, payload } as const;
  const { effects } = await judge.judge(call, site);
  return effects.find(({ target }) => target.system === system)?.target;
}
