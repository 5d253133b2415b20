import { err, ok, type Result } from '../shared/result.js';
import { decodeRoster, isPerson, type RosterError } from './decode-roster.js';
import { namespacesOf, type Role } from './roles.js';
import type { Roster, RosterKey } from './roster.js';
import { formatRoster, rosterLine } from './roster-text.js';
import { decodePublicKeyLine, type PublicKeyLineError } from './ssh-public-key-line.js';

/** A person as somebody adds them to a team: one key, and what it may do. */
export interface Member {
  readonly person: string;
  readonly key: Pick<RosterKey, 'type' | 'blob' | 'fingerprint'>;
  readonly roles: readonly Role[];
}

function rosterOf(members: readonly Member[]): Roster {
  return {
    keys: members.map(({ person, key, roles }) => ({
      person,
      type: key.type,
      blob: key.blob,
      fingerprint: key.fingerprint,
      namespaces: namespacesOf(roles),
    })),
  };
}

const heading = [
  'Who may sign what, by OpenSSH\u2019s allowed_signers format: person, role, key. It counts from the remote\u2019s default',
  'branch, with the maintainers\u2019 signatures in endorsement.json. Countersign: Set Up Team changes it.',
];

/** The text of a new `.countersign/allowed_signers`; refused where it would not be read back. */
export function newRoster(members: readonly Member[]): Result<string, RosterError> {
  return checked(formatRoster(rosterOf(members), heading));
}

/** A roster with further members; what stands in it stays as it is. */
export function extendedRoster(text: string, members: readonly Member[]): Result<string, RosterError> {
  const kept = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  return checked(`${kept}${rosterOf(members).keys.map(rosterLine).join('\n')}\n`);
}

function checked(text: string): Result<string, RosterError> {
  const read = decodeRoster(text);
  return read.ok ? ok(text) : read;
}

export interface PastedKey {
  /** Who it is of, where the line says so. */
  readonly person: string | undefined;
  readonly key: Pick<RosterKey, 'type' | 'blob' | 'fingerprint'>;
}

export interface PasteError {
  readonly code: PublicKeyLineError['code'] | 'nothing';
  /** From 1. */
  readonly line: number;
  readonly detail: string;
}

/**
 * Reads what somebody pastes to add a colleague: lines of a `.pub` file, of a forge's `/USER.keys`, or as "Copy My Public
 * Key" writes them, with the person in front. A person is also taken from a key's comment where that is a mail address.
 */
export function readPastedKeys(text: string): Result<readonly PastedKey[], PasteError> {
  const found: PastedKey[] = [];
  if (/PRIVATE KEY/.test(text)) return err({ code: 'private-key', line: 1, detail: '' });
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [first = '', ...rest] = line.trim().split(/\s+/);
    const isNamed = isPerson(first) && decodePublicKeyLine(rest.join(' ')).ok;
    const read = decodePublicKeyLine(isNamed ? rest.join(' ') : line);
    if (!read.ok) return err({ ...read.error, line: index + 1 });
    const { type, blob, fingerprint } = read.value.key;
    found.push({ person: isNamed ? first : mailIn(read.value.comment), key: { type, blob, fingerprint } });
  }
  return found.length > 0 ? ok(found) : err({ code: 'nothing', line: 1, detail: '' });
}

function mailIn(comment: string): string | undefined {
  return isPerson(comment) && /^[^@]+@[^@]+\.[a-z]+$/i.test(comment) ? comment : undefined;
}
