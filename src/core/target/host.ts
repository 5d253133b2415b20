import { isLoopback } from './loopback.js';
import { clue, type Whereabouts } from './whereabouts.js';

/** A host by its address: `https://user@es.prod.acme.com:9200/x`, `:9200/x`, `localhost:80`. */
export function hostOfUrl(url: string): string {
  if (/^:\d*(?:\/|$)/.test(url)) return 'localhost';
  const rest = url.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/^[^/?#@]*@/, '');
  const bracketed = /^\[([^\]]+)\]/.exec(rest)?.[1];
  return bracketed ?? rest.split(/[/:?#]/, 1)[0] ?? '';
}

/** A server behind a URL. One on this machine may be a tunnel to anywhere, so nothing calls it local. */
export function urlTarget(url: string, system = 'http'): Whereabouts {
  const host = hostOfUrl(url);
  return {
    system,
    name: host === '' ? system : host,
    clues: [
      ...clue('selector', 'host', isLoopback(host) ? undefined : host),
      ...clue('resource', 'url', pathOf(url)),
    ],
  };
}

function pathOf(url: string): string | undefined {
  const path = /^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/?#]*(\/[^?#]*)/i.exec(url)?.[1];
  return path === undefined || path === '/' ? undefined : path;
}

/** `user@host:path` -> its host; undefined for a path of this machine. */
export function hostOfRemotePath(text: string): string | undefined {
  const url = /^(?:scp|sftp|rsync|ssh|ftp):\/\/(?:[^@/]*@)?([^/:]+)/i.exec(text)?.[1];
  if (url !== undefined) return url;
  const match = /^(?:[^/:@]+@)?(\[[^\]]+\]|[^/:@]+)::?/.exec(text);
  const host = match?.[1]?.replace(/[[\]]/g, '');
  return host === undefined || /^[A-Za-z]:[\\/]/.test(text) ? undefined : host;
}

/** A machine reached over ssh. */
export function remoteHost(host: string): Whereabouts {
  return {
    system: 'ssh',
    name: host,
    clues: clue('selector', 'host', host),
    ...(isLoopback(host) ? { local: { source: 'host', value: host } } : {}),
  };
}
