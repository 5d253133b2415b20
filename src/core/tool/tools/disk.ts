import { optionGrammar } from '../../command/arguments.js';
import type { Value } from '../../command/invocation.js';
import { directoryOf } from '../../target/files.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import type { Trait, Verb } from '../effect.js';
import { fileTool, onEach, onEachOver } from '../files/file-tool.js';
import { locationOf } from '../files/place.js';
import type { Draft, Tool } from '../table.js';
import { wordsIn } from '../word-list.js';

const many = optionGrammar({ unlisted: 'flag' });

/** dd: `of=` is overwritten, and a device as `of=` is lost whole. */
export const dd = fileTool({
  programs: ['dd', 'dcfldd', 'ddrescue'],
  grammar: many,
  drafts: (setting) =>
    setting.args.operands.flatMap((value) => {
      const path = /^of=(.+)$/s.exec(value.text)?.[1];
      if (path === undefined) return [];
      const given = [{ ...value, text: path }];
      // Only what `conv=notrunc` leaves standing is not lost.
      return isDeviceAt(path, setting) ? onEach('destroy', given, setting) : onEachOver(given, setting, readsNothing(setting));
    }),
});

function readsNothing(setting: ToolInvocation): boolean {
  return setting.args.operands.some(({ text }) => /^if=\/dev\/(?:null|zero|u?random)$|^count=0$/.test(text));
}

function isDeviceAt(path: string, setting: ToolInvocation): boolean {
  return locationOf(path, directoryOf(setting), setting.world).region === 'device';
}

/** Programs that write a file system, a partition table or zeros over what is there. A file image is only a file. */
export const formatters: readonly Tool[] = [
  destroyer(
    'mkfs mkfs.ext2 mkfs.ext3 mkfs.ext4 mkfs.xfs mkfs.btrfs mkfs.vfat mkfs.fat mkfs.ntfs mkfs.f2fs mke2fs mkntfs mkdosfs mkswap newfs newfs_apfs wipefs blkdiscard hdparm badblocks nvme sg_format',
  ),
  destroyer('fdisk sfdisk gdisk sgdisk cfdisk parted partx gpart diskutil diskpart'),
];

/** Options with which a program only shows. One that is in no list may write, so it counts as writing. */
const shows: ReadonlyMap<string, RegExp> = new Map([
  ['sgdisk', /^-(?:[pvOPVLDFEf]|i\d*|-(?:print|verify|print-mbr|pretend|version|list-types|info|display-alignment|first-in-largest|end-of-largest)(?:=.*)?)$/],
  ['sfdisk', /^-(?:[dlJgsVTFnvqo]|-(?:dump|list|json|show-geometry|show-size|verify|list-types|list-free|no-act|version|quiet|bytes|output)(?:=.*)?)$/],
  ['fdisk', /^-(?:[lsxo]|-(?:list|list-details|getsz|bytes|version|output)(?:=.*)?)$/],
  ['gdisk', /^-l$/],
  ['wipefs', /^-(?:[nipJOq]|-(?:no-act|noheadings|parsable|json|output|quiet)(?:=.*)?)$/],
  ['hdparm', /^-(?:[ItTgCivaAdHMNquV]+)$/],
  ['badblocks', /^-(?:[svbcdeop]+)$/],
]);

/** What a program of several commands only shows: with one of these words, and none that changes. */
const showingWords = /^(?:-l|--list|-n|--no-act|--dry-run|print|list|info|-I|-T|-i|smart-log|id-ctrl|apfs|devices|version|align-check|free)$/;
const changingWords =
  /^(?:mklabel|mktable|mkpart|mkpartfs|rm|resizepart|resize|move|name|set|toggle|disk_set|rescue|type|erase\w*|partition\w*|reformat|zero\w*|secure\w*|delete\w*|format|sanitize|write\w*|reset|restore)$/i;

/** True when the words only show. `wipefs DISK` alone lists; `fdisk DISK` opens it to be changed. */
function isShown(program: string, words: readonly string[]): boolean {
  const own = shows.get(program);
  if (own === undefined) return words.some((word) => showingWords.test(word)) && !words.some((word) => changingWords.test(word));
  const options = words.filter((word) => word.startsWith('-'));
  if (!options.every((option) => own.test(option))) return false;
  return options.length > 0 || program === 'wipefs' || program === 'badblocks';
}

function destroyer(programs: string): Tool {
  return fileTool({
    programs: wordsIn(programs),
    grammar: optionGrammar({ valued: '-t -L -U -b -m --type --label --offset --types' }),
    help: ['--help', '--version'],
    drafts: (setting) => {
      const words = setting.invocation.argv.slice(1).map((word) => word.text);
      // A copy of the table goes into a file.
      const backup = setting.invocation.program === 'sgdisk' ? words.findIndex((word) => /^(?:-b|--backup)/.test(word)) : -1;
      const shown = backup < 0 ? words : words.filter((_word, index) => index !== backup && index !== backup + 1);
      if (isShown(setting.invocation.program, backup < 0 || shown.some((word) => word.startsWith('-')) ? shown : ['-p'])) return [];
      const paths = setting.args.operands.filter((value) => /^[/\\]|^disk\d|^rdisk\d/.test(value.text) || value.opaque.length > 0);
      const named = paths.length > 0 ? paths : setting.args.operands.slice(0, 1);
      return named.map((value) => destroyed(value, setting));
    },
  });
}

function destroyed(value: Value, setting: ToolInvocation): Draft {
  const [draft] = onEach('destroy', [value], setting);
  const verb: Verb = 'destroy';
  const traits: readonly Trait[] = [...new Set<Trait>([...(draft?.traits ?? []), 'unsaved', 'system'])];
  return { ...(draft ?? { resource: value.text }), verb, traits };
}

const storage = { system: 'host', name: 'this machine', clues: [] } as const;

/** Pools and volumes: losing one is losing every file in it. */
export const volumes: readonly Tool[] = [
  {
    programs: ['zfs', 'zpool', 'btrfs', 'bcachefs', 'stratis'],
    system: 'host',
    grammar: optionGrammar({ valued: '-o -O -t -V' }),
    target: () => storage,
    rows: [
      { words: 'destroy|labelclear', unless: ['-n'], verb: 'destroy', noun: 'volume', resource: 0 },
      { words: 'subvolume delete', verb: 'destroy', noun: 'volume', resource: 0 },
      { words: 'rollback|receive', verb: 'replace', noun: 'volume', resource: 0 },
      { words: 'detach|offline|export|remove', verb: 'stop', noun: 'pool', resource: 0 },
      {
        words:
          'create|snapshot|clone|import|add|attach|set|mount|unmount|scrub|trim|rename|promote|send|hold|release|inherit|subvolume|balance|replace|online|upgrade',
        verb: 'modify',
      },
      { words: 'list|get|status|history|iostat|diff|filesystem|holds|events|version', verb: 'read' },
    ],
    unlisted: 'unknown',
  },
  {
    programs: ['lvremove', 'vgremove', 'pvremove', 'lvreduce', 'vgreduce', 'mdadm', 'cryptsetup', 'dmsetup'],
    system: 'host',
    grammar: optionGrammar({ valued: '-L --size -l' }),
    target: () => storage,
    rows: [],
    beyond: ({ invocation, args }) => {
      const reads = invocation.argv.some((word) =>
        /^(?:--detail|--examine|-D|-E|status|luksDump|info|table|ls|--test|-t|luksOpen|open|close|isLuks)$/.test(word.text),
      );
      return [{ verb: reads ? 'read' : 'destroy', resource: `volume/${args.operands.at(-1)?.text ?? ''}`, names: [] }];
    },
  },
];
