import { join } from 'node:path';

/** Names that stand for something real outside the drill; each is an inert stand-in inside it. */
export const standIns: readonly string[] = ['aws', 'eb', 'terraform', 'tofu', 'kubectl', 'helm', 'psql'];

/** What a drill runs with: folders of its own, and nothing of the person's environment but the way to the gate. */
export interface Kit {
  /** Stand-ins, first in PATH. */
  readonly bin: string;
  /** A private home: the agent's AWS profile is in it, nobody's credentials are. */
  readonly home: string;
  /** One line a call of a stand-in: its name and arguments, separated by tabs. */
  readonly log: string;
  readonly workspace: string;
}

/** Where the parts of a kit lie in `folder`. */
export function kitIn(folder: string, workspace?: string): Kit {
  return {
    bin: join(folder, 'bin'),
    home: join(folder, 'home'),
    log: join(folder, 'calls.log'),
    workspace: workspace ?? join(folder, 'cost-explorer'),
  };
}
