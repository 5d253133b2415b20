import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { applyEdit, type ConfigEdit, type PlanError } from '../agents/connect.js';
import type { AgentLock, LockedBell } from '../agents/locks/lock.js';
import { locks } from '../agents/locks/registry.js';
import { err, ok, type Result } from '../core/shared/result.js';
import { agentNames } from '../messages/agents/agent-names.js';
import { planErrorText } from '../messages/agents/plan-error.js';
import { lockedRefusalWords } from '../messages/answers/locked-refusal.js';
import { helpText } from '../messages/cli/help.js';
import { lockText } from '../messages/cli/lock.js';
import { agentExpectedText } from '../messages/cli/usage.js';
import { configFilesOn } from '../node/agents/config-files.js';
import { lockDisk } from '../node/agents/lock-disk.js';
import { homeAt } from '../node/files/home.js';
import {
  type BellUser,
  bellUser,
  installLocked,
  lockedPrograms,
  removeLocked,
} from '../node/install/lock-folder.js';
import { lockedFolder, lockedProgram, pinnedFolder } from '../node/install/locked-paths.js';
import { lockedUser, lockedUserId } from '../node/install/locked-user.js';
import type { ConfigFiles } from '../ports/ports.js';
import { diffOf } from './agent-setup.js';
import { type Command, exitCodes, fail, misuse, type Terminal } from './command.js';
import { parseCommandLine } from './parse.js';

interface Asked {
  readonly chosen: readonly AgentLock[];
  readonly bell: LockedBell;
  readonly isDryRun: boolean;
  readonly isJson: boolean;
  /** The doorbell is to run as whoever starts it. */
  readonly isWithoutUser: boolean;
  readonly files: ConfigFiles;
}

/** What was put beside agents' files. */
interface Placed {
  readonly programs: readonly string[];
  readonly user?: BellUser | 'gone';
}

type Edited = readonly { readonly agent: AgentLock['agent']; readonly edit: ConfigEdit }[];

export const lockCommand: Command = {
  name: 'lock',
  ...helpText.lock(locks.map(({ agent }) => agent)),
  run: async (args, terminal) => {
    const asked = askedOf('lock', args);
    if (!asked.ok) return misuse(terminal, asked.error);
    const edits = plan(asked.value, 'with');
    if (!edits.ok) return fail(terminal, planErrorText(edits.error));
    const programs = [lockedProgram, ...lockedPrograms(__dirname).map(([, to]) => to)];
    const wanted = bellUser(__dirname, asked.value.isWithoutUser);
    if (asked.value.isDryRun) return told(terminal, asked.value, edits.value, { programs, user: wanted });
    if (process.getuid?.() !== 0) return fail(terminal, lockText.needsRoot('lock'));
    const installed = await installLocked(__dirname, wanted);
    if (!installed.ok) return fail(terminal, lockText.failure(installed.error));
    const flaw = flawOf(asked.value.bell);
    if (flaw !== undefined) return fail(terminal, lockText.bellFlaw(flaw));
    const written = write(edits.value, asked.value.files);
    if (!written.ok) return fail(terminal, planErrorText(written.error));
    return told(terminal, asked.value, edits.value, { programs, user: installed.value });
  },
};

export const unlockCommand: Command = {
  name: 'unlock',
  ...helpText.unlock,
  run: async (args, terminal) => {
    const asked = askedOf('unlock', args);
    if (!asked.ok) return misuse(terminal, asked.error);
    const edits = plan(asked.value, 'without');
    if (!edits.ok) return fail(terminal, planErrorText(edits.error));
    const isWhole = asked.value.chosen.length === locks.length;
    const gone: Placed = {
      programs: [],
      ...(isWhole && lockedUserId() !== undefined ? { user: 'gone' } : {}),
    };
    const isThere = isWhole && (gone.user !== undefined || existsSync(lockedFolder));
    if (!isThere && !asked.value.isJson && edits.value.every(({ edit }) => edit.before === edit.after)) {
      await terminal.out(`${lockText.nothing(asked.value.chosen.map(({ agent }) => agentNames[agent]))}\n`);
      return exitCodes.done;
    }
    if (asked.value.isDryRun) return told(terminal, asked.value, edits.value, gone);
    if (process.getuid?.() !== 0) return fail(terminal, lockText.needsRoot('unlock'));
    const written = write(edits.value, asked.value.files);
    if (!written.ok) return fail(terminal, planErrorText(written.error));
    // Last: a file that still named it would block its agent.
    if (isWhole) removeLocked();
    return told(terminal, asked.value, edits.value, gone);
  },
};

function askedOf(name: 'lock' | 'unlock', args: readonly string[]): Result<Asked, string> {
  const parsed = parseCommandLine(name, args, {
    'dry-run': { type: 'boolean' },
    json: { type: 'boolean' },
    ...(name === 'lock' ? { 'without-user': { type: 'boolean' } } : {}),
  });
  if (!parsed.ok) return parsed;
  const { values, positionals } = parsed.value;
  const known = locks.map(({ agent }) => agent);
  if (positionals.some((one) => !known.some((agent) => agent === one)))
    return err(agentExpectedText(known, positionals));
  const { bell } = lockDisk;
  if (bell === undefined) return err(lockText.notHere);
  return ok({
    chosen: positionals.length === 0 ? locks : locks.filter(({ agent }) => positionals.includes(agent)),
    bell,
    isDryRun: values['dry-run'] === true,
    isJson: values['json'] === true,
    isWithoutUser: values['without-user'] === true,
    files: configFilesOn(homeAt(pinnedFolder)),
  });
}

/** Every file as it would be, before any is written. */
function plan({ chosen, bell, files }: Asked, what: 'with' | 'without'): Result<Edited, PlanError> {
  const edits: { agent: AgentLock['agent']; edit: ConfigEdit }[] = [];
  for (const { agent, files: filesOf } of chosen) {
    for (const file of filesOf(bell)) {
      const { path } = file;
      const before = files.read(path);
      if (!before.ok) return err({ ...before.error, path });
      const original = before.value === null ? undefined : files.original(path, before.value);
      const after =
        what === 'with'
          ? file.with(before.value)
          : before.value === null || original !== undefined
            ? ok(original ?? null)
            : file.without(before.value);
      if (!after.ok) return err({ ...after.error, path });
      edits.push({ agent, edit: { path, before: before.value, after: after.value } });
    }
  }
  return ok(edits);
}

/** All of them, or none: what was written before one that fails is put back. */
function write(edits: Edited, files: ConfigFiles): Result<void, PlanError> {
  const done: ConfigEdit[] = [];
  for (const { edit } of edits) {
    const written = applyEdit(edit, files);
    if (!written.ok) {
      for (const { path, before, after } of done.reverse())
        applyEdit({ path, before: after, after: before }, files);
      return written;
    }
    done.push(edit);
  }
  return ok(undefined);
}

/** What is no call is blocked, in the words of what judges: a doorbell that cannot say so would block every call, or none. */
function flawOf({ program }: LockedBell): 'broken' | 'not-elevated' | undefined {
  const rung = spawnSync(program, ['claude-code', 'PreToolUse'], {
    input: '?',
    env: { HOME: join(pinnedFolder, 'none') },
    timeout: 30_000,
    encoding: 'utf8',
  });
  if (rung.stderr === lockedRefusalWords('not-elevated')) return 'not-elevated';
  return rung.status === 2 && rung.stderr.trim() !== '' ? undefined : 'broken';
}

async function told(
  terminal: Terminal,
  { isDryRun, isJson }: Asked,
  edits: Edited,
  { programs, user }: Placed,
): Promise<number> {
  if (isJson) {
    const files = edits.map(({ agent, edit }) => ({
      agent,
      file: edit.path,
      changed: edit.before !== edit.after,
      diff: diffOf(edit),
    }));
    const state = isDryRun ? 'planned' : 'done';
    const owner = user === undefined ? {} : { user: { name: lockedUser, state: user } };
    await terminal.out(`${JSON.stringify({ state, programs, ...owner, files })}\n`);
    return exitCodes.done;
  }
  for (const path of programs) await terminal.out(`${lockText.program(path)}\n`);
  if (user !== undefined) await terminal.out(`${lockText.user[user](lockedUser)}\n`);
  for (const { agent, edit } of edits)
    await terminal.out(`${lockText.file(agentNames[agent], edit)}\n${diffOf(edit)}`);
  await terminal.out(`${isDryRun ? lockText.planned : lockText.done}\n`);
  return exitCodes.done;
}
