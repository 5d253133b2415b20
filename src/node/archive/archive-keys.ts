import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Checkpoint, checkpointText } from '../../core/record/checkpoint/checkpoint.js';
import { cosignatureBytes, cosignatureType, cosignedText } from '../../core/record/checkpoint/cosignature.js';
import {
  keyIdOf,
  type Note,
  type NoteKey,
  noteKeyType,
  noteText,
} from '../../core/record/checkpoint/note.js';
import { sha256 } from '../../core/shared/digest.js';
import { errorCode } from '../files/disk.js';
import { makeOnce } from '../files/made-once.js';

/**
 * What an archive signs with: one key for the log over all checkpoints, another for cosignatures, because C2SP has one key do one
 * thing. They lie in the collector's home, never in the archive, which others read.
 */
export class ArchiveKeys {
  /** Names the archive. */
  readonly log: NoteKey;
  readonly cosigner: NoteKey;

  private constructor(
    private readonly logSecret: KeyObject,
    private readonly cosignerSecret: KeyObject,
  ) {
    const log = publicBytes(logSecret);
    const name = `countersign-archive/${sha256(log).slice(0, 32)}`;
    this.log = { name, type: noteKeyType, key: log };
    this.cosigner = { name, type: cosignatureType, key: publicBytes(cosignerSecret) };
  }

  /** Those of a home, made where there are none. Throws what the disk does. */
  static at(home: string): ArchiveKeys {
    return new ArchiveKeys(
      keyAt(join(home, 'archive-log-key.pem')),
      keyAt(join(home, 'archive-cosigner-key.pem')),
    );
  }

  /** The archive's own checkpoint, as a signed note. */
  checkpoint(head: Omit<Checkpoint, 'origin'>): string {
    const text = checkpointText({ ...head, origin: this.log.name });
    const bytes = Uint8Array.from([...keyIdOf(this.log), ...sign(null, Buffer.from(text), this.logSecret)]);
    return noteText({ text, signatures: [{ name: this.log.name, bytes }] });
  }

  /** A record's checkpoint with this archive's signature below that of the record's own key. `seconds`: Unix time. */
  cosigned({ text, signatures }: Note, of: NoteKey, seconds: number): string {
    const { cosigner } = this;
    const signature = sign(null, Buffer.from(cosignedText(text, seconds)), this.cosignerSecret);
    const bytes = cosignatureBytes(cosigner, seconds, signature);
    // What others signed below it is not this archive's to pass on.
    const own = signatures.filter(({ name }) => name === of.name);
    return noteText({ text, signatures: [...own.slice(0, 1), { name: cosigner.name, bytes }] });
  }
}

function keyAt(path: string): KeyObject {
  const there = existing(path);
  if (there) return there;
  const { privateKey } = generateKeyPairSync('ed25519');
  makeOnce(path, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  return existing(path) ?? privateKey;
}

function existing(path: string): KeyObject | undefined {
  try {
    return createPrivateKey(readFileSync(path));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** An Ed25519 key ends its DER form. */
function publicBytes(secret: KeyObject): Uint8Array {
  return Uint8Array.from(createPublicKey(secret).export({ type: 'spki', format: 'der' }).subarray(-32));
}
