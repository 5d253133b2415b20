import type { World } from '../core/shared/world.js';
import { probesByFolder } from '../core/target/found-folders.js';
import { probesByName } from '../core/target/found-names.js';
import type { FoundPlace } from '../core/target/found-place.js';
import { isExact, placeOf, type SaidPlace } from '../core/target/said-place.js';
import type { Target } from '../core/target/target.js';
import type { Judge, Site } from '../ports/judge.js';

/** The places that a folder and the user's own configuration lead to, each once; nothing is started or asked of the network. */
export async function foundPlaces(
  judge: Pick<Judge, 'judge'>,
  site: Site,
  world: World,
  said: readonly SaidPlace[],
): Promise<readonly FoundPlace[]> {
  const named = probesByName(world).map((command) => ({ cwd: site.cwd, command }));
  const found = new Map<string, FoundPlace>();
  for (const { cwd, command } of [...named, ...probesByFolder(world)]) {
    const payload = { kind: 'shell', shell: 'bash', command } as const;
    const call = { agent: 'terminal', session: '', callId: '', tool: 'shell', cwd, payload } as const;
    const { effects } = await judge.judge(call, { ...site, cwd }, { lines: [], isPinned: false, said });
    for (const { target } of effects) {
      const one = foundAt(target);
      const key = JSON.stringify([one?.place.system, one?.place.name, one?.place.knownBy]);
      if (one !== undefined && !found.has(key)) found.set(key, one);
    }
  }
  return [...found.values()];
}

/** Undefined for what nothing names, and for what is thrown away with this machine. */
function foundAt(target: Target): FoundPlace | undefined {
  const { environment: guess, evidence } = target;
  const place = placeOf(target);
  if (place === undefined || guess === 'local') return undefined;
  const [first] = guess === 'unknown' ? [] : evidence;
  return {
    place,
    canBeHarmless: isExact(target),
    guess,
    ...(first === undefined ? {} : { evidence: first }),
  };
}
