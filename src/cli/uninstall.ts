import { scopes } from '../agents/adapter.js';
import { applyEdit, planDisconnect } from '../agents/connect.js';
import { guardedFiles, planUnguard } from '../agents/guard-mcp.js';
import { noteDisconnected } from '../agents/notes.js';
import { adapters } from '../agents/registry.js';
import { planUntrust } from '../agents/trust.js';
import { planErrorText } from '../messages/agents/plan-error.js';
import { removeGuard } from '../node/guard-folder.js';
import { guardNotesIn } from '../node/guard-notes.js';
import { uninstall as removeDoorbell } from '../node/install.js';
import { openGates } from '../node/windows.js';
import { surroundings } from './agent-setup.js';
import { type Command, exitCodes, misuse } from './command.js';
import { parseCommandLine } from './parse.js';

/** The editor runs this after the extension was uninstalled. */
export const uninstall: Command = {
  name: 'uninstall',
  summary: 'disconnects every agent of this user and removes the doorbell; the record stays',
  help: `countersign uninstall [--json]

Disconnects every agent in the user's own configuration, takes the gateway from in front of MCP servers, then removes
the doorbell from $COUNTERSIGN_HOME. The record and the requests stay. While an editor window with Countersign is open, nothing is removed.
`,
  run: async (args, terminal) => {
    const parsed = parseCommandLine('uninstall', args, { json: { type: 'boolean' } });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    const { values, positionals } = parsed.value;
    if (positionals.length > 0) return misuse(terminal, `expected no words, got ${positionals.join(' ')}`);
    const { home, places, files } = surroundings(terminal);
    if (openGates(home.run).length > 0) {
      await terminal.error('countersign: expected no editor window with Countersign, got one that is open\n');
      return exitCodes.failure;
    }
    const notes = guardNotesIn(home);
    // Terminals that still look there find the real programs behind it.
    removeGuard(home);
    let isClean = true;
    // First: what hooks stood in beside them is put back whole then.
    for (const path of guardedFiles(places, files)) {
      const plan = planUnguard(path, files);
      const done = plan.ok ? applyEdit(plan.value, files) : plan;
      if (done.ok) continue;
      isClean = false;
      await terminal.error(`countersign: ${planErrorText(done.error)}\n`);
    }
    for (const adapter of adapters) {
      const trust = planUntrust(adapter, scopes[0], places, files);
      if (trust !== undefined) applyEdit(trust, files);
      const plan = planDisconnect(adapter, scopes[0], places, files);
      const done = plan.ok ? applyEdit(plan.value, files) : plan;
      if (done.ok && plan.ok) noteDisconnected(notes, adapter.id, plan.value.path);
      if (done.ok) continue;
      isClean = false;
      await terminal.error(`countersign: ${planErrorText(done.error)}\n`);
    }
    // An agent that still names the doorbell would be blocked for good without it.
    if (isClean) removeDoorbell(home);
    if (values.json) await terminal.out(`${JSON.stringify({ ok: isClean })}\n`);
    return isClean ? exitCodes.done : exitCodes.failure;
  },
};
