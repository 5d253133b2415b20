import { type HeldLevel, levelOf } from '../core/toolcall/level.js';
import { agentIds, type CallerId } from '../core/toolcall/toolcall.js';
import { type LockDisk, lockHealth } from './lock-health.js';

/** How far whoever rings is held on this machine; what is no agent has no lock. */
export function levelHere(disk: LockDisk): (caller: CallerId) => HeldLevel {
  return (caller) => {
    const agent = agentIds.find((id) => id === caller);
    const isLocked = agent !== undefined && levelOf(lockHealth(agent, disk), true) === 'locked';
    return isLocked ? 'locked' : 'reminder';
  };
}
