import { hasOption, optionGrammar } from '../../command/arguments.js';
import type { Value } from '../../command/invocation.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import type { Trait } from '../effect.js';
import { goesWith } from '../files/deletion.js';
import { draftOfPath, givenPath } from '../files/draft.js';
import { fileTool } from '../files/file-tool.js';
import type { Draft } from '../table.js';

/** Who may do what with a file. A whole tree, a system's file, or rights for everybody are more than a detail. */
export const rights = fileTool({
  programs: ['chmod', 'chown', 'chgrp', 'chattr', 'chflags', 'setfacl', 'chcon', 'setcap', 'icacls', 'cacls', 'takeown', 'xattr'],
  grammar: optionGrammar({ valued: '--reference --from -m -x', flags: '-R --recursive -v -c -f -h' }),
  drafts: (setting) => {
    if (/^(?:i?cacls|takeown)$/i.test(setting.invocation.program)) return ofWindows(setting);
    const taken = takenRights(setting);
    if (taken !== undefined) return taken.paths.map((value) => changeOf(value, taken.mode, setting));
    const [mode, ...paths] = setting.args.operands;
    if (mode === undefined) return [];
    const { program } = setting.invocation;
    // `chattr -i FILE` says its mode as an option: what could not be changed can be again.
    const unlocks = program === 'chattr' && /^-[A-Za-z]*[ia]/.test(setting.invocation.argv[1]?.text ?? '');
    const noMode = unlocks || hasOption(setting.args, '--reference') || program === 'setfacl';
    const named = noMode ? setting.args.operands : paths;
    return named.map((value) => changeOf(value, mode.text, setting));
  },
});

/** `chmod -x FILE` says its mode where other commands have an option. */
function takenRights({ invocation: { program, argv } }: ToolInvocation): { readonly mode: string; readonly paths: readonly Value[] } | undefined {
  const words = argv.slice(1);
  const mode = program === 'chmod' ? words.find(({ text }) => /^-[rwxXst]+$/.test(text)) : undefined;
  return mode && { mode: mode.text, paths: words.filter(({ text }) => !text.startsWith('-')) };
}

/** Windows names the path first, or after `/f`; a switch says what is given to whom. */
function ofWindows(setting: ToolInvocation): readonly Draft[] {
  const words = setting.invocation.argv.slice(1);
  const given = words.findIndex((word) => /^\/f$/i.test(word.text));
  const path = given >= 0 ? words[given + 1] : words[0];
  if (path === undefined) return [];
  const texts = words.map((word) => word.text);
  const tree = texts.some((word) => /^\/[tr]$/i.test(word));
  const everyone = texts.some((word) => /^(?:everyone|users|\*S-1-1-0|authenticated users)\b/i.test(word));
  const takes = setting.invocation.program.toLowerCase() === 'takeown';
  const acts = takes || texts.some((word) => /^\/(?:grant|deny|remove|reset|setowner|inheritance|[gprd]$)/i.test(word));
  if (!acts) return [];
  const draft = draftOfPath('modify', givenPath(path, setting), setting, tree ? ['recursive'] : []);
  const drive = /^[A-Za-z]:/.test(path.text);
  if (!drive || !(tree || everyone)) return everyone ? [{ ...draft, verb: 'expose' }] : [draft];
  return [{ ...draft, resource: path.text, traits: [...(draft.traits ?? []), 'system'] }];
}

function changeOf(value: Value, mode: string, setting: ToolInvocation): Draft {
  const traits: Trait[] = hasOption(setting.args, '-R', '--recursive') ? ['recursive'] : [];
  const path = givenPath(value, setting);
  const gives = setting.invocation.program === 'setcap' && !hasOption(setting.args, '-r');
  if (setting.invocation.program === 'chattr' && hasOption(setting.args, '-i', '-a')) traits.push('protection-off');
  if (gives || (setting.invocation.program === 'chmod' && isSetuid(mode))) traits.push('system', 'privileged');
  if (shutsOut(mode, setting) && goesWith(path, setting)) traits.push('guard');
  const tightens = setting.invocation.program === 'chmod' && /^0?[0-7]00$|^go[-=]|^o-|^g-/.test(mode);
  const draft = draftOfPath('modify', path, setting, traits);
  if (!tightens) return draft;
  return { ...draft, traits: (draft.traits ?? []).filter((trait) => trait !== 'secret' && trait !== 'startup') };
}

/** True when the owner could no longer look into the folder, or is somebody else. */
function shutsOut(mode: string, { invocation: { program }, world }: ToolInvocation): boolean {
  if (program === 'chown') {
    const owner = mode.replace(/[:.].*/s, '');
    return /^[\w-]+$/.test(owner) && owner !== world.home.slice(world.home.lastIndexOf('/') + 1) && owner !== world.env['USER'] && !/^[1-9]\d*$/.test(owner);
  }
  if (program !== 'chmod') return program === 'setfacl' && /(?:^|:)-(?:--|w-)(?:,|$)/.test(mode);
  const [owner] = /[0-7](?=[0-7]{2}$)/.exec(mode) ?? [];
  if (/^[0-7]+$/.test(mode)) return (Number(owner ?? 0) & 5) !== 5;
  return mode.split(',').some((part) => {
    const [, who = '', act = '', what = ''] = /^([ugoa]*)([-+=])([rwxXst]*)$/.exec(part) ?? [];
    if (act === '' || act === '+' || (who !== '' && !/[ua]/.test(who))) return false;
    return act === '-' ? /[rx]/.test(what) : !/r/.test(what) || !/[xX]/.test(what);
  });
}

/** The file would run with its owner's rights, whoever starts it. */
function isSetuid(mode: string): boolean {
  return /^[2467][0-7]{3}$/.test(mode) || /(?:^|,)[ugoa]*\+[rwxX]*s/.test(mode);
}
