import { hostname } from 'node:os';
import { applyEdit, type ConfigEdit, planConnect, planDisconnect } from '../agents/connect.js';
import { adapters } from '../agents/registry.js';
import { systemClock } from '../node/clock.js';
import { install } from '../node/install.js';
import { systemRandom } from '../node/random.js';
import { RecordFile } from '../node/record-file.js';
import { planErrorWords } from '../words/agents.js';
import { nextWords } from '../words/coverage.js';
import { type AgentSetup, diffOf, setupFrom } from './agent-setup.js';
import { type Command, exitCodes, misuse, type Terminal } from './command.js';

const options = `  --scope user       the user's own configuration (default)
  --scope workspace  the configuration of this directory
  --dry-run          only shows the change
  --json             one JSON object instead of words
`;

export const connect: Command = {
  name: 'connect',
  summary: "writes an agent's hook configuration, showing the diff, keeping everything foreign",
  help: `countersign connect AGENT [--scope user|workspace] [--dry-run] [--json]

Installs the doorbell and names it in the agent's hook configuration, so that every tool call of that agent is judged
before it runs. Connecting twice changes nothing. AGENT is one of
${adapters.map((adapter) => `  ${adapter.id}`).join('\n')}

${options}`,
  run: async (args, terminal) => {
    const setup = setupFrom('connect', args, terminal);
    if (!setup.ok) return misuse(terminal, setup.error);
    const { adapter, scope, places, doorbell, files, home, isDryRun } = setup.value;
    const plan = planConnect(adapter, scope, places, doorbell, files);
    if (!plan.ok) return failed(terminal, planErrorWords(plan.error));
    if (!isDryRun) {
      const installed = install({ home, bundles: __dirname });
      if (!installed.ok)
        return failed(
          terminal,
          `the doorbell could not be installed: ${installed.error.code}, ${installed.error.detail}`,
        );
    }
    return write(setup.value, plan.value, 'connected', terminal);
  },
};

export const disconnect: Command = {
  name: 'disconnect',
  summary: "removes Countersign from an agent's hook configuration, keeping everything foreign",
  help: `countersign disconnect AGENT [--scope user|workspace] [--dry-run] [--json]

Removes the doorbell from the agent's hook configuration. A file that nobody changed since is put back byte for byte.

${options}`,
  run: async (args, terminal) => {
    const setup = setupFrom('disconnect', args, terminal);
    if (!setup.ok) return misuse(terminal, setup.error);
    const { adapter, scope, places, files } = setup.value;
    const plan = planDisconnect(adapter, scope, places, files);
    if (!plan.ok) return failed(terminal, planErrorWords(plan.error));
    return write(setup.value, plan.value, 'disconnected', terminal);
  },
};

async function write(
  setup: AgentSetup,
  edit: ConfigEdit,
  done: 'connected' | 'disconnected',
  terminal: Terminal,
): Promise<number> {
  const isChanged = edit.before !== edit.after;
  if (isChanged && !setup.isDryRun) {
    const written = applyEdit(edit, setup.files);
    if (!written.ok) return failed(terminal, planErrorWords(written.error));
    note(setup, edit.path, done);
  }
  const state = setup.isDryRun ? 'planned' : done;
  await terminal.out(
    setup.isJson
      ? `${JSON.stringify({ agent: setup.adapter.id, scope: setup.scope, file: edit.path, changed: isChanged, state, next: setup.adapter.next ?? null, diff: diffOf(edit) })}\n`
      : `${diffOf(edit)}${summary(setup, edit.path, isChanged, done)}\n`,
  );
  return exitCodes.done;
}

function summary(
  setup: AgentSetup,
  path: string,
  isChanged: boolean,
  done: 'connected' | 'disconnected',
): string {
  if (!isChanged) return `${setup.adapter.name} is ${done} already: ${path} stays as it is.`;
  if (setup.isDryRun) return `Nothing was written. Without --dry-run, ${path} is changed like this.`;
  const { name, next } = setup.adapter;
  if (done === 'disconnected') return `${name} is disconnected: ${path} is as it was without Countersign.`;
  return `${name} is connected: ${path} is written.${next === undefined ? '' : `\n${nextWords[next]}`}`;
}

/** A connection that cannot be recorded still holds: it only makes things stricter, and undoing it would not. */
function note(setup: AgentSetup, file: string, done: 'connected' | 'disconnected'): void {
  const folder = setup.home.record;
  const writer = systemRandom.hex(8);
  const record = new RecordFile({ folder, machine: hostname(), clock: systemClock, writer });
  record.append({ type: `agent.${done}`, agent: setup.adapter.id, file });
}

async function failed(terminal: Terminal, words: string): Promise<number> {
  await terminal.error(`countersign: ${words}\n`);
  return exitCodes.failure;
}
