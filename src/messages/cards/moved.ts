import type { Moved } from '../../core/approval/ground-difference.js';
import { inertLine } from '../../core/shared/inert.js';

const told = 4;

/** Which materials changed after the yes, on one line; empty where that is not known. */
export function movedText(moved: readonly Moved[]): string {
  const some = moved.slice(0, told).map(oneText).join('; ');
  return moved.length > told ? `${some}; and ${moved.length - told} more` : some;
}

function oneText({ what, name, before, after }: Moved): string {
  const digests = before === '' && after === '' ? '' : ` (${before || 'absent'} \u2192 ${after || 'absent'})`;
  return what === 'unread' ? `not read: ${inertLine(name)}` : `${what} ${inertLine(name)}${digests}`;
}
