import { chmodSync, type Stats, statSync } from 'node:fs';
import { basename } from 'node:path';
import { socketIdentity } from '../../client/small-file.js';
import type { HomeFlaw } from '../../core/toolcall/home-flaw.js';
import type { Registration } from '../../protocol/registration.js';
import type { Home } from '../files/home.js';
import { isOwnRegistration } from './registration-mac.js';
import { isCrowded, openGates } from './windows.js';

/** What stands in a home that this user's extension did not put there, or that others can change. Rights are mended where that is possible. */
export function flawsOf(home: Home, own?: Registration): readonly HomeFlaw[] {
  return [...foreignRights(home), ...foreignGates(home), ...(own === undefined ? [] : replaced(own))];
}

function foreignGates(home: Home): readonly HomeFlaw[] {
  if (isCrowded(home.run)) return [{ kind: 'crowded', path: home.run }];
  return openGates(home.run)
    .filter((gate) => !isOwnRegistration(home.root, gate))
    .map((gate) => ({ kind: 'foreign-registration', path: `${gate.id}.json`, pid: gate.pid }));
}

/** A socket that is gone is put back by the gate's next beat; one that is another was put there. */
function replaced({ socket, identity }: Registration): readonly HomeFlaw[] {
  const now = socketIdentity(socket);
  return now === '' || now === identity ? [] : [{ kind: 'socket-replaced', path: basename(socket) }];
}

/** Folders of the home that others can write to, or that belong to others. */
function foreignRights(home: Home): readonly HomeFlaw[] {
  if (process.platform === 'win32') return [];
  return [home.root, home.run, home.bin, home.guard, home.record, home.requests].flatMap(
    (path): readonly HomeFlaw[] => {
      const found = statSync(path, { throwIfNoEntry: false });
      if (found === undefined || isPrivate(found)) return [];
      if (found.uid !== process.getuid?.()) return [{ kind: 'foreign-owner', path }];
      return [
        { kind: 'foreign-rights', path, isMended: mended(path), mode: (found.mode & 0o777).toString(8) },
      ];
    },
  );
}

function isPrivate({ uid, mode }: Stats): boolean {
  return uid === process.getuid?.() && (mode & 0o022) === 0;
}

function mended(path: string): boolean {
  try {
    chmodSync(path, 0o700);
    return true;
  } catch {
    return false;
  }
}
