import { hasOption, optionValue } from '../../../command/arguments.js';
import type { ToolInvocation } from '../../../target/whereabouts.js';
import type { Draft } from '../../table.js';

/** Settings whose value git runs as a program, reads as more settings, or trusts with where code comes from. */
const runsCode =
  /^(?:alias\..+|core\.(?:hookspath|fsmonitor|sshcommand|pager|editor|askpass|gitproxy|attributesfile|worktree)|sequence\.editor|diff\..*(?:external|command|textconv)|merge\..*driver|filter\..+\.(?:clean|smudge|process)|credential.*\.helper|gpg(?:\..+)?\.program|pager\..+|(?:difftool|mergetool|browser|man)\..+\.(?:cmd|path)|include(?:if)?\..*path|url\..+\.(?:push)?insteadof|protocol\..*allow|remote\..+\.(?:uploadpack|receivepack|vcs|proxy)|uploadpack\.packobjectshook|submodule\..+\.update|http\.(?:proxy|sslverify)|tar\..+\.command|interactive\.difffilter|web\.browser|trailer\..+\.(?:command|cmd)|hook\..+)$/i;

/** A setting by which a later plain command forces, mirrors, deletes or forgets at once. */
function armed(key: string, value: string): boolean {
  if (/^alias\./i.test(key)) return forcingAlias.test(` ${value} `);
  if (/^remote\..+\.push$/i.test(key)) return /^[+:]/.test(value);
  if (/^remote\..+\.mirror$/i.test(key)) return /^(?:true|yes|on|1|push)$/i.test(value);
  if (/^gc\.(?:.+\.)?(?:pruneexpire|reflogexpire|reflogexpireunreachable|worktreepruneexpire)$/i.test(key))
    return /^(?:now|all|0|\d\.(?:second|minute|hour)s?(?:\.ago)?)$/i.test(value);
  if (/^receive\.deny(?:deletes|nonfastforwards|deletecurrent)$/i.test(key)) return /^(?:false|no|off|0|ignore)$/i.test(value);
  return /^core\.logallrefupdates$/i.test(key) && /^(?:false|no|off|0)$/i.test(value);
}

/** Aliases that push by force; one with a lease overwrites nothing of others. */
const forcingAlias = / (?:push|send-pack) (?:[^ ]{1,200} ){0,12}?(?:-f|--force|--mirror|--delete|-d|--prune|\+[^ ]{1,200}) /;

/** `git config`: reading is harmless, naming a program that git will run is not. */
export function gitConfig(setting: ToolInvocation): readonly Draft[] {
  const { args } = setting;
  const file = optionValue(args, '-f', '--file')?.text;
  const named = args.operands.slice(1).map((value) => value.text);
  // Where git's table takes no value with `--file`, the file is the first of the words.
  const words = file === undefined && hasOption(args, '-f', '--file') ? named.slice(1) : named;
  const [first = '', second = ''] = words;
  const subcommand = /^(?:get|set|list|unset|rename-section|remove-section|edit|get-color|get-colorbool)$/.test(first);
  const reads = hasOption(args, '--get', '--get-all', '--get-regexp', '--get-urlmatch', '-l', '--list', '--show-origin', '--show-scope');
  if (reads || first === 'get' || first === 'list') return [{ verb: 'read', resource: 'settings' }];
  const key = subcommand ? second : first;
  const unsets = hasOption(args, '--unset', '--unset-all', '--remove-section') || first === 'unset' || first === 'remove-section';
  const values = subcommand ? words.slice(2) : words.slice(1);
  if (values.length === 0 && !unsets && first !== 'edit' && !hasOption(args, '-e', '--edit')) {
    return [{ verb: 'read', resource: `setting/${key}` }];
  }
  const harmlessAlias = /^alias\./i.test(key) && !values.join(' ').trimStart().startsWith('!');
  if (!unsets && armed(key, values.join(' '))) return [{ verb: 'modify', resource: `setting/${key}`, traits: ['protection-off'] }];
  const runs = runsCode.test(key) && !unsets && !harmlessAlias;
  return [{ verb: 'modify', resource: `setting/${key}`, traits: runs ? ['startup'] : [] }];
}
