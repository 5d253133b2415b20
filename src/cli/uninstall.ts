import { scopes } from '../agents/adapter.js';
import { planNoCommand } from '../agents/command-in-path.js';
import { applyEdit, planDisconnect } from '../agents/connect.js';
import { guardedFiles, planUnguard } from '../agents/guard-mcp.js';
import { namesDoorbell, planLeftover } from '../agents/leftover.js';
import { noteDisconnected } from '../agents/notes.js';
import { adapters } from '../agents/registry.js';
import { planUntrust } from '../agents/trust.js';
import { planErrorText } from '../messages/agents/plan-error.js';
import { disconnectedText, leftoverText, uninstalledText, windowOpenText } from '../messages/cli/agents.js';
import { helpText } from '../messages/cli/help.js';
import { noWordsExpectedText } from '../messages/cli/usage.js';
import { writtenPaths } from '../node/agents/config-files.js';
import { guardNotesIn } from '../node/agents/guard-notes.js';
import { openGates } from '../node/gate/windows.js';
import { removeGuard } from '../node/install/guard-folder.js';
import { uninstall as removeDoorbell } from '../node/install/install.js';
import { surroundings } from './agent-setup.js';
import { type Command, exitCodes, fail, misuse } from './command.js';
import { parseCommandLine } from './parse.js';

/** The editor runs this after the extension was uninstalled. */
export const uninstallCommand: Command = {
  name: 'uninstall',
  ...helpText.uninstall,
  run: async (args, terminal) => {
    const parsed = parseCommandLine('uninstall', args, { json: { type: 'boolean' } });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    const { values, positionals } = parsed.value;
    if (positionals.length > 0) return misuse(terminal, noWordsExpectedText(positionals));
    const { home, places, files } = surroundings(terminal);
    if (openGates(home.run).length > 0) return fail(terminal, windowOpenText);
    const notes = guardNotesIn(home);
    // Terminals that still look there find the real programs behind it.
    removeGuard(home);
    const tell = async (line: string): Promise<void> => {
      if (!values.json) await terminal.out(`${line}\n`);
    };
    let isClean = true;
    // First: what hooks stood in beside them is put back whole then.
    for (const path of guardedFiles(places, files)) {
      const plan = planUnguard(path, files);
      const done = plan.ok ? applyEdit(plan.value, files) : plan;
      if (done.ok) continue;
      isClean = false;
      await fail(terminal, planErrorText(done.error));
    }
    for (const adapter of adapters) {
      const trust = planUntrust(adapter, scopes[0], places, files);
      if (trust !== undefined) applyEdit(trust, files);
      const plan = planDisconnect(adapter, scopes[0], places, files);
      const done = plan.ok ? applyEdit(plan.value, files) : plan;
      if (done.ok && plan.ok) {
        const { path, before, after } = plan.value;
        noteDisconnected(notes, adapter.id, path);
        if (before !== after) await tell(disconnectedText(adapter.name, path));
      }
      if (done.ok) continue;
      isClean = false;
      await fail(terminal, planErrorText(done.error));
    }
    // Files of workspaces, wherever they lie.
    for (const path of writtenPaths(home)) {
      if (!namesDoorbell(path, files)) continue;
      const plan = planLeftover(path, places, files);
      if (plan !== undefined) applyEdit(plan, files);
      if (!namesDoorbell(path, files)) continue;
      isClean = false;
      await fail(terminal, leftoverText(path));
    }
    let isTidy = true;
    for (const path of writtenPaths(home)) {
      const plan = planNoCommand(path, files);
      const done = plan && applyEdit(plan, files);
      if (done?.ok !== false) continue;
      isTidy = false;
      await fail(terminal, planErrorText(done.error));
    }
    // An agent that still names the doorbell would be blocked for good without it.
    if (isClean) removeDoorbell(home);
    const isDone = isClean && isTidy;
    if (isDone) await tell(uninstalledText(home.root));
    if (values.json) await terminal.out(`${JSON.stringify({ ok: isDone })}\n`);
    return isDone ? exitCodes.done : exitCodes.failure;
  },
};
