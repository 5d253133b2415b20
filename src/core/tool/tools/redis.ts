import { hasOption, optionGrammar } from '../../command/arguments.js';
import { budgets, spend } from '../../shared/budgets.js';
import { redisTarget } from '../../target/store.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { type Verb, verbs } from '../effect.js';
import { inputOf, standardInput } from '../input.js';
import type { Draft, Tool } from '../table.js';
import { redisVerb } from './redis-commands.js';

/** redis-cli and its like: one command in the words, or lines on standard input. */
export const redis: Tool = {
  programs: ['redis-cli', 'valkey-cli', 'keydb-cli', 'iredis'],
  system: 'redis',
  grammar: optionGrammar({
    valued: '-h --host -p --port -u --uri -n -a --pass --user -s -r -i -d -D --cacert --cert --key --sni --eval --rdb --functions-rdb --pattern -t --cluster',
    flags:
      '-x -c --raw --no-raw --csv --json --stat --latency --scan --bigkeys --memkeys --hotkeys --pipe --tls --verbose --no-auth-warning --cluster-yes -X -3 -2',
    stopAtOperand: true,
  }),
  help: ['--help', '--version', '-v'],
  target: redisTarget,
  rows: [],
  beyond: (setting) => draftsOf(setting),
};

function draftsOf(setting: ToolInvocation): readonly Draft[] {
  const { args, invocation } = setting;
  if (args.options.has('--cluster')) return [clusterDraft(setting)];
  if (hasOption(args, '--eval')) return [{ verb: 'execute', resource: 'script', traits: ['opaque-code'], opaque: ['--eval'] }];
  if (args.operands.length > 0)
    return [
      draftOf(
        args.operands.map((word) => word.text),
        setting,
      ),
    ];
  const input = inputOf(setting);
  if (input.kind === 'opaque' || hasOption(args, '--pipe')) {
    return [{ verb: 'execute', resource: 'commands', traits: ['opaque-code'], opaque: [standardInput] }];
  }
  if (input.kind === 'terminal') return [{ verb: 'read', resource: 'keys', span: invocation.span }];
  const lines = input.text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length > budgets.clientCommands.most) spend(setting.world, 'clientCommands');
  return lines.slice(0, budgets.clientCommands.most).map((line) => draftOf(line.split(/\s+/), setting));
}

/** A script is as strong as the strongest command that it calls by a literal name. */
function scriptDraft(script: string, setting: ToolInvocation): Draft {
  const called = [...script.matchAll(/redis\.p?call\s{0,8}\(\s{0,8}['"](\w{1,40})['"]/g)].map((match) => match[1] ?? '');
  // A name that the script composes may be any command's.
  const composed = /redis\.p?call\s{0,8}\(\s{0,8}(?:[^'"\s]|['"]\w{0,40}['"]\s{0,8}\.\.)|\b(?:loadstring|load)\s{0,8}\(/.test(script);
  const strongest = [...called].sort((a, b) => verbs.indexOf(redisVerb(b, '')) - verbs.indexOf(redisVerb(a, '')))[0];
  const verb = strongest === undefined ? 'execute' : redisVerb(strongest, '');
  if (verb === 'read' && !/redis\.p?call\s{0,8}\(\s{0,8}[^'"\s]/.test(script)) return { verb, resource: 'keys' };
  if (verbs.indexOf(verb) <= verbs.indexOf('execute')) {
    return { verb: 'execute', resource: 'script', traits: strongest === undefined || composed ? ['opaque-code'] : [] };
  }
  return draftOf([strongest ?? ''], setting);
}

/** What goes is named as what it is; another command as it is called. */
function resourceOf(verb: Verb, command: string, second: string): string {
  if (verb === 'destroy') return /^flush/i.test(command) ? 'all keys' : command.toUpperCase();
  return verb === 'delete' && second !== '' ? `entry/${second}` : `${command.toUpperCase()} ${second}`.trim();
}

function draftOf(words: readonly string[], setting: ToolInvocation): Draft {
  const [command = '', second = ''] = words;
  if (/^eval(?:_ro)?$/i.test(command)) return scriptDraft(second, setting);
  const verb = redisVerb(command, second);
  const whole = verb === 'destroy';
  return {
    verb,
    resource: resourceOf(verb, command, second),
    reach: whole ? 'uncountable' : Math.max(1, words.length - 1),
    traits: command === '\uFFFC' ? ['opaque-program'] : whole ? ['no-filter'] : [],
    span: setting.invocation.span,
    ...(whole ? { safer: 'redis-cli DBSIZE' } : {}),
  };
}

/** `--cluster call HOST:PORT FLUSHALL` runs on every node. */
function clusterDraft(setting: ToolInvocation): Draft {
  const [node, ...words] = setting.args.operands.map((word) => word.text);
  const command = setting.args.options.get('--cluster')?.at(-1)?.text ?? '';
  if (/^(?:check|info|help|backup)$/.test(command)) return { verb: 'read', resource: 'cluster' };
  if (command === 'call' && node !== undefined && words.length > 0) return draftOf(words, setting);
  if (command === 'del-node') return { verb: 'delete', resource: 'cluster-node' };
  return { verb: command === 'call' ? 'execute' : 'modify', resource: 'cluster', reach: 'uncountable' };
}
