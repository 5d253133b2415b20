import { optionGrammar } from '../../command/arguments.js';
import type { Invocation, Redirection } from '../../command/invocation.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import type { Draft, Tool } from '../table.js';
import { readsItsOutput } from './bulk.js';
import { draftOfPath, filesystemTarget, givenPath } from './draft.js';
import { losesContent } from './only-copy.js';
import { isSink } from './system.js';

/** What the shell itself does for a program: it opens files. Written as a tool of its own so that it has a target. */
export const shellRedirection: Tool = {
  programs: [],
  system: 'filesystem',
  grammar: optionGrammar({}),
  target: filesystemTarget,
  rows: [],
  // Its words are another program's: `-h` is a host as often as help.
  help: [],
  clues: 'none',
  beyond: (setting) => setting.invocation.redirections.flatMap((one) => draftOf(one, setting)),
};

export function opensFiles(invocation: Invocation): boolean {
  return invocation.redirections.length > 0;
}

/** Writing replaces what was in the file; reading matters only for secrets. */
function draftOf(redirection: Redirection, setting: ToolInvocation): readonly Draft[] {
  const socket = /^\/dev\/(?:tcp|udp)\/([^/]+)\//.exec(redirection.path.text)?.[1];
  if (socket !== undefined) return shellOverSocket(socket, setting);
  const path = givenPath(redirection.path, setting);
  if (path.place.region === 'sink') return [];
  if (redirection.mode === 'read') {
    return path.place.traits.includes('secret') ? [draftOfPath('read', path, setting)] : [];
  }
  const isEmptied = writesNothing(setting.invocation);
  const overwritten =
    redirection.mode === 'write' &&
    (losesContent(path, setting, isEmptied) || (!isEmptied && readsItsOutput(path, setting)));
  return [draftOfPath('modify', path, setting, overwritten ? ['unsaved'] : [])];
}

/** `: > f`, `true > f`, `cat /dev/null > f`, `head -c 0 g > f`: all that the shell does is to open the file. */
function writesNothing({ program, argv }: Invocation): boolean {
  const words = argv.slice(1).map(({ text }) => text);
  if (/^(?::|true|false|)$/.test(program)) return true;
  if (program === 'cat') return words.length > 0 && words.every(isSink);
  if (program === 'head' || program === 'tail')
    return /^(?:-[cn] ?0|--(?:bytes|lines)=0)(?: |$)/.test(words.join(' '));
  return (
    (program === 'echo' || program === 'printf') &&
    words.every((word) => word === '-n' || word === '' || word === '%s')
  );
}

/** An interactive shell whose input and output are a connection hands this machine to the other end. */
function shellOverSocket(host: string, setting: ToolInvocation): readonly Draft[] {
  const { program, argv } = setting.invocation;
  const isShell = /^(?:ba|z|da|k|a|fi)?sh$/.test(program) && argv.length <= 3;
  if (!isShell) return [];
  return [
    {
      verb: 'expose',
      resource: 'shell of this machine',
      traits: ['privileged'],
      where: { system: 'http', name: host, clues: [] },
    },
  ];
}
