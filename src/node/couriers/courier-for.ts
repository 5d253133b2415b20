import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../core/shared/result.js';
import type { Courier } from '../../ports/courier.js';
import type { Home } from '../files/home.js';
import { GitRemote } from '../git/git-remote.js';
import { TrustNotes } from '../trust/trust-notes.js';
import { type CourierUrlError, readCourierUrl } from './courier-url.js';
import { FolderCourier } from './folder-courier.js';
import { GitCourier } from './git-courier.js';
import { NatsCourier, type NatsCredentials } from './nats-courier.js';
import { OwnRefs } from './own-refs.js';

export interface CourierOptions {
  readonly home: Home;
  /** The trusted remote's URL, for the courier `git`. */
  readonly remote?: string;
  /** From the person's own settings; `nats.creds` and `nats-ca.pem` in their home folder otherwise. */
  readonly nats?: NatsCredentials;
}

/** The courier that a policy's URL names. Nothing is opened, started or asked before its first use. */
export function courierFor(url: string, options: CourierOptions): Result<Courier, CourierUrlError> {
  const address = readCourierUrl(url, options.remote);
  if (!address.ok) return address;
  switch (address.value.kind) {
    case 'folder': {
      const root = address.value.path;
      return ok(new FolderCourier({ root, place: root, isPrivate: false }));
    }
    case 'paste': {
      const root = join(options.home.root, 'pasted');
      return ok(new FolderCourier({ root, place: 'copy and paste', isPrivate: true }));
    }
    case 'git': {
      const url = new TrustNotes(options.home).addressOf(address.value.url);
      const remote = GitRemote.at(url, options.home);
      if (!remote.ok) return err({ code: 'not-an-address', detail: remote.error.detail });
      const own = new OwnRefs(options.home, address.value.url);
      return ok(new GitCourier({ remote: remote.value, own, now: Date.now }));
    }
    case 'nats':
      return ok(
        new NatsCourier({
          ...address.value,
          credentials: options.nats ?? natsCredentialsAt(options.home),
          env: process.env,
        }),
      );
  }
}

function natsCredentialsAt({ root }: Home): NatsCredentials {
  const [file, caFile] = [join(root, 'nats.creds'), join(root, 'nats-ca.pem')];
  return { ...(existsSync(file) ? { file } : {}), ...(existsSync(caFile) ? { caFile } : {}) };
}
