import { isSameGround } from '../core/approval/ground.js';
import { differenceOf, type Moved, variablesOf } from '../core/approval/ground-difference.js';
import type { Request } from '../core/approval/request.js';
import type { Basis } from '../core/approval/sent-request.js';
import type { DeskParts } from './parts.js';
import type { Footing, Judged } from './ring.js';

/** The ground of a call as it is now; new salts where none are given. Rejects where it could not be looked at. */
export async function groundNow(
  { call, assessment, site }: Judged,
  { judge, random }: Pick<DeskParts, 'judge' | 'random'>,
  salts?: Basis,
): Promise<Footing> {
  const salt = salts?.salt ?? random.hex(16);
  const environmentSalt = salts?.environmentSalt ?? random.hex(16);
  const ground = await judge.groundOf(call, assessment.effects, site, environmentSalt);
  return {
    basis: { salt, environmentSalt, ground },
    variables: variablesOf(ground, { ...site.env, ...site.credentials }, environmentSalt),
  };
}

/** What is another than it was when the call was shown; undefined where all is the same. A request without a ground has moved. */
export function movedSince({ basis, variables }: Request, now: Footing): readonly Moved[] | undefined {
  if (basis === undefined) return [];
  if (isSameGround(basis.ground, now.basis.ground)) return undefined;
  return differenceOf(basis.ground, now.basis.ground, [variables ?? [], now.variables]);
}
