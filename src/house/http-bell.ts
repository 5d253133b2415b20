import { HttpBellListener } from '../http-hook/http-bell.js';
import { ringWindow } from '../http-hook/ring-window.js';
import type { Home } from '../node/files/home.js';
import { httpBellOf } from '../node/gate/http-bell-file.js';
import { environmentOfSession } from '../node/gate/session-environments.js';

/** Claude Code may ring by HTTP; whichever window listens passes the ring on to the one that holds the directory. */
export function httpBell(home: Home): HttpBellListener {
  return new HttpBellListener({
    bell: () => httpBellOf(home),
    environmentOf: (session) => environmentOfSession(home, session),
    ring: (ring, gone) => ringWindow(home.root, ring, gone),
  });
}
