import { hasOption, optionGrammar, optionValue } from '../../command/arguments.js';
import type { Setting, Whereabouts } from '../../target/whereabouts.js';
import type { Draft, Tool } from '../table.js';

const thisMachine = (): Whereabouts => ({ system: 'agent', name: 'this machine', clues: [], local: { source: 'program', value: 'this machine' } });

/** Options that start an agent without its hooks, or without ever asking. From the agents' documentation. */
const unsupervised =
  /^(?:--bare|--safe-mode|--dangerously-[\w-]+|--allow-dangerously-[\w-]+|--yolo|--full-auto|--no-hooks|--allow-all(?:-tools|-paths)?|--setting-sources(?:=.*)?|--trust-all-tools|--skip-permissions[\w-]*|--skip-trust|--auto-approve(?:=true)?|--approval-mode=(?:yolo|never)|--permission-mode=bypassPermissions|--disable=hooks)$/;

const agents: Tool = {
  programs: ['claude', 'codex', 'gemini', 'opencode', 'cline', 'cursor-agent', 'kiro-cli', 'kiro-cli-chat', 'q', 'qchat', 'droid', 'qwen'],
  system: 'agent',
  grammar: optionGrammar({
    valued:
      '--permission-mode --approval-mode --disable --enable --settings --setting-sources -m --model -p --prompt --print -c --config --output-format -C --cd',
  }),
  help: ['--help', '--version', '-v', '-V'],
  clues: 'none',
  target: thisMachine,
  rows: [],
  beyond: (setting) => [isUnsupervised(setting) ? guardChange('agent without supervision') : plain(setting)],
};

function isUnsupervised(setting: Setting): boolean {
  const { args, invocation } = setting;
  const words = invocation.argv.slice(1).map((word) => word.text);
  const mode = optionValue(args, '--permission-mode', '--approval-mode')?.text ?? '';
  const variables = [...invocation.env.keys()].some((name) =>
    /^(?:COUNTERSIGN_|CLAUDE_CODE_SIMPLE$|CLAUDE_CONFIG_DIR$|CODEX_HOME$|GEMINI_CLI_TRUST)/.test(name),
  );
  const settles = words[0] === 'config' && /^(?:set|add|remove|unset)$/.test(words[1] ?? '') && /hook|permission|approv|trust|allow/i.test(words.join(' '));
  return (
    words.some((word) => unsupervised.test(word)) ||
    /^(?:bypassPermissions|yolo|never)$/.test(mode) ||
    optionValue(args, '--disable')?.text === 'hooks' ||
    variables ||
    settles
  );
}

function plain(setting: Setting): Draft {
  return { verb: 'unknown', resource: setting.invocation.program };
}

function guardChange(resource: string): Draft {
  return { verb: 'modify', resource, traits: ['guard'] };
}

/** An editor may lose the extension that supervises it. */
const editors: Tool = {
  programs: ['code', 'code-insiders', 'codium', 'vscodium', 'cursor', 'windsurf', 'kiro', 'code-server', 'openvscode-server', 'positron'],
  system: 'agent',
  grammar: optionGrammar({
    valued: '--install-extension --uninstall-extension --disable-extension --enable-proposed-api --user-data-dir --extensions-dir --profile -g --goto --locale',
  }),
  clues: 'none',
  target: thisMachine,
  rows: [],
  beyond: ({ args, invocation }) => {
    const names = [...(args.options.get('--uninstall-extension') ?? []), ...(args.options.get('--disable-extension') ?? [])];
    const own = names.some((name) => /countersign/i.test(name.text) || name.opaque.length > 0);
    if (own || hasOption(args, '--disable-extensions')) return [guardChange('extension that supervises agents')];
    return [{ verb: hasOption(args, '--list-extensions', '--status') ? 'read' : 'unknown', resource: invocation.program }];
  },
};

/** Countersign's own command line: looking is harmless, deciding and disconnecting are a person's. */
const own: Tool = {
  programs: ['countersign', 'countersign-hook', 'countersign-mcp'],
  system: 'agent',
  grammar: optionGrammar({ valued: '--cwd --home --policy --scope --reason --format', stopAtOperand: true }),
  clues: 'none',
  target: thisMachine,
  // To accept a team's policy is to say by whom this machine is supervised.
  beyond: ({ invocation }) => (invocation.argv.some((word) => word.text.startsWith('--accept')) ? [guardChange('supervision')] : undefined),
  rows: [
    { words: 'check|doctor|requests|show|log|verify|receipt|export|policy|scan', verb: 'read' },
    { words: '', verb: 'modify', noun: 'supervision', traits: ['guard'] },
  ],
};

export const agentTools: readonly Tool[] = [agents, editors, own];
