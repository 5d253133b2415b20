import { err, ok, type Result } from '../shared/result.js';
import { type Namespace, namespaces } from './namespace.js';
import type { Roster, RosterKey } from './roster.js';
import { rosterTime } from './roster-time.js';
import { personKey } from './same-person.js';
import { fromBase64 } from './ssh-base64.js';
import { decodePublicKey, keyTypes, type PublicKey } from './ssh-public-key.js';

/** Why a roster is refused as a whole. */
export interface RosterError {
  readonly code:
    | 'too-large'
    | 'too-many-keys'
    | 'no-keys'
    | 'control-character'
    | 'wrong-line'
    | 'not-one-person'
    | 'unknown-option'
    | 'option-twice'
    | 'no-namespaces'
    | 'unknown-namespace'
    | 'wrong-time'
    | 'never-valid'
    | 'wrong-key'
    | 'weak-key'
    | 'key-twice'
    | 'alike-persons';
  /** From 1; 0 where it is about the file. */
  readonly line: number;
  /** The word that it is about; data. */
  readonly detail: string;
}

export const rosterLimit = 256 * 1024;
export const mostRosterKeys = 1_000;

/**
 * Reads `.countersign/allowed_signers`: the subset of ssh-keygen's format in which a line names exactly one person, a key
 * belongs to one person, and times say their zone. One line that is not understood refuses the file, because to skip it
 * could mean to skip a restriction.
 */
export function decodeRoster(text: string): Result<Roster, RosterError> {
  if (text.length > rosterLimit) return refuse('too-large', 0, `${text.length} characters`);
  const keys: RosterKey[] = [];
  const seen = new Seen();
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '' || line.startsWith('#')) continue;
    const key = keyOf(line, index + 1);
    if (!key.ok) return key;
    const clash = seen.add(key.value);
    if (clash !== undefined) return refuse(clash, index + 1, key.value.person);
    keys.push(key.value);
    if (keys.length > mostRosterKeys) return refuse('too-many-keys', index + 1, String(mostRosterKeys));
  }
  return keys.length > 0 ? ok({ keys }) : refuse('no-keys', 0);
}

/** What may not be there twice: a key, or one person in two spellings. */
class Seen {
  readonly #blobs = new Set<string>();
  readonly #persons = new Map<string, string>();

  add(key: RosterKey): 'key-twice' | 'alike-persons' | undefined {
    if (this.#blobs.has(key.blob)) return 'key-twice';
    this.#blobs.add(key.blob);
    const spelling = this.#persons.get(personKey(key.person));
    if (spelling !== undefined && spelling !== key.person) return 'alike-persons';
    this.#persons.set(personKey(key.person), key.person);
    return undefined;
  }
}

/** Person, options, type, key, and a comment that nothing reads. */
const form = /^([^\s"]+)[ \t]+((?:[^\s"]|"[^"]*")+)[ \t]+([^\s"]+)[ \t]+([A-Za-z0-9+/=]+)(?:[ \t].*)?$/;

function keyOf(line: string, number: number): Result<RosterKey, RosterError> {
  // Also those that reorder what a person sees of the line.
  if (/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(line.replaceAll('\t', ' ')))
    return refuse('control-character', number);
  const [, person, optionText, type, blob] = form.exec(line) ?? [];
  if (person === undefined || optionText === undefined || type === undefined || blob === undefined) {
    return refuse(hasNoOptions(line) ? 'no-namespaces' : 'wrong-line', number);
  }
  if (!isPerson(person)) return refuse('not-one-person', number, person);
  if (keyTypes.some((one) => one === optionText)) return refuse('no-namespaces', number, person);
  const options = optionsOf(optionText, number);
  if (!options.ok) return options;
  const key = publicKeyOf(type, blob, number);
  if (!key.ok) return key;
  const { fingerprint } = key.value;
  return ok({ person, fingerprint, type: key.value.type, blob: key.value.blob, ...options.value });
}

function hasNoOptions(line: string): boolean {
  return keyTypes.some((one) => line.split(/[ \t]+/)[1] === one);
}

/** ssh-keygen reads `*`, `?`, `!` and `,` as patterns; two letters that only look alike would be two persons. */
export function isPerson(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._%+@-]{0,127}$/.test(text);
}

type Options = Pick<RosterKey, 'namespaces' | 'validAfter' | 'validBefore'>;

function optionsOf(text: string, line: number): Result<Options, RosterError> {
  const given = new Map<string, string>();
  for (const option of text.match(/(?:[^,"]|"[^"]*")+/g) ?? []) {
    const [, name, value] = /^([a-z-]+)="([^"\\]*)"$/.exec(option) ?? [];
    if (name === undefined || value === undefined || !optionNames.has(name)) {
      return refuse('unknown-option', line, option);
    }
    if (given.has(name)) return refuse('option-twice', line, name);
    given.set(name, value);
  }
  if (text.startsWith(',') || text.endsWith(',') || text.includes(',,'))
    return refuse('unknown-option', line, ',');
  const roles = namespacesOf(given.get('namespaces'), line);
  const validity = validityOf(given, line);
  if (!roles.ok) return roles;
  return validity.ok ? ok({ namespaces: roles.value, ...validity.value }) : validity;
}

const optionNames = new Set(['namespaces', 'valid-after', 'valid-before']);
const known: readonly Namespace[] = Object.values(namespaces);

function namespacesOf(text: string | undefined, line: number): Result<readonly Namespace[], RosterError> {
  if (text === undefined || text === '') return refuse('no-namespaces', line);
  const found: Namespace[] = [];
  for (const name of text.split(',')) {
    const namespace = known.find((one) => one === name);
    if (namespace === undefined) return refuse('unknown-namespace', line, name);
    if (found.includes(namespace)) return refuse('option-twice', line, name);
    found.push(namespace);
  }
  return ok(found);
}

function validityOf(
  given: ReadonlyMap<string, string>,
  line: number,
): Result<Pick<RosterKey, 'validAfter' | 'validBefore'>, RosterError> {
  const after = given.get('valid-after');
  const before = given.get('valid-before');
  const validAfter = after === undefined ? undefined : rosterTime(after);
  const validBefore = before === undefined ? undefined : rosterTime(before);
  if (after !== undefined && validAfter === undefined) return refuse('wrong-time', line, after);
  if (before !== undefined && validBefore === undefined) return refuse('wrong-time', line, before);
  if (validAfter !== undefined && validBefore !== undefined && validAfter >= validBefore) {
    return refuse('never-valid', line, before);
  }
  return ok({
    ...(validAfter === undefined ? {} : { validAfter }),
    ...(validBefore === undefined ? {} : { validBefore }),
  });
}

function publicKeyOf(type: string, blob: string, line: number): Result<PublicKey, RosterError> {
  const bytes = fromBase64(blob);
  const key = bytes === undefined ? undefined : decodePublicKey(bytes);
  if (key === undefined) return refuse('wrong-key', line, type);
  if (!key.ok) return refuse(key.error.code === 'weak' ? 'weak-key' : 'wrong-key', line, key.error.detail);
  return key.value.type === type ? key : refuse('wrong-key', line, type);
}

function refuse(
  code: RosterError['code'],
  line: number,
  detail = '',
): { readonly ok: false; readonly error: RosterError } {
  return err({ code, line, detail });
}
