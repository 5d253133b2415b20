import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { originOf } from '../../core/record/checkpoint/anchor.js';
import { type Checkpoint, checkpointText } from '../../core/record/checkpoint/checkpoint.js';
import { keyIdOf, type NoteKey, noteKeyType, noteText } from '../../core/record/checkpoint/note.js';
import { errorCode } from '../files/disk.js';
import { makeOnce } from '../files/made-once.js';

/**
 * The key of one home's record. It binds checkpoints to their record; that a record was not rewritten only witnesses can say,
 * because whoever has the home has the key.
 */
export class LogKey {
  readonly origin: string;
  readonly noteKey: NoteKey;

  private constructor(private readonly secret: KeyObject) {
    const key = publicBytes(secret);
    this.origin = originOf(key);
    this.noteKey = { name: this.origin, type: noteKeyType, key };
  }

  /** The key in the home's folder; undefined where there is none. Throws what the disk does. */
  static existing(home: string): LogKey | undefined {
    try {
      return new LogKey(createPrivateKey(readFileSync(pathIn(home))));
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** The same, made where there is none: of several processes that make it one wins. */
  static at(home: string): LogKey {
    const there = LogKey.existing(home);
    if (there) return there;
    const { privateKey } = generateKeyPairSync('ed25519');
    makeOnce(pathIn(home), privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    return LogKey.existing(home) ?? new LogKey(privateKey);
  }

  /** A checkpoint as a signed note. */
  checkpoint(head: Omit<Checkpoint, 'origin'>): string {
    const text = checkpointText({ ...head, origin: this.origin });
    const bytes = Uint8Array.from([...keyIdOf(this.noteKey), ...sign(null, Buffer.from(text), this.secret)]);
    return noteText({ text, signatures: [{ name: this.origin, bytes }] });
  }
}

function pathIn(home: string): string {
  return join(home, 'log-key.pem');
}

/** An Ed25519 key ends its DER form. */
function publicBytes(secret: KeyObject): Uint8Array {
  return Uint8Array.from(createPublicKey(secret).export({ type: 'spki', format: 'der' }).subarray(-32));
}
