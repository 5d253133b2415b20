import { join } from 'node:path';
import { diskText, privateFolder, writeWhole } from '../files/disk.js';
import type { Home } from '../files/home.js';
import { withLock } from '../record/lock.js';
import { decodeWitnesses, type RemoteWitness } from './decode-witnesses.js';

/** Which remotes keep this home's checkpoints. */
export class WitnessNotes {
  private readonly path: string;

  constructor(private readonly home: Home) {
    this.path = join(home.root, 'witnesses.json');
  }

  /** Empty where there is none, or where the file cannot be read. */
  remotes(): readonly RemoteWitness[] {
    return decodeWitnesses(diskText(this.path) ?? '') ?? [];
  }

  /** Keeps what is known of one remote. Throws what the disk does. */
  note(remote: RemoteWitness): void {
    privateFolder(this.home.root);
    withLock(`${this.path}.lock`, () => {
      const others = this.remotes().filter(({ url }) => url !== remote.url);
      writeWhole(this.path, `${JSON.stringify({ v: 1, remotes: [...others, remote] })}\n`);
    });
  }
}
