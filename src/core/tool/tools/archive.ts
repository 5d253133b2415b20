import { hasOption, optionGrammar, optionValue } from '../../command/arguments.js';
import type { Value } from '../../command/invocation.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import type { Trait } from '../effect.js';
import { draftOfDeletion } from '../files/deletion.js';
import { givenPath } from '../files/draft.js';
import { fileTool, onEach, readingSecrets } from '../files/file-tool.js';
import { spillTraits } from '../guard/spill.js';
import type { Draft } from '../table.js';

const stdout = /^-$/;

/** tar: creating reads its members, extracting writes into a folder. Its program options are told as programs of their own. */
export const tar = fileTool({
  programs: ['tar', 'gtar', 'bsdtar'],
  grammar: optionGrammar({
    valued:
      '-f --file -C --directory -T --files-from -X --exclude-from --exclude -I --use-compress-program --transform --xform --owner --group --mode -g -b --to-command --checkpoint-action --rsh-command -F --info-script',
    flags: '-c --create -x --extract --get -t --list -r --append -u --update -z -j -J -v -p -P --delete --remove-files -A --concatenate -d --diff',
  }),
  drafts: (setting) => {
    const { mode, rest } = modeOf(setting);
    const file = optionValue(setting.args, '-f', '--file') ?? (mode.includes('f') ? rest[0] : undefined);
    const members = mode.includes('f') && optionValue(setting.args, '-f', '--file') === undefined ? rest.slice(1) : rest;
    if (/[xA]/.test(mode)) return extractionFolders(setting, mode).flatMap((folder) => unpackedInto(folder, setting, ['recursive']));
    if (!/[cru]/.test(mode)) return [];
    const written = file === undefined || stdout.test(file.text) ? [] : onEach('create', [file], setting);
    const removed = hasOption(setting.args, '--remove-files') ? members.map((value) => draftOfDeletion(givenPath(value, setting), true, setting)) : [];
    return [...written, ...removed, ...readingSecrets(members, setting)];
  },
});

/** `tar czf x dir` and `tar -c -z -f x dir` are the same. */
function modeOf(setting: ToolInvocation): { readonly mode: string; readonly rest: ToolInvocation['args']['operands'] } {
  const { args } = setting;
  const letters = [...'cxtruzjJfAP'].filter((letter) => hasOption(args, `-${letter}`)).join('');
  const long = [
    ['--create', 'c'],
    ['--extract', 'x'],
    ['--get', 'x'],
    ['--append', 'r'],
    ['--update', 'u'],
    ['--concatenate', 'A'],
  ].flatMap(([option = '', letter = '']) => (hasOption(args, option) ? [letter] : []));
  const [first] = args.operands;
  const bundled = letters === '' && long.length === 0 && first !== undefined && /^[a-zA-Z]+$/.test(first.text);
  if (bundled) return { mode: first.text, rest: args.operands.slice(1) };
  return { mode: letters.replace('f', '') + long.join(''), rest: args.operands };
}

function extractionFolder(setting: ToolInvocation): Value {
  return optionValue(setting.args, '-C', '--directory') ?? { text: '.', opaque: [] };
}

/** The folder, and where else the names in the archive, as they are or as they are changed, may lead. */
function extractionFolders(setting: ToolInvocation, mode: string): readonly Value[] {
  const { args } = setting;
  const folder = extractionFolder(setting);
  const below = optionValue(args, '--one-top-level');
  const changed = ['--transform', '--xform'].flatMap((name) => args.options.get(name) ?? []).flatMap((word) => leadsTo(word));
  const isAbsolute = mode.includes('P') || hasOption(args, '-P', '--absolute-names', '--absolute-paths');
  return [
    below === undefined || below.text === '' ? folder : { ...below, text: /^[/~]/.test(below.text) ? below.text : `${folder.text}/${below.text}` },
    ...changed,
    ...(isAbsolute && changed.length === 0 ? [{ text: '/', opaque: [] }] : []),
  ];
}

/** The folder before every name that `s,^,/etc/,` makes, where it lies outside. */
function leadsTo(word: Value): readonly Value[] {
  const to = word.text.startsWith('s') ? word.text.slice(2).split(word.text.charAt(1))[1] : undefined;
  const outside = to === undefined ? undefined : /^(?:\/|\.\.\/)[\w./-]*/.exec(to)?.[0];
  return outside === undefined ? [] : [{ ...word, text: outside }];
}

/** What an archive holds decides which files of a folder are overwritten. */
function unpackedInto(folder: Value, setting: ToolInvocation, traits: readonly Trait[] = []): readonly Draft[] {
  return onEach('modify', [folder], setting, [...traits, ...spillTraits(folder, setting)]);
}

/** zip with -m moves; the others make or unpack archives. */
export const zip = fileTool({
  programs: ['zip', '7z', '7za', 'rar'],
  grammar: optionGrammar({ valued: '-o --output -b -x -i', flags: '-m --move -r -q -9' }),
  drafts: (setting) => {
    const { args, invocation } = setting;
    const secrets = readingSecrets(args.operands, setting);
    if (/^(?:7z|7za|rar)$/.test(invocation.program) && /^[xe]$/.test(args.operands[0]?.text ?? '')) {
      const folder = optionValue(args, '-o', '--output') ?? sevenFolder(setting);
      return unpackedInto(folder, setting);
    }
    const leaves = invocation.argv.some(({ text }) => /^-sdel$/.test(text)) || (invocation.program === 'rar' && args.operands[0]?.text === 'm');
    if (leaves && invocation.program !== 'zip')
      return [...args.operands.slice(2).map((value) => draftOfDeletion(givenPath(value, setting), true, setting)), ...secrets];
    if (invocation.program !== 'zip') return secrets;
    const [file, ...members] = args.operands;
    const removed = hasOption(args, '-m', '--move') ? members.map((value) => draftOfDeletion(givenPath(value, setting), true, setting)) : [];
    return [...(file === undefined || stdout.test(file.text) ? [] : onEach('create', [file], setting)), ...removed, ...secrets];
  },
});

/** 7z takes its folder in one word: `-o~/x`. */
function sevenFolder({ invocation }: ToolInvocation): Value {
  const word = invocation.argv.find((one) => /^-o./.test(one.text));
  return word === undefined ? { text: '.', opaque: [] } : { ...word, text: word.text.slice(2) };
}

export const unzip = fileTool({
  programs: ['unzip', 'unrar', 'unar', 'cpio', 'pax'],
  grammar: optionGrammar({ valued: '-d -x -o -D -F -I -O -E -R', flags: '-l -t -q -n -v -c -i -p -r' }),
  drafts: (setting): readonly Draft[] => {
    const { program } = setting.invocation;
    const here: Value = { text: '.', opaque: [] };
    if (/^(?:cpio|pax)$/.test(program)) {
      const unpacks = hasOption(setting.args, '-i', '--extract', '-p', '-r');
      return unpacks ? unpackedInto(optionValue(setting.args, '-D') ?? here, setting) : [];
    }
    if (program !== 'unzip' || hasOption(setting.args, '-l', '-t', '-v', '-p', '-Z')) return [];
    return unpackedInto(optionValue(setting.args, '-d') ?? here, setting);
  },
});
