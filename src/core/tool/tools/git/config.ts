import { hasOption, optionValue } from '../../../command/arguments.js';
import type { ToolInvocation } from '../../../target/whereabouts.js';
import type { Draft } from '../../table.js';

/** Settings whose value git runs as a program, reads as more settings, or trusts with where code comes from. */
const runsCode =
  /^(?:alias\..+|core\.(?:hookspath|fsmonitor|sshcommand|pager|editor|askpass|gitproxy|attributesfile|worktree)|sequence\.editor|diff\..*(?:external|command|textconv)|merge\..*driver|filter\..+\.(?:clean|smudge|process)|credential.*\.helper|gpg(?:\..+)?\.program|pager\..+|(?:difftool|mergetool|browser|man)\..+\.(?:cmd|path)|include(?:if)?\..*path|url\..+\.(?:push)?insteadof|protocol\..*allow|remote\..+\.(?:uploadpack|receivepack|vcs|proxy)|uploadpack\.packobjectshook|submodule\..+\.update|http\.(?:proxy|sslverify)|tar\..+\.command|interactive\.difffilter|web\.browser|trailer\..+\.(?:command|cmd)|hook\..+)$/i;

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
  const runs = runsCode.test(key) && !unsets && !harmlessAlias;
  return [{ verb: 'modify', resource: `setting/${key}`, traits: runs ? ['startup'] : [] }];
}
