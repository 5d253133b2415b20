import { hasOption, optionGrammar } from '../../command/arguments.js';
import type { Value } from '../../command/invocation.js';
import type { Setting } from '../../target/whereabouts.js';
import type { Trait } from '../effect.js';
import { draftOfPath, givenPath } from '../files/draft.js';
import { fileTool } from '../files/file-tool.js';
import type { Draft } from '../table.js';

/** Who may do what with a file. A whole tree, a system's file, or rights for everybody are more than a detail. */
export const rights = fileTool({
  programs: [
    'chmod',
    'chown',
    'chgrp',
    'chattr',
    'chflags',
    'setfacl',
    'chcon',
    'setcap',
    'icacls',
    'takeown',
    'xattr',
  ],
  grammar: optionGrammar({ valued: '--reference --from -m -x', flags: '-R --recursive -v -c -f -h' }),
  drafts: (setting) => {
    const [mode, ...paths] = setting.args.operands;
    if (mode === undefined) return [];
    const noMode = hasOption(setting.args, '--reference') || setting.invocation.program === 'setfacl';
    const named = noMode ? setting.args.operands : paths;
    return named.map((value) => changeOf(value, mode.text, setting));
  },
});

function changeOf(value: Value, mode: string, setting: Setting): Draft {
  const traits: Trait[] = hasOption(setting.args, '-R', '--recursive') ? ['recursive'] : [];
  const path = givenPath(value, setting);
  const gives = setting.invocation.program === 'setcap' && !hasOption(setting.args, '-r');
  if (gives || (setting.invocation.program === 'chmod' && isSetuid(mode)))
    traits.push('system', 'privileged');
  const tightens = setting.invocation.program === 'chmod' && /^0?[0-7]00$|^go[-=]|^o-|^g-/.test(mode);
  const draft = draftOfPath('modify', path, setting, traits);
  if (!tightens) return draft;
  return {
    ...draft,
    traits: (draft.traits ?? []).filter((trait) => trait !== 'secret' && trait !== 'startup'),
  };
}

/** The file would run with its owner's rights, whoever starts it. */
function isSetuid(mode: string): boolean {
  return /^[2467][0-7]{3}$/.test(mode) || /(?:^|,)[ugoa]*\+[rwxX]*s/.test(mode);
}
