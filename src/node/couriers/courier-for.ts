import { err, ok, type Result } from '../../core/shared/result.js';
import type { Courier } from '../../ports/courier.js';
import { readGitAddress } from '../git/git-address.js';
import { TrustNotes } from '../trust/trust-notes.js';
import { type CourierUrlError, readCourierUrl } from './courier-url.js';
import type { CourierOptions } from './couriers.js';
import { LateCourier } from './late-courier.js';

/** The courier that a policy's URL names. Nothing is loaded, opened, started or asked before its first use. */
export function courierFor(url: string, options: CourierOptions): Result<Courier, CourierUrlError> {
  const address = readCourierUrl(url, options.remote);
  if (!address.ok) return address;
  let where = '';
  if (address.value.kind === 'git') {
    where = new TrustNotes(options.home).addressOf(address.value.url);
    const read = readGitAddress(where);
    if (!read.ok) return err({ code: 'not-an-address', detail: `${read.error.code} ${read.error.detail}` });
  }
  return ok(
    new LateCourier(async () => {
      const { openCourier } = await import('./couriers.js');
      return openCourier(address.value, where, options);
    }),
  );
}
