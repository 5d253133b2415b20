import { PeersDesk } from '../desk/peers-desk.js';
import { systemClock } from '../node/clock.js';
import { countersignPartsOn } from '../node/countersign-parts.js';
import { type Home, homeFrom } from '../node/files/home.js';
import { ownSigner } from '../node/ssh/ssh-signer.js';
import { GitTrustRoot } from '../node/trust/trust-root.js';
import type { RecordStore } from '../ports/ports.js';
import type { Terminal } from './command.js';
import { judgeFor } from './judge-for.js';
import { recordOf } from './record-of.js';

/** A peer's desk in a terminal: the team is that of the repository in which the command was started. */
export interface TeamSetup {
  readonly home: Home;
  readonly desk: PeersDesk;
  readonly trust: GitTrustRoot;
  readonly record: RecordStore;
  dispose(): void;
}

/** Asks the remote and the courier once before it answers. */
export async function teamSetup(terminal: Terminal): Promise<TeamSetup> {
  const home = homeFrom(terminal.env);
  const trust = new GitTrustRoot({ home, workspace: terminal.cwd });
  const parts = countersignPartsOn({ home, trust, signer: ownSigner(terminal.env) });
  const record = recordOf(home);
  const desk = new PeersDesk({ ...parts, clock: systemClock, record, judge: await judgeFor(terminal) });
  await trust.refresh();
  await desk.refresh();
  return {
    home,
    desk,
    trust,
    record,
    dispose: () => {
      desk.dispose();
      parts.dispose();
      trust.dispose();
    },
  };
}
