import type { Doorbell } from '../agents/adapter.js';
import { configuredRings } from '../agents/configured.js';
import { applyEdit, type ConfigEdit, planConnect, planDisconnect } from '../agents/connect.js';
import { hasTraces } from '../agents/health.js';
import { keepConnected, noteDisconnected, noteVerified } from '../agents/notes.js';
import { adapters } from '../agents/registry.js';
import type { Canary } from '../core/toolcall/health.js';
import { nextText } from '../messages/agents/coverage.js';
import { canaryText } from '../messages/agents/health.js';
import { planErrorText } from '../messages/agents/plan-error.js';
import { bellText } from '../messages/answers/bell.js';
import {
  connectDoneText,
  doorbellNotInstalledText,
  notFoundText,
  noWindowText,
  unseenPolicyText,
} from '../messages/cli/agents.js';
import { helpText } from '../messages/cli/help.js';
import { guardNotesIn } from '../node/agents/guard-notes.js';
import { systemClock } from '../node/clock.js';
import type { Home } from '../node/files/home.js';
import { openGates } from '../node/gate/windows.js';
import { proveConfigured } from '../node/install/canary.js';
import { install, thisRuntime } from '../node/install/install.js';
import { isUnprepared, prepareOffline } from '../node/install/prepare-offline.js';
import { trustRootFor } from '../node/trust/trust-root.js';
import { nothingTo } from '../protocol/answer.js';
import type { HttpBell } from '../protocol/http-bell.js';
import { type AgentSetup, setupFrom } from './agent-setup.js';
import { type Command, exitCodes, fail, misuse, type Terminal } from './command.js';
import { guardSeams } from './guard-seams.js';
import { chosenDoorbell, keepChoice, shownDiff } from './http-choice.js';
import { offerStep } from './offer-step.js';
import { recordOf } from './record-of.js';
import { type TrustStep, trustHook, untrustHook } from './trust-step.js';
import { version } from './version.js';

export const connectCommand: Command = {
  name: 'connect',
  ...helpText.connect(adapters.map((adapter) => adapter.id)),
  run: async (args, terminal) => {
    const setup = setupFrom('connect', args, terminal);
    if (!setup.ok) return misuse(terminal, setup.error);
    const { adapter, scope, places, files, home, isDryRun } = setup.value;
    const doorbell = await chosenDoorbell(setup.value);
    if (!doorbell.ok) return fail(terminal, doorbell.error);
    const plan = planConnect(adapter, scope, places, doorbell.value, files);
    if (!plan.ok) return fail(terminal, planErrorText(plan.error));
    const seams = guardSeams(home, files, terminal);
    const isFound =
      isDryRun ||
      hasTraces(adapter, places, seams) ||
      (adapter.program !== undefined && (await seams.versionOf(adapter.program)) !== undefined);
    const windows = openGates(home.run).length;
    if (!isDryRun) {
      const installed = install({ home, bundles: __dirname, version });
      if (!installed.ok) return fail(terminal, doorbellNotInstalledText(installed.error));
      if (installed.value.length > 0 || isUnprepared(home)) await prepareOffline(home, thisRuntime());
    }
    // By HTTP it rings where a window is open, and blocks where none is: then there is nothing to ring yet.
    const isQuiet = doorbell.value.http !== undefined && windows === 0;
    const trusting = (): Promise<TrustStep | undefined> => trustHook(setup.value, doorbell.value);
    const rung = isQuiet ? undefined : doorbell.value;
    const { http } = doorbell.value;
    const code = await write(setup.value, plan.value, 'connected', terminal, trusting, rung, http);
    if (!isDryRun && !setup.value.isJson) {
      const unseen = unseenFiles(home, terminal.cwd);
      const missing = [
        ...(isFound ? [] : [notFoundText(adapter.name)]),
        ...(windows === 0 && http === undefined ? [noWindowText] : []),
        ...(unseen.length === 0 ? [] : [unseenPolicyText(unseen)]),
      ];
      for (const line of missing) await terminal.out(`${line}\n`);
    }
    if (!isDryRun) keepChoice(setup.value, doorbell.value);
    await offerStep(setup.value, terminal);
    if (setup.value.isHttp && !isDryRun && !setup.value.isJson) await terminal.out(`${bellText.chosen}\n`);
    return code;
  },
};

/** Files of a team in this folder, where this machine has seen none on a remote: only a window, doctor and requests look there. */
function unseenFiles(home: Home, workspace: string): readonly string[] {
  const root = trustRootFor({ home, workspace });
  const files = root.now().kind === 'none' ? root.surroundings().differing : [];
  root.dispose();
  return files;
}

export const disconnect: Command = {
  name: 'disconnect',
  ...helpText.disconnect,
  run: async (args, terminal) => {
    const setup = setupFrom('disconnect', args, terminal);
    if (!setup.ok) return misuse(terminal, setup.error);
    const { adapter, scope, places, files } = setup.value;
    const plan = planDisconnect(adapter, scope, places, files);
    if (!plan.ok) return fail(terminal, planErrorText(plan.error));
    const trust = untrustHook(setup.value);
    const code = await write(setup.value, plan.value, 'disconnected', terminal, async () => trust);
    if (!setup.value.isDryRun && code === exitCodes.done) keepChoice(setup.value, undefined);
    return code;
  },
};

async function write(
  setup: AgentSetup,
  edit: ConfigEdit,
  done: 'connected' | 'disconnected',
  terminal: Terminal,
  trusting: () => Promise<TrustStep | undefined>,
  /** What is to be rung when it is written. */
  rung?: Doorbell,
  bell?: HttpBell,
): Promise<number> {
  const diff = shownDiff(setup, edit, bell);
  const isChanged = edit.before !== edit.after;
  if (isChanged && !setup.isDryRun) {
    // Noted before it is written: a window that watches the file must not take it for a drift.
    if (done === 'disconnected') noteDisconnected(guardNotesIn(setup.home), setup.adapter.id, edit.path);
    const written = applyEdit(edit, setup.files);
    if (!written.ok) return fail(terminal, planErrorText(written.error));
    await note(setup, edit.path, done);
  }
  const canary = rung && !setup.isDryRun ? await prove(setup, rung, edit.path, terminal) : undefined;
  const trust = await trusting();
  const next = trust?.state === 'trusted' || done === 'disconnected' ? undefined : setup.adapter.next;
  const state = setup.isDryRun ? 'planned' : done;
  await terminal.out(
    setup.isJson
      ? `${JSON.stringify({ agent: setup.adapter.id, scope: setup.scope, file: edit.path, changed: isChanged, state, next: next ?? null, canary: canary ?? null, trust: trust ?? null, diff })}\n`
      : `${diff}${summary(setup, edit.path, isChanged, done, trust)}\n${canary ? `${canaryText(canary)}\n` : ''}`,
  );
  return canary === undefined || canary.kind === 'passed' ? exitCodes.done : exitCodes.failure;
}

function summary(
  setup: AgentSetup,
  path: string,
  isChanged: boolean,
  done: 'connected' | 'disconnected',
  trust: TrustStep | undefined,
): string {
  const more = trust === undefined ? '' : `\n${trust.diff}${trust.words}`;
  const { name, next } = setup.adapter;
  const { isDryRun } = setup;
  const asksNext = isChanged && !isDryRun && done === 'connected' && trust === undefined;
  const step = next === undefined || !asksNext ? '' : `\n${nextText[next]}`;
  return `${connectDoneText({ agent: name, path, done, isChanged, isDryRun })}${step}${more}`;
}

/** Rings as the agent would: that the file was written does not say that the hook works. */
async function prove(
  setup: AgentSetup,
  doorbell: Doorbell,
  file: string,
  terminal: Terminal,
): Promise<Canary> {
  const { adapter, scope, places, files } = setup;
  const rings = configuredRings(adapter, [scope], places, doorbell, files);
  const canary = await proveConfigured(
    rings,
    adapter.harmless(terminal.cwd),
    terminal.cwd,
    nothingTo(adapter.id),
  );
  const notes = guardNotesIn(setup.home);
  keepConnected(notes, adapter.id, file, systemClock.now());
  noteVerified(notes, adapter.id, { at: systemClock.now(), canary });
  return canary;
}

/** A connection that cannot be recorded still holds: it only makes things stricter, and undoing it would not. */
async function note(setup: AgentSetup, file: string, done: 'connected' | 'disconnected'): Promise<void> {
  await recordOf(setup.home).append({ type: `agent.${done}`, agent: setup.adapter.id, file });
}
