import { adminLike } from './aws.js';
import { isLoopback } from './loopback.js';
import type { System } from './target.js';
import { type Clue, clue, type Whereabouts } from './whereabouts.js';

/** A part of a database's address, and where it was read. */
export interface Found {
  readonly source: string;
  readonly value: string;
  readonly opaque: boolean;
}

/** A part, or none when the text is empty. */
export function found(source: string, value: string | undefined, opaque = false): Found | undefined {
  return value === undefined || value === '' ? undefined : { source, value, opaque };
}

/**
 * Makes a place of a database's host, name and user. A loopback host or a socket is local; a missing host is not proof of
 * that, because the same command reaches production from a machine where a variable or file says so.
 */
export function databasePlace(
  system: System,
  parts: {
    readonly host: Found | undefined;
    readonly database: Found | undefined;
    readonly user: Found | undefined;
    readonly service?: Found | undefined;
    readonly more?: readonly Clue[];
    readonly opaque?: readonly string[];
  },
): Whereabouts {
  const { host, database, user } = parts;
  const local = host !== undefined && (isLoopback(host.value) || host.value.startsWith('/'));
  const admin = adminLike(user?.value) ?? superuser(user);
  return {
    system,
    name: (local || host === undefined ? database?.value : host.value) ?? host?.value ?? system,
    ...(database === undefined ? {} : { scope: database.value }),
    ...(host === undefined ? {} : { account: host.value }),
    ...(user === undefined ? {} : { identity: user.value }),
    clues: [
      ...[host, database, parts.service].flatMap((part) =>
        part === undefined ? [] : clue('selector', part.source, part.value),
      ),
      ...(user === undefined ? [] : clue('mention', user.source, user.value)),
      ...(parts.more ?? []),
    ],
    ...(local ? { local: { source: host.source, value: host.value } } : {}),
    ...(admin === undefined || local ? {} : { privileged: admin }),
    opaque: [
      ...[host, database, parts.service].flatMap((part) => (part?.opaque === true ? [part.value] : [])),
      ...(parts.opaque ?? []),
    ],
  };
}

function superuser(user: Found | undefined): { readonly source: string; readonly value: string } | undefined {
  if (user === undefined || !/^(?:postgres|root|sa|mysql|system|sys|default)$/.test(user.value))
    return undefined;
  return { source: user.source, value: user.value };
}
