import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Courier } from '../../ports/courier.js';
import type { Home } from '../files/home.js';
import { GitRemote } from '../git/git-remote.js';
import type { CourierAddress } from './courier-url.js';
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

/** A bundle of its own: the programs of all couriers. `url` is where the git courier goes. */
export function openCourier(address: CourierAddress, url: string, { home, nats }: CourierOptions): Courier {
  switch (address.kind) {
    case 'folder':
      return new FolderCourier({ root: address.path, place: address.path, isPrivate: false });
    case 'paste': {
      const root = join(home.root, 'pasted');
      return new FolderCourier({ root, place: 'copy and paste', isPrivate: true });
    }
    case 'git': {
      const remote = GitRemote.at(url, home);
      if (!remote.ok) throw new Error(remote.error.detail);
      return new GitCourier({ remote: remote.value, own: new OwnRefs(home, address.url), now: Date.now });
    }
    case 'nats':
      return new NatsCourier({
        ...address,
        credentials: nats ?? natsCredentialsAt(home),
        env: process.env,
      });
  }
}

function natsCredentialsAt({ root }: Home): NatsCredentials {
  const [file, caFile] = [join(root, 'nats.creds'), join(root, 'nats-ca.pem')];
  return { ...(existsSync(file) ? { file } : {}), ...(existsSync(caFile) ? { caFile } : {}) };
}
