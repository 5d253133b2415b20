import { hasOption, optionValue } from '../../../command/arguments.js';
import type { ToolInvocation } from '../../../target/whereabouts.js';
import { draftOfDeletion } from '../../files/deletion.js';
import { draftOfPath, givenPath } from '../../files/draft.js';
import { onEach } from '../../files/file-tool.js';
import { laidAside } from '../../files/laid-aside.js';
import { spillTraits } from '../../guard/spill.js';
import type { Draft } from '../../table.js';

/** Moving within a repository is everyday work, unless it goes to where nobody misses what is deleted. */
export function gitMove(setting: ToolInvocation): readonly Draft[] | undefined {
  const words = setting.args.operands.slice(1);
  const laid = words.slice(0, -1).filter((word) => laidAside(word, words.at(-1), setting));
  if (laid.length === 0 || hasOption(setting.args, '-n', '--dry-run')) return undefined;
  return onEach('modify', laid, setting, ['recursive', 'unsaved']);
}

/** What is not tracked goes; in folders that a build makes again nobody misses it. */
export function gitClean(setting: ToolInvocation): readonly Draft[] | undefined {
  const named = setting.args.operands.slice(1);
  if (named.length === 0 || setting.args.options.has('-C') || hasOption(setting.args, '-n', '--dry-run', '--work-tree')) return undefined;
  const drafts = named.map((value) => draftOfDeletion(givenPath(value, setting), true, setting));
  return drafts.every(({ traits = [] }) => traits.includes('scratch') && !traits.includes('opaque-path')) ? drafts : undefined;
}

/** What others wrote comes into the folder: where that is a guard's, it decides what an agent may do. */
export function gitBrings(setting: ToolInvocation): readonly Draft[] | undefined {
  const folder = optionValue(setting.args, '-C') ?? { text: '.', opaque: [] };
  const path = givenPath(folder, setting);
  const traits = spillTraits(folder, setting);
  return traits.length === 0 && !path.place.traits.includes('guard') ? undefined : [draftOfPath('modify', path, setting, traits)];
}
