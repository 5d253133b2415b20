import type { Verb } from '../effect.js';
import type { Draft, Tool } from '../table.js';
import { hostTool } from './host-tool.js';

/** Words that cut something off: an address, a route, an interface. */
const cutting = /^(?:del|delete|flush|down|off|disable|disconnect|prohibit|blackhole|unreachable|suppress|remove|leave)$/;

const adding =
  /^(?:add|append|replace|change|chg|set|modify|mod|edit|up|on|enable|connect|restore|link|master|nomaster|reload|reapply|create|import|clone|join|insert)$/;

/** Programs whose words are enough: what is neither cut nor added is shown. */
const wordy = hostTool(
  'ip ifconfig route nmcli bridge brctl iw iwconfig wpa_cli networkctl resolvectl nft-ctl ovs-vsctl wg wg-quick ifdown ifup netplan networksetup scutil ipsec swanctl birdc vtysh firewalld-cmd',
  [],
  { help: ['--help'], beyond: ({ invocation, args }) => [ofWords(invocation.program, textsOf(args))] },
);

function textsOf(args: { readonly operands: readonly { readonly text: string }[] }): readonly string[] {
  return args.operands.map((word) => word.text.toLowerCase());
}

function ofWords(program: string, words: readonly string[]): Draft {
  const resource = `network ${words.slice(0, 4).join(' ')}`.trim();
  if (/^(?:s|sh|sho|show|ls|list|lst|get|status|monitor|dump|help)$/.test(words[1] ?? '')) return { verb: 'read', resource };
  const loopback = words.includes('lo') || words.includes('lo0');
  if (program === 'ifdown' || words.some((word) => cutting.test(word))) return { verb: loopback ? 'modify' : 'stop', resource };
  const changes =
    program === 'ifup' ||
    words.some((word) => adding.test(word)) ||
    (program === 'netplan' && words[0] === 'apply') ||
    (program === 'networksetup' && invokesSet(words)) ||
    (program === 'ifconfig' && words.length > 1);
  return { verb: changes ? 'modify' : 'read', resource };
}

function invokesSet(words: readonly string[]): boolean {
  return words.some((word) => /^-?set/.test(word));
}

/** What shapes traffic can also lose it all. */
const shaping = hostTool('tc ethtool', [], {
  beyond: ({ invocation }) => {
    const words = invocation.argv.slice(1).map((word) => word.text);
    const loses = words.some((word) => /^(?:netem|loss|tbf|police|blackhole)$/.test(word));
    const changes = words.some((word) => /^(?:add|del|delete|replace|change|-s|-K|-A|-G|-L|--change)$/.test(word));
    const verb: Verb = loses && changes ? 'stop' : changes ? 'modify' : 'read';
    return [{ verb, resource: `network ${words.slice(0, 4).join(' ')}`.trim() }];
  },
});

/** Name, clock, locale and sessions of the machine: they show unless a word sets. */
const identity = hostTool('hostnamectl timedatectl localectl loginctl hostname date scutil-name', [], {
  beyond: ({ invocation, args }) => {
    const { program } = invocation;
    const [word = ''] = args.operands.map((value) => value.text);
    if (/^(?:terminate|kill)-|^(?:lock-sessions|disable-linger)$/.test(word)) return [{ verb: 'stop', resource: `session ${word}` }];
    const byWord = /^set-|^(?:hostname|chassis|deployment|location|icon-name)$/.test(word) && args.operands.length > 1;
    const byProgram = (program === 'hostname' && word !== '') || (program === 'date' && (args.options.has('-s') || args.options.has('--set')));
    return [byWord || byProgram ? { verb: 'modify', resource: `${program} ${word}`.trim(), traits: ['system'] } : { verb: 'read', resource: program }];
  },
});

/** What the machine wrote about itself, and who watches it. */
const traces = hostTool('journalctl dmesg auditctl', [], {
  help: ['--help'],
  beyond: ({ invocation }) => {
    const words = invocation.argv.slice(1).map((word) => word.text);
    if (invocation.program === 'auditctl')
      return [
        words.some((word) => /^-[DdWe]$/.test(word))
          ? { verb: 'modify', resource: 'audit rules', traits: ['protection-off'] }
          : { verb: words.includes('-l') || words.includes('-s') ? 'read' : 'unknown', resource: 'audit rules' },
      ];
    const deletes =
      words.some((word) => /^--(?:vacuum-(?:size|time|files)|clear)\b/.test(word)) ||
      (invocation.program === 'dmesg' && words.some((word) => /^-[a-z]*[Cc]$/.test(word)));
    return [{ verb: deletes ? 'delete' : 'read', resource: 'log' }];
  },
});

/** The network of this machine, its clock, its name and its logs: most commands only show. */
export const networkTools: readonly Tool[] = [wordy, shaping, identity, traces];
