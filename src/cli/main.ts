/**
 * The bundle of the command line, and of the programs that are a part of it: each is made ready only when it is asked for, so that
 * a hook does not wait for the commands, nor the commands for the gateway.
 */
import type { runGateway as gateway } from '../mcp/gateway.js';
import type { ringOffline as offline } from '../offline/ring-offline.js';
import type { vouchLocked as locked } from '../offline/vouch-locked.js';

const ringOffline: typeof offline = async (ring) =>
  (await import('../offline/ring-offline.js')).ringOffline(ring);

const vouchLocked: typeof locked = async (ring) =>
  (await import('../offline/vouch-locked.js')).vouchLocked(ring);

const runGateway: typeof gateway = async (setting) => (await import('../mcp/gateway.js')).runGateway(setting);

// Each is what the file that it comes from says it is, handed on.
export { ringOffline, runGateway, vouchLocked };

if (require.main === module) void import('./program.js').then(({ runProgram }) => runProgram());
