import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Trust } from '../../core/countersign/trust.js';
import { readTrustBundle, type TrustBundle, type TrustFiles } from '../../core/countersign/trust-bundle.js';
import { errorCode, privateFolder, writeWhole } from '../files/disk.js';
import type { Home } from '../files/home.js';
import { withoutCredentials } from '../git/git-address.js';
import { decodeTrustNote, type StoredBundle } from './decode-trust-note.js';

export interface Noted {
  readonly pinned: Trust | undefined;
  readonly seen: KeptTrust | undefined;
}

/** A bundle with the bytes it was read from. */
export interface KeptTrust {
  readonly bundle: TrustBundle;
  readonly files: TrustFiles;
}

/** A team that a folder had. */
export interface HeldTeam {
  readonly top: string;
  readonly url: string;
  readonly spelled: string;
}

const nothing: Noted = { pinned: undefined, seen: undefined };

/** What is known about remotes, under the home: which one a workspace has, and the bundle that a person accepted. */
export class TrustNotes {
  private readonly folder: string;

  constructor(home: Home) {
    this.folder = join(home.root, 'trust');
  }

  /** The remote that this workspace had when its team was first seen: as it was asked, and as the workspace spelled it. */
  remoteOf(top: string): { readonly url: string; readonly spelled: string } | undefined {
    const [url = '', spelled = ''] = (this.text(`workspace-${nameOf(top)}`) ?? '').split('\n');
    return url === '' ? undefined : { url, spelled };
  }

  noteRemote(top: string, url: string, spelled: string): void {
    this.write(`workspace-${nameOf(top)}`, `${url}\n${spelled}\n`);
  }

  /** The nearest folder, this one or one above it, in which a team was seen, and its remote. Links have to be resolved. */
  heldAt(folder: string): HeldTeam | undefined {
    for (let at = folder; ; at = dirname(at)) {
      const noted = this.remoteOf(at);
      if (noted !== undefined) return { ...noted, top: at };
      if (dirname(at) === at) return undefined;
    }
  }

  /** A person lets go of the team that a folder had; what was accepted of its remote stays for other folders. */
  release(top: string): void {
    rmSync(join(this.folder, `workspace-${nameOf(top)}`), { force: true });
  }

  /** The address of a remote that is named without its credentials: with them, where one of the workspaces has them. */
  addressOf(shown: string): string {
    try {
      const urls = readdirSync(this.folder)
        .filter((name) => name.startsWith('workspace-'))
        .map((name) => this.text(name)?.split('\n')[0] ?? '');
      return urls.find((url) => withoutCredentials(url) === shown) ?? shown;
    } catch {
      return shown;
    }
  }

  /** The next look is a first use again. */
  forget(top: string, remote: string): void {
    for (const name of [`workspace-${nameOf(top)}`, `remote-${nameOf(remote)}`]) {
      rmSync(join(this.folder, name), { force: true });
    }
  }

  /** `unreadable` is not `nothing`: what was accepted once must not be asked for as if it were the first time. */
  of(remote: string): Noted | 'unreadable' {
    const text = this.text(`remote-${nameOf(remote)}`);
    if (text === undefined) return nothing;
    const note = decodeTrustNote(text);
    if (note === undefined || note.remote !== remote) return 'unreadable';
    const pinned = note.pinned === null ? undefined : keptOf(note.pinned, remote);
    if (note.pinned !== null && pinned === undefined) return 'unreadable';
    return {
      pinned: pinned?.bundle.trust,
      seen: note.seen === null ? undefined : keptOf(note.seen, remote),
    };
  }

  /** The bytes that a person accepted, or that followed them. */
  acceptedFiles(remote: string): TrustFiles | undefined {
    const note = decodeTrustNote(this.text(`remote-${nameOf(remote)}`) ?? '');
    return note?.remote === remote && note.pinned !== null ? keptOf(note.pinned, remote)?.files : undefined;
  }

  /** Returns the system's word for why it could not be kept. */
  keep(remote: string, kept: KeptTrust, isPinned: boolean): string | undefined {
    const stored = storedOf(kept);
    const note = { v: 1, remote, pinned: isPinned ? stored : null, seen: isPinned ? null : stored };
    return this.write(`remote-${nameOf(remote)}`, `${JSON.stringify(note)}\n`);
  }

  private text(name: string): string | undefined {
    try {
      return readFileSync(join(this.folder, name), 'utf8');
    } catch (error) {
      // A note that is there and cannot be read is not an absent one.
      return errorCode(error) === 'ENOENT' ? undefined : '';
    }
  }

  private write(name: string, text: string): string | undefined {
    try {
      privateFolder(this.folder);
      writeWhole(join(this.folder, name), text);
      return undefined;
    } catch (error) {
      return errorCode(error);
    }
  }
}

function nameOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function storedOf({ bundle, files }: KeptTrust): StoredBundle {
  const coded = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('base64');
  return {
    commit: files.commit,
    policy: coded(files.policy),
    roster: coded(files.roster),
    endorsement: files.endorsement === undefined ? null : coded(files.endorsement),
    endorsedBy: [...bundle.trust.endorsedBy],
  };
}

function keptOf(stored: StoredBundle, remote: string): KeptTrust | undefined {
  const bytes = (coded: string): Uint8Array => new Uint8Array(Buffer.from(coded, 'base64'));
  const files = {
    commit: stored.commit,
    policy: bytes(stored.policy),
    roster: bytes(stored.roster),
    endorsement: stored.endorsement === null ? undefined : bytes(stored.endorsement),
  };
  const read = readTrustBundle(files, withoutCredentials(remote));
  if (!read.ok) return undefined;
  const trust = { ...read.value.trust, endorsedBy: stored.endorsedBy };
  return { bundle: { ...read.value, trust }, files };
}
