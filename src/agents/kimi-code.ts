import { hookLimit } from '../protocol/limits.js';
import type { Doorbell, EntriesAdapter, HookEntry } from './adapter.js';
import { guardedCommand, plainCommand } from './command.js';
import { harmlessHook } from './harmless.js';
import { settingAt } from './settings-text.js';
import { tomlFlaw } from './toml-hooks.js';

/** The events that 2.1.0 has hooks for: one that it does not know makes it drop all of them. */
const events =
  'PreToolUse PostToolUse PostToolUseFailure PermissionRequest PermissionResult UserPromptSubmit UserPromptQueued TurnStarted Stop StopFailure Interrupt SessionStart SessionEnd SessionHeartbeat SubagentStart SubagentStop TaskStarted PreCompact PostCompact Notification'.split(
    ' ',
  );

const fields = ['event', 'matcher', 'command', 'timeout'];

/**
 * Kimi Code, as measured on 2.1.0: hooks stand in its user's settings alone. A hook that ends otherwise than by 0 or 2, is killed, or
 * outlives its limit lets the call run, and one entry that it cannot read drops all of them.
 */
export const kimiCode: EntriesAdapter = {
  id: 'kimi-code',
  name: 'Kimi Code',
  program: 'kimi',
  traces: ['.kimi-code'],
  coverage: {
    tried: { kind: 'measured', version: '2.1.0' },
    covered: 'every-tool',
    gaps: ['killed-hook'],
    onFailure: 'command-blocks',
  },
  next: 'restart',
  written: 'toml',
  scopes: ['user'],
  file: (_, places) => `${places.home}/.kimi-code/config.toml`,
  switches: () => [],
  harmless: (cwd) => harmlessHook(cwd),
  flaw: (text) => tomlFlaw(text, isHook),
  entries: (doorbell) => [
    entryOf(doorbell, 'PreToolUse', guardedCommand, hookLimit('kimi-code')),
    entryOf(doorbell, 'PostToolUse', plainCommand, 60),
    entryOf(doorbell, 'PostToolUseFailure', plainCommand, 60),
  ],
};

function entryOf(
  doorbell: Doorbell,
  event: string,
  commandFor: typeof plainCommand,
  timeout: number,
): HookEntry {
  return { event, entry: { event, command: commandFor(doorbell, { agent: 'kimi-code', event }), timeout } };
}

/** By its own schema, which knows four fields. */
function isHook(hook: unknown): boolean {
  if (typeof hook !== 'object' || hook === null) return false;
  const field = (name: string): unknown => settingAt(hook, name);
  const [command, matcher, seconds] = [field('command'), field('matcher') ?? '', field('timeout') ?? 1];
  return (
    Object.keys(hook).every((name) => fields.includes(name)) &&
    events.includes(String(field('event'))) &&
    typeof command === 'string' &&
    command !== '' &&
    typeof matcher === 'string' &&
    typeof seconds === 'number' &&
    Number.isInteger(seconds) &&
    seconds >= 1 &&
    seconds <= 600
  );
}
