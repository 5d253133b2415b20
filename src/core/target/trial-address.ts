import { hostOfUrl } from './host.js';
import { isLoopback } from './loopback.js';

/** Programs that stand in for a service on this machine, by the port or the path that is theirs. */
const standIns =
  /^[^/]*:4566(?:\/|$)|^[^/]*\/emulator\/v\d\/|^[^/]*\/__admin\/|^[^/]*:4444\/(?:wd\/hub\/)?session\/|^[^/]*:(?:8025|1080)\/(?:api\/v\d\/)?messages|^[^/]*:8474\/proxies/;

/** Things that are called after a try. */
const trial =
  /^[^/]*\/(?:[\w%]*[-_.])?(?:test|tests|tmp|temp|scratch|sandbox|dummy|throwaway)(?:[-_.]\w|[-_.]?\d|\/|$)/i;

/** True for an address of this machine at which a stand-in answers, or whose first name says that it is for a try. */
export function isTrialAddress(url: string): boolean {
  if (!isLoopback(hostOfUrl(url))) return false;
  const rest = url.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/[?#].*/s, '');
  return !/[*,\uFFFC]/.test(rest) && (standIns.test(rest) || trial.test(rest));
}
