import { hasOption, optionGrammar } from '../../command/arguments.js';
import { OPAQUE_MARK } from '../../command/invocation.js';
import type { ToolInvocation, Whereabouts } from '../../target/whereabouts.js';
import { changesSupervision } from '../guard/own-commands.js';
import { ownPrograms } from '../guard/own-program.js';
import type { Draft, Tool } from '../table.js';

const thisMachine = (): Whereabouts => ({ system: 'agent', name: 'this machine', clues: [], local: { source: 'program', value: 'this machine' } });

function guardChange(resource: string): Draft {
  return { verb: 'modify', resource, traits: ['guard'] };
}

/** Coding agents by their programs. An agent that an agent starts is not the one that a person is looking at. */
const agentNames =
  'claude codex gemini opencode cline cursor-agent kiro-cli kiro-cli-chat qchat droid qwen copilot amp auggie aider kilo kilocode pi crush grok kimi agy devin junie cn openhands plandex gptme codebuff rovodev claude-code gemini-cli qwen-code openai-codex opencode-ai pi-coding-agent kimi-code swe-agent claude-agent-sdk';

export const codingAgents: readonly string[] = agentNames.split(' ');

/** What only tells of itself. */
const tells = /^(?:--help|-h|help|--version|-v|-V|version|doctor|status|whoami|models|about|completion|--list-\w+)$/;

const listed = /^(?:mcp|debug|config|plugin|plugins|extensions?|agents?|sessions?|auth|features|skills?|commands?)$/;
const looks = /^(?:list|ls|get|show|status|search|view|info|scrap|paths|path)$/;

/** `q` alone is many programs; Amazon Q's is known by what it is told. */
const amazonQ: Tool = {
  programs: ['q'],
  system: 'agent',
  grammar: optionGrammar({}),
  help: [],
  clues: 'none',
  target: thisMachine,
  rows: [],
  beyond: (setting) => {
    const first = setting.args.operands[0]?.text ?? '';
    const starts = /^(?:chat|translate|inline|mcp|agent|settings|integrations|login)$/.test(first);
    return [starts ? startOf(setting) : { verb: 'unknown', resource: 'q' }];
  },
};

const agents: Tool = {
  programs: codingAgents,
  system: 'agent',
  grammar: optionGrammar({}),
  help: [],
  clues: 'none',
  target: thisMachine,
  rows: [],
  beyond: (setting) => (isAwsCopilot(setting) ? undefined : [startOf(setting)]),
};

/** Amazon's program of the same name, which deploys containers and starts no agent. */
function isAwsCopilot({ args, invocation }: ToolInvocation): boolean {
  return invocation.program === 'copilot' && /^(?:app|env|svc|job|task|pipeline|secret|storage|deploy)$/.test(args.operands[0]?.text ?? '');
}

function startOf({ invocation }: ToolInvocation): Draft {
  const words = invocation.argv.slice(1).map((word) => word.text);
  const [first = '', second = ''] = words;
  const telling = words.length === 1 && tells.test(first);
  const listing = listed.test(first) && looks.test(second);
  if (telling || listing) return { verb: 'read', resource: invocation.program };
  return { verb: 'execute', resource: `another agent (${invocation.program})`, traits: ['guard'] };
}

/** Editors load what supervises agents, forget it, or open it to a debugger. */
const editors: Tool = {
  programs: 'code code-insiders codium vscodium cursor windsurf kiro trae antigravity positron code-server code-tunnel openvscode-server devin-desktop'.split(
    ' ',
  ),
  system: 'agent',
  grammar: optionGrammar({
    valued:
      '--install-extension --uninstall-extension --disable-extension --enable-proposed-api --user-data-dir --extensions-dir --profile -g --goto --locale --add-mcp --extensionDevelopmentPath --inspect-extensions --inspect-brk-extensions --inspect --inspect-brk --remote-debugging-port --extensions-download-dir --builtin-extensions-dir --sync',
  }),
  clues: 'none',
  target: thisMachine,
  rows: [],
  beyond: ({ args, invocation }) => {
    const change = [...args.options].find(([name, values]) =>
      changesEditor(
        name,
        values.map(({ text }) => text),
      ),
    );
    if (change !== undefined) return [guardChange('extensions of the editor that supervises agents')];
    return [{ verb: hasOption(args, '--list-extensions', '--status') ? 'read' : 'unknown', resource: invocation.program }];
  },
};

/** Another extension may stand in the place of this one, and a package file may be any extension. */
function changesEditor(option: string, values: readonly string[]): boolean {
  if (/^--(?:install|uninstall|disable)-extension$/.test(option))
    return option !== '--install-extension' || values.some((name) => /countersign|\.vsix$|[/\\]/i.test(name) || name.includes(OPAQUE_MARK));
  return /^--(?:disable-extensions|extensions-dir|builtin-extensions-dir|user-data-dir|extensionDevelopmentPath|add-mcp|(?:inspect|inspect-brk)(?:-\w+)*|remote-debugging-port|force-disable-\w+)$/.test(
    option,
  );
}

/** What takes hold of another process, such as the window that supervises: debuggers, and keys that no person pressed. */
const holders: Tool = {
  programs: 'gdb lldb gdbserver lldb-server rr frida frida-trace reptyr injcode'.split(' '),
  system: 'host',
  grammar: optionGrammar({ valued: '-p --pid --attach -ex -x --batch -n --attach-pid' }),
  clues: 'none',
  target: thisMachine,
  rows: [],
  beyond: ({ args, invocation }) => {
    const attaches =
      hasOption(args, '-p', '--pid', '--attach', '-n', '--attach-pid', '--attach-name') ||
      args.operands.some((word) => /^\d+$/.test(word.text)) ||
      /^(?:reptyr|injcode)$/.test(invocation.program);
    return [attaches ? guardChange('a running process') : { verb: 'unknown', resource: invocation.program }];
  },
};

const typists: Tool = {
  programs: 'xdotool ydotool ydotoold wtype dotool xte xvkbd cliclick autokey-run AutoHotkey AutoHotkey64'.split(' '),
  system: 'host',
  grammar: optionGrammar({}),
  clues: 'none',
  target: thisMachine,
  rows: [],
  beyond: ({ args, invocation }) => {
    const looksOnly = /^(?:search|getactivewindow|getwindow\w*|getmouselocation|getdisplaygeometry|version|help)$/;
    const [first] = args.operands;
    if (invocation.program === 'xdotool' && looksOnly.test(first?.text ?? '')) return [{ verb: 'read', resource: 'windows' }];
    return [guardChange('keys and clicks in place of a person')];
  },
};

/** Countersign's own command line: looking is harmless, deciding and disconnecting are a person's. */
const own: Tool = {
  programs: [...ownPrograms],
  system: 'agent',
  grammar: optionGrammar({ stopAtOperand: true }),
  clues: 'none',
  target: thisMachine,
  rows: [],
  beyond: ({ invocation }) => {
    const words = invocation.argv.slice(1).map((word) => word.text);
    const [name] = words;
    if (invocation.program.toLowerCase() !== 'countersign') return [guardChange('supervision')];
    if (name === undefined || name === 'version' || name === 'help') return [{ verb: 'read', resource: 'help' }];
    return [changesSupervision(words) ? guardChange('supervision') : { verb: 'read', resource: `countersign ${name}` }];
  },
};

export const agentTools: readonly Tool[] = [agents, amazonQ, editors, holders, typists, own];
