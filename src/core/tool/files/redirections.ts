import { optionGrammar } from '../../command/arguments.js';
import type { Invocation, Redirection } from '../../command/invocation.js';
import type { Setting } from '../../target/whereabouts.js';
import type { Draft, Tool } from '../table.js';
import { draftOfPath, filesystemTarget, givenPath } from './draft.js';

/** What the shell itself does for a program: it opens files. Written as a tool of its own so that it has a target. */
export const shellRedirection: Tool = {
  programs: [],
  system: 'filesystem',
  grammar: optionGrammar({}),
  target: filesystemTarget,
  rows: [],
  clues: 'none',
  beyond: (setting) => setting.invocation.redirections.flatMap((one) => draftOf(one, setting)),
};

export function opensFiles(invocation: Invocation): boolean {
  return invocation.redirections.length > 0;
}

/** Writing replaces what was in the file; reading matters only for secrets. */
function draftOf(redirection: Redirection, setting: Setting): readonly Draft[] {
  const path = givenPath(redirection.path, setting);
  if (path.place.region === 'sink') return [];
  if (redirection.mode === 'read') {
    return path.place.traits.includes('secret') ? [draftOfPath('read', path, setting)] : [];
  }
  return [draftOfPath(redirection.mode === 'append' ? 'create' : 'modify', path, setting)];
}
