import type { RosterError } from '../../core/countersign/decode-roster.js';
import { inertLine } from '../../core/shared/inert.js';

const problems: Readonly<Record<RosterError['code'], string>> = {
  'too-large': 'expected a roster of at most 256 kB: take keys out that nobody uses',
  'too-many-keys': 'expected at most 1000 keys: take those out that nobody uses',
  'no-keys': 'expected one key at least: a roster without any lets nobody sign',
  'control-character': 'got a character that cannot be seen, a carriage return for example: take it out',
  'wrong-line': 'expected a person, namespaces="…", a type of key and the key: mend or remove the line',
  'not-one-person': 'expected one person by one exact name, without * ? ! and commas',
  'unknown-option': 'expected namespaces, valid-after or valid-before, each with its value in quotes',
  'option-twice': 'got the same thing twice: take one of them out',
  'no-namespaces': 'expected namespaces="…": without it a key may sign nothing',
  'unknown-namespace':
    'expected countersign-request@v1, countersign-approval@v1, countersign-denial@v1 or countersign-policy@v1',
  'wrong-time':
    'expected a time such as "20271231Z": four digits of the year, the month, the day, and Z for UTC',
  'never-valid': 'got an end that is not after the beginning: such a key is never valid',
  'wrong-key': 'expected a whole public key of the type before it: Ed25519, ECDSA, RSA or a security key',
  'weak-key': 'expected RSA of 3072 bits or more, or a security key enrolled for ssh: this key is too weak',
  'key-twice': 'got a key that stands in another line: one key belongs to one person',
  'alike-persons': 'got a name that another line spells in other letters: two persons need two names',
};

/** "expected one person by one exact name, without * ? ! and commas; it is about *@example.com" */
export function rosterErrorText({ code, detail }: RosterError): string {
  return detail === '' ? problems[code] : `${problems[code]}; it is about ${inertLine(detail)}`;
}
