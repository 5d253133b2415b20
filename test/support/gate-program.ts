/** A gate with the real desk, record and engine, in a process of its own, as it stands in the extension host. */
import { defaultSettings, settingsFrom } from '../../src/core/policy/settings.js';
import { Desk } from '../../src/desk/desk.js';
import { createJudge } from '../../src/engine/judge.js';
import { KillableJudge } from '../../src/engine/killable-judge.js';
import { HttpBellListener } from '../../src/http-hook/http-bell.js';
import { ringWindow } from '../../src/http-hook/ring-window.js';
import { homeFrom } from '../../src/node/files/home.js';
import { startGate } from '../../src/node/gate/gate-server.js';
import { httpBellOf } from '../../src/node/gate/http-bell-file.js';
import { environmentOfSession, noteSession } from '../../src/node/gate/session-environments.js';
import type { RingTaker } from '../../src/protocol/ring.js';
import { portsInThread } from './ports.js';

const home = homeFrom(process.env);
const ports = portsInThread(home);
/** The file of the engine's thread, where judging is to be ended when it takes too long, as a window does. */
const entry = process.env['ENGINE_ENTRY'];
const parts = { ...ports, judge: entry === undefined ? createJudge() : new KillableJudge({ entry }) };
/** Held calls are parked after so many minutes: none where nobody is going to decide. */
const settings = settingsFrom({
  ...defaultSettings,
  holdMinutes: Number(process.env['HOLD_MINUTES'] ?? '55'),
});
const desk = new Desk({ ...parts, settings: () => settings });
const folders = process.argv.slice(2);
const taker: RingTaker = {
  ring: (ring, gone, held) => {
    noteSession(home, ring);
    return desk.ring(ring, gone, held);
  },
};
const bell = new HttpBellListener({
  bell: () => httpBellOf(home),
  environmentOf: (session) => environmentOfSession(home, session),
  ring: (ring, gone) => ringWindow(home.root, ring, gone),
});
void startGate({ home, id: ports.id, folders, desk: taker, random: ports.random }).then((gate) => {
  process.on('SIGTERM', async () => {
    bell.dispose();
    await desk.dispose();
    void gate.dispose().then(() => process.exit());
  });
  process.stdout.write('open\n');
});
