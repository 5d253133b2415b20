import { hasOption, optionGrammar } from '../../command/arguments.js';
import { OPAQUE_MARK, type Value } from '../../command/invocation.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { areMany } from '../files/bulk.js';
import { draftOfDeletion } from '../files/deletion.js';
import { draftOfPath, filesystemTarget, givenPath } from '../files/draft.js';
import type { Draft, Tool } from '../table.js';

/** Programs that unlink files. */
export const remove: Tool = {
  programs: ['rm', 'unlink', 'srm', 'trash', 'rimraf', 'del-cli', 'zf_rm', 'grm'],
  system: 'filesystem',
  grammar: optionGrammar({
    valued: '--interactive',
    flags: '-r -R --recursive -f --force -i -I -d --dir -v --verbose --one-file-system --preserve-root --no-preserve-root',
  }),
  optionTraits: { '-f': ['force'], '--force': ['force'], '--no-preserve-root': ['force'] },
  target: filesystemTarget,
  rows: [],
  clues: 'none',
  beyond: (setting) => {
    const recursive = isRecursive(setting);
    const operands = setting.args.operands.length > 0 ? setting.args.operands : fedByOthers(setting);
    const paths = operands.map((value) => givenPath(value, setting));
    const lost = areMany(paths, setting) ? (['unsaved'] as const) : [];
    return orNothing(paths.map((path) => draftOfDeletion(path, recursive, setting, lost)));
  },
};

/** Without operands of its own, xargs and its like give it some. */
function fedByOthers(setting: ToolInvocation): readonly Value[] {
  const fed = setting.invocation.via.some((link) => /^(?:xargs|parallel|fd|find|entr)\b/.test(link));
  return fed ? [{ text: OPAQUE_MARK, opaque: ['input'] }] : [];
}

function isRecursive(setting: ToolInvocation): boolean {
  return setting.invocation.program === 'rimraf' || hasOption(setting.args, '-r', '-R', '--recursive');
}

/** Only empty directories go, so nothing is lost. */
export const removeDirectory: Tool = {
  programs: ['rmdir', 'zf_rmdir'],
  system: 'filesystem',
  grammar: optionGrammar({ flags: '-p --parents -v --verbose --ignore-fail-on-non-empty' }),
  target: filesystemTarget,
  rows: [],
  clues: 'none',
  beyond: (setting) => orNothing(setting.args.operands.map((value) => draftOfPath('modify', givenPath(value, setting), setting))),
};

/** Overwrites first, so that nothing can bring the content back. */
export const shred: Tool = {
  programs: ['shred', 'wipe', 'scrub'],
  system: 'filesystem',
  grammar: optionGrammar({ valued: '-n --iterations -s --size --random-source', flags: '-f --force -u -v -x -z' }),
  target: filesystemTarget,
  rows: [],
  clues: 'none',
  beyond: (setting) => orNothing(setting.args.operands.map((value) => draftOfPath('destroy', givenPath(value, setting), setting, ['unsaved']))),
};

/** Without a path there is nothing to do; the program only complains. */
function orNothing(drafts: readonly Draft[]): readonly Draft[] {
  return drafts.length > 0 ? drafts : [{ verb: 'read', resource: 'nothing' }];
}
