import { err, ok, type Result } from '../core/shared/result.js';

/** What a link names: a request at the courier. It carries nothing else, and following it shows, never decides. */
export interface RequestLink {
  /** 32 hex digits. */
  readonly id: string;
}

/** `vscode://PUBLISHER.NAME/request?id=…`: the path and the query of a link, as the editor hands them over. */
export function decodeLink(path: string, query: string): Result<RequestLink, 'unknown-link'> {
  const [, id] = /^id=([0-9a-f]{32})$/.exec(query) ?? [];
  return path === '/request' && id !== undefined ? ok({ id }) : err('unknown-link');
}

export function linkText(scheme: string, extension: string, { id }: RequestLink): string {
  return `${scheme}://${extension}/request?id=${id}`;
}
