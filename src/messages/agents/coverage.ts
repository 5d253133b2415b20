import type { Covered, Gap, NextStep, OnFailure, Tried } from '../../core/toolcall/coverage.js';

/** How far an agent's adapter was tried. */
export function triedText(tried: Tried): string {
  switch (tried.kind) {
    case 'end-to-end':
      return `${tried.version}, end to end`;
    case 'measured':
      return `${tried.version}, its hooks measured`;
    case 'documented':
      return 'from its documentation, not driven here';
  }
}

export const coveredText: Readonly<Record<Covered, string>> = {
  'every-tool': 'every tool',
  'shell-edits-mcp': 'shell, edits, MCP',
  'shell-edits-reads-mcp': 'shell, edits, reads, MCP',
};

export const gapText: Readonly<Record<Gap, string>> = {
  'switched-off': 'hooks switched off by an option or a settings file',
  'other-harnesses': 'sessions of other harnesses',
  'hooks-setting': 'hooks switched off by `chat.useHooks`',
  'untrusted-hook': 'any call, until you trust the hook in Codex, after each change again',
  'typed-input':
    'what is typed into a shell that already runs (`write_stdin`), unless you take the setting that Connect offers against it; starting such a shell is asked about',
  'untrusted-folder': "a workspace's own hook file, until the folder is trusted",
  'killed-hook': 'a hook that is killed while it waits',
  'run-ends': 'a no ends the run, and the model does not read the reason',
  'removed-hook': 'calls after the hook file is removed',
  'no-outcome': 'how a call ended',
  'plugin-not-loaded': 'any call, where the plugin does not load',
  'other-agents': 'agents with a configuration of their own',
  'cloud-agents': 'agents that run in the cloud',
  'editor-tasks': 'tools that have no hook event',
  'editor-sessions': 'sessions in its editor, where hooks were reported not to run',
  'own-prompts': 'its own prompts for calls that go on, should a version take that for a yes',
};

export const failureText: Readonly<Record<OnFailure, string>> = {
  'agent-blocks': 'blocked, by the agent itself too',
  'command-blocks': "blocked by the installed command, before the agent's own limit",
  'plugin-blocks': 'blocked by the plugin, which throws',
};

/** What the setting that Connect offers does, gap by gap. */
export const offerText: Partial<Readonly<Record<Gap, string>>> = {
  'typed-input':
    'Codex can type into a shell that already runs, and no hook sees it. With this setting it starts commands without a terminal of their own, and nothing can be typed into them.',
};

/** What a person has to do after connecting, before the agent rings. */
export const nextText: Readonly<Record<NextStep, string>> = {
  'trust-in-codex':
    'One step is left: start codex in a terminal and trust the new hook where it says that hooks need review. Until then Codex skips it without a word.',
  'start-amazon-q-agent':
    'One step is left: start Amazon Q with this agent (q chat --agent countersign), or make it the default (q settings chat.defaultAgent countersign). Other agents are not supervised.',
  restart: 'Sessions that are open now are not supervised: start them again.',
};
