/** A gate with the real desk, record and engine, in a process of its own, as it stands in the extension host. */
import { defaultSettings } from '../../src/core/policy/settings.js';
import { Desk } from '../../src/desk/desk.js';
import { startGate } from '../../src/node/gate-server.js';
import { homeFrom } from '../../src/node/home.js';
import { createJudge } from '../../src/node/judge.js';
import { portsOnDisk } from '../../src/node/ports-on-disk.js';
import { createWorlds } from '../../src/node/world.js';

const home = homeFrom(process.env);
const ports = portsOnDisk(home);
const preview = () => ({ items: [], sources: [] });
const parts = { ...ports, worlds: createWorlds(), judge: createJudge(), preview };
const desk = new Desk({ ...parts, settings: () => defaultSettings });
const folders = process.argv.slice(2);
void startGate({ home, id: ports.id, folders, desk, random: ports.random }).then((gate) => {
  process.on('SIGTERM', () => {
    desk.dispose();
    void gate.dispose().then(() => process.exit());
  });
  process.stdout.write('open\n');
});
