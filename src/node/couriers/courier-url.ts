import { isAbsolute } from 'node:path';
import { err, ok, type Result } from '../../core/shared/result.js';

/** A courier's URL, taken apart. */
export type CourierAddress =
  | { readonly kind: 'git'; readonly url: string }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'nats'; readonly server: string; readonly isTls: boolean; readonly team: string }
  | { readonly kind: 'paste' };

export interface CourierUrlError {
  readonly code: 'unknown-scheme' | 'not-absolute' | 'no-remote' | 'not-an-address';
  readonly detail: string;
}

/**
 * `git` (the team's own remote), `git+ssh://…`, `git+https://…`, `git+file:///…`, `folder:/abs`, `nats://host:4222/team`,
 * `tls://host:4222/team`, `paste:`.
 */
export function readCourierUrl(
  url: string,
  remote: string | undefined,
): Result<CourierAddress, CourierUrlError> {
  const scheme = /^([a-z][a-z0-9+]*)(?::|$)/.exec(url)?.[1] ?? '';
  const rest = url.slice(scheme.length + 1);
  if (url === 'git') {
    return remote === undefined ? err({ code: 'no-remote', detail: url }) : ok({ kind: 'git', url: remote });
  }
  if (scheme.startsWith('git+')) return ok({ kind: 'git', url: url.slice('git+'.length) });
  if (scheme === 'folder') {
    return isAbsolute(rest) ? ok({ kind: 'folder', path: rest }) : err({ code: 'not-absolute', detail: url });
  }
  if (scheme === 'nats' || scheme === 'tls') return natsAddress(url, scheme === 'tls');
  if (scheme === 'paste') return ok({ kind: 'paste' });
  return err({ code: 'unknown-scheme', detail: scheme });
}

function natsAddress(url: string, isTls: boolean): Result<CourierAddress, CourierUrlError> {
  const parts =
    /^[a-z]+:\/\/([A-Za-z0-9.-]+|\[[0-9a-f:]+\])(?::(\d{1,5}))?(?:\/([a-z0-9][a-z0-9-]{0,40})?)?$/.exec(url);
  if (parts === null) return err({ code: 'not-an-address', detail: url });
  const [, host = '', port = '4222', team = 'team'] = parts;
  return ok({ kind: 'nats', server: `${host}:${port}`, isTls, team });
}
