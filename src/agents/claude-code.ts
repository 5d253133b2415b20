import { bellAddress, bellHeaders, type HttpBell } from '../protocol/http-bell.js';
import { hookLimit } from '../protocol/limits.js';
import type { Doorbell, EntriesAdapter, HookEntry } from './adapter.js';
import { guardedCommand, plainCommand } from './command.js';
import { claudeForm, flawIn } from './flaws.js';
import { harmlessHook } from './harmless.js';

/** Claude Code, as measured on 2.1.330: `onFailure` makes a hook that breaks or times out block, since 2.1.295. */
export const claudeCode: EntriesAdapter = {
  id: 'claude-code',
  name: 'Claude Code',
  onWindows: 'git-bash',
  program: 'claude',
  leastVersion: '2.1.295',
  traces: ['.claude', '.claude.json'],
  coverage: {
    tried: { kind: 'end-to-end', version: '2.1.331' },
    covered: 'every-tool',
    gaps: ['switched-off'],
    onFailure: 'agent-blocks',
  },
  file: (scope, places) =>
    scope === 'user' ? `${places.home}/.claude/settings.json` : `${places.workspace}/.claude/settings.json`,
  switches: (places) => [
    `${places.home}/.claude/settings.json`,
    `${places.workspace}/.claude/settings.json`,
    `${places.workspace}/.claude/settings.local.json`,
  ],
  harmless: (cwd) => harmlessHook(cwd),
  flaw: (text) => flawIn(text, claudeForm),
  entries: (doorbell) => (doorbell.http ? httpEntries(doorbell, doorbell.http) : commandEntries(doorbell)),
};

/** A call that fails has an event of its own. */
const endings = ['PostToolUse', 'PostToolUseFailure'];

function commandEntries(doorbell: Doorbell): readonly HookEntry[] {
  const agent = 'claude-code';
  const ring = { type: 'command', command: guardedCommand(doorbell, { agent, event: 'PreToolUse' }) };
  const tell = (event: string): object => ({
    type: 'command',
    command: plainCommand(doorbell, { agent, event }),
    timeout: 60,
  });
  return [
    { event: 'PreToolUse', entry: everyTool({ ...ring, ...untilAnswered }) },
    ...endings.map((event) => ({ event, entry: everyTool(tell(event)) })),
  ];
}

/** What a session starts in is told once by the doorbell: HTTP brings no environment. */
function httpEntries(doorbell: Doorbell, bell: HttpBell): readonly HookEntry[] {
  const ring = (event: string): object => ({
    type: 'http',
    url: bellAddress(bell, event),
    headers: bellHeaders(bell),
  });
  const command = plainCommand(doorbell, { agent: 'claude-code', event: 'SessionStart' });
  const start = { type: 'command', command, timeout: 60 };
  return [
    { event: 'SessionStart', entry: { hooks: [start] } },
    { event: 'PreToolUse', entry: everyTool({ ...ring('PreToolUse'), ...untilAnswered }) },
    ...endings.map((event) => ({ event, entry: everyTool({ ...ring(event), timeout: 60 }) })),
  ];
}

const untilAnswered = { timeout: hookLimit('claude-code'), onFailure: 'block' };

function everyTool(hook: object): object {
  return { matcher: '*', hooks: [hook] };
}
