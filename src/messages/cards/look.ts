import { awaitsDecision } from '../../core/approval/lifecycle.js';
import type { Request } from '../../core/approval/request.js';
import type { SeenThere } from '../../core/change/change.js';
import type { LookFailure } from '../../core/change/look/failure.js';
import { inertLine } from '../../core/shared/inert.js';
import type { Card } from '../../protocol/card.js';
import { timeOfDay } from '../text/time.js';

/** Offers to look at the places of a call, while it waits. */
export function lookOf(request: Request, isLooking: boolean): Pick<Card, 'look'> {
  const { look } = request;
  if (look === undefined || !awaitsDecision(request)) return {};
  const places = look.places.map(inertLine).join(', ');
  return {
    look: {
      label: look.seenAt === undefined ? 'Look' : 'Look again',
      name: `Look at ${places}: it only reads`,
      detail: isLooking
        ? `Looking at ${places}, for up to 8 seconds\u2026`
        : `Asks ${places} with this call\u2019s own credentials. It only reads, for up to 8 seconds, and decides nothing.`,
      isLooking,
      failed: (look.failures ?? []).map(failureText),
    },
  };
}

/** "Seen at 14:02 on PostgreSQL db/shop: PostgreSQL 15.18, the primary." */
export function lookedText({ at, place, server, role, production }: SeenThere): string {
  const tagged =
    production === undefined
      ? ''
      : ` Tags there say production: ${production.tags.map(inertLine).join(', ')}.`;
  const as = { primary: ', which takes writes', standby: ', a standby that takes no writes' };
  return `Seen at ${timeOfDay(at)} on ${inertLine(place)}: ${inertLine(server)}${role === undefined ? '' : as[role]}.${tagged}`;
}

function failureText({ place, code, detail }: LookFailure): string {
  return `${inertLine(place)} could not be looked up: ${whyText(code, inertLine(detail))}.`;
}

function whyText(code: LookFailure['code'], detail: string): string {
  switch (code) {
    case 'no-program':
      return `this machine has no ${detail} in the system\u2019s own folders`;
    case 'own-program':
      return `the call would start ${detail}, which belongs to the workspace`;
    case 'untrusted':
      return 'this workspace is not trusted';
    case 'timeout':
      return `it did not answer within ${detail} seconds`;
    case 'too-large':
      return 'it sent more than is read';
    case 'withheld':
      return `the password is in ${detail}, which stays with the agent`;
    case 'own-credentials':
      return `its credentials come from ${detail}, which a look does not call on`;
    case 'refused':
      return detail;
    case 'not-understood':
      return 'its answer was not understood';
    case 'not-here':
      return 'it was held before this window opened, and the agent has to ask again';
  }
}
