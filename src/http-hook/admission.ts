import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { bellHeaders, eventInPath, type HttpBell } from '../protocol/http-bell.js';
import { payloadLimitBytes } from '../protocol/limits.js';

/**
 * Why a request is no ring, as the status that it is answered with; undefined for one that is. A page in a browser can
 * reach loopback too: it names itself in `Origin`, cannot send this content type unasked, knows no token, and comes under
 * another name than the address when its own name was made to point here.
 */
export function refusedWith(request: IncomingMessage, bell: HttpBell): number | undefined {
  const { headers, method, url } = request;
  if (headers.host !== `127.0.0.1:${bell.port}`) return 403;
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined) return 403;
  if (!isToken(headers.authorization, bell)) return 401;
  if (eventInPath(url) === null) return 404;
  if (method !== 'POST') return 405;
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) return 415;
  return Number(headers['content-length'] ?? 0) > payloadLimitBytes ? 413 : undefined;
}

/** Compared as digests, so that neither the length nor the first wrong character shows in the time it takes. */
function isToken(authorization: string | undefined, bell: HttpBell): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(authorization ?? ''), digest(bellHeaders(bell).Authorization));
}
