import { isAbsolute } from 'node:path';
import { err, ok, type Result } from '../../core/shared/result.js';

/** A remote that may be asked, and how. `url` is what git is given; `shown` has no credentials in it. */
export type GitAddress = { readonly url: string; readonly shown: string } & (
  | { readonly kind: 'http' }
  | {
      readonly kind: 'ssh';
      readonly destination: string;
      readonly port: string | undefined;
      readonly path: string;
    }
  | { readonly kind: 'file'; readonly path: string }
);

export interface GitAddressError {
  readonly code: 'unsafe-address' | 'unknown-transport';
  readonly detail: string;
}

const destination = '(?:[A-Za-z0-9._+-]+@)?(?:[A-Za-z0-9][A-Za-z0-9._-]*|\\[[0-9a-fA-F:]+\\])';
const sshUrl = new RegExp(`^ssh://(${destination})(?::(\\d{1,5}))?(/.+)$`);
const scpLike = new RegExp(`^(${destination}):(?!//)(.+)$`);

/**
 * `https://…`, `http://…`, `ssh://…`, `user@host:path`, `file:///…`, `/abs`. Everything else is refused: git also knows
 * addresses that run a command (`ext::`), and options that begin with a dash.
 */
export function readGitAddress(url: string): Result<GitAddress, GitAddressError> {
  const unsafe = err({ code: 'unsafe-address' as const, detail: withoutCredentials(url).slice(0, 200) });
  if (url.length > 2_000 || /[\s\p{Cc}]/u.test(url) || /^-|[@/:]-/.test(url)) return unsafe;
  if (url.includes('::') && !/\[[0-9a-fA-F:]+\]/.test(url)) return unsafe;
  if (/^https?:\/\//.test(url)) {
    return URL.canParse(url) ? ok({ kind: 'http', url, shown: withoutCredentials(url) }) : unsafe;
  }
  if (isAbsolute(url)) return ok({ kind: 'file', url, shown: url, path: url });
  const file = /^file:\/\/(?:localhost)?(\/.+)$/.exec(url)?.[1];
  if (file !== undefined) return ok({ kind: 'file', url, shown: url, path: localPath(file) });
  const [, withScheme, port, path] = sshUrl.exec(url) ?? [];
  if (withScheme !== undefined && path !== undefined) {
    return ok({
      kind: 'ssh',
      url,
      shown: url,
      destination: bare(withScheme),
      port,
      path: path.replace(/^\/~/, '~'),
    });
  }
  const [, host, place] = /^[a-z]+:\/\//.test(url) ? [] : (scpLike.exec(url) ?? []);
  if (host !== undefined && place !== undefined) {
    return ok({ kind: 'ssh', url, shown: url, destination: bare(host), port: undefined, path: place });
  }
  return err({ code: 'unknown-transport', detail: withoutCredentials(url).slice(0, 200) });
}

/** ssh takes an address of IPv6 without its brackets. */
function bare(destination: string): string {
  return destination.replace(/[[\]]/g, '');
}

function localPath(path: string): string {
  return process.platform === 'win32' ? path.replace(/^\/(?=[A-Za-z]:)/, '') : path;
}

/** An address as it may be shown and signed. */
export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/\s@]*@/i, '$1');
}
