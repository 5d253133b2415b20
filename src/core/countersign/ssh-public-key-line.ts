import { err, ok, type Result } from '../shared/result.js';
import { fromBase64 } from './ssh-base64.js';
import { decodePublicKey, type KeyError, type PublicKey } from './ssh-public-key.js';

export interface PublicKeyLine {
  readonly key: PublicKey;
  /** Usually who or where it is; data. */
  readonly comment: string;
}

export interface PublicKeyLineError {
  readonly code: KeyError['code'] | 'private-key' | 'not-a-key';
  readonly detail: string;
}

const longest = 16 * 1024;

/** Reads a line as it stands in a `.pub` file, at a forge's `/USER.keys`, or in git's `user.signingkey`. */
export function decodePublicKeyLine(text: string): Result<PublicKeyLine, PublicKeyLineError> {
  const line = text.trim().replace(/^key::/, '');
  // Somebody may paste the wrong one of the two files: it is told apart, and nothing of it is repeated.
  if (/PRIVATE KEY/.test(line)) return err({ code: 'private-key', detail: '' });
  const [, type, blob, comment] = /^([a-z0-9@.-]+) +([A-Za-z0-9+/=]+)(?:[ \t](.*))?$/.exec(line) ?? [];
  if (line.length > longest || type === undefined || blob === undefined)
    return err({ code: 'not-a-key', detail: '' });
  const bytes = fromBase64(blob);
  if (bytes === undefined) return err({ code: 'malformed', detail: type });
  const key = decodePublicKey(bytes);
  if (!key.ok) return key;
  if (key.value.type !== type) return err({ code: 'malformed', detail: type });
  return ok({ key: key.value, comment: comment?.trimStart() ?? '' });
}
