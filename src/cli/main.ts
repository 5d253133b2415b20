/**
 * The bundle of the command line, and of the programs that are a part of it: each is made ready only when it is asked for, so that
 * a hook does not wait for the commands, nor the commands for the gateway.
 */
import type { runGateway as gateway } from '../mcp/gateway.js';
import type { sendRecordOn as sending } from '../node/archive/send-record-on.js';
import type { vouchLocked as locked } from '../offline/vouch-locked.js';

const vouchLocked: typeof locked = async (ring) =>
  (await import('../offline/vouch-locked.js')).vouchLocked(ring);

const runGateway: typeof gateway = async (setting) => (await import('../mcp/gateway.js')).runGateway(setting);

const sendRecordOn: typeof sending = async (root) =>
  (await import('../node/archive/send-record-on.js')).sendRecordOn(root);

// Each is what the file that it comes from says it is, handed on.
export { runGateway, sendRecordOn, vouchLocked };

if (require.main === module) void import('./program.js').then(({ runProgram }) => runProgram());
