import type { World } from './world.js';

/** A world of which nothing is known: for judging a call of another machine by what it says alone. */
export function unknownWorld(cwd: string): World {
  return {
    platform: 'posix',
    cwd,
    home: '/home/unknown',
    env: {},
    files: {
      read: () => ({ ok: false, code: 'absent' }),
      kind: () => 'absent',
      list: () => [],
      real: () => undefined,
      identity: () => undefined,
      bytes: () => undefined,
    },
  };
}
