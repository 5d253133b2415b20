import { homedir } from 'node:os';
import type { FoundPlace } from '../core/target/found-place.js';
import { foundPlaces } from '../engine/found-places.js';
import { worldsHere } from '../engine/world.js';
import type { Judge } from '../ports/judge.js';
import type { FindPlaces, SaidPlaces } from '../ports/places.js';
import { workspaceFolders } from '../vscode/gate-folders.js';
import { ownEnvironment } from '../vscode/own-environment.js';

/** Finds what this machine's configuration and this window's folders name, each place once. */
export function findHere(judge: Pick<Judge, 'judge'>, said: Pick<SaidPlaces, 'now'>): FindPlaces {
  return async () => {
    const folders = workspaceFolders();
    const worldOf = worldsHere();
    const env = ownEnvironment();
    const found = new Map<string, FoundPlace>();
    for (const cwd of folders.length > 0 ? folders : [homedir()]) {
      const site = { cwd, env };
      for (const one of await foundPlaces(judge, site, worldOf(site), said.now()))
        found.set(JSON.stringify(one.place), one);
    }
    return [...found.values()];
  };
}
