import { hasOption, optionGrammar, optionValue, rehearses } from '../../command/arguments.js';
import type { Value } from '../../command/invocation.js';
import { budgets, spend } from '../../shared/budgets.js';
import { directoryOf } from '../../target/files.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import type { Trait } from '../effect.js';
import { isFolderful } from '../files/bulk.js';
import { draftOfDeletion, goesWith } from '../files/deletion.js';
import { draftOfPath, givenPath } from '../files/draft.js';
import { fileTool, onEach, onEachOver, readingSecrets } from '../files/file-tool.js';
import { laidAside } from '../files/laid-aside.js';
import { filesOf, losesContent } from '../files/only-copy.js';
import { locationOf } from '../files/place.js';
import { isSink } from '../files/system.js';
import { isOwnProgram } from '../guard/places.js';
import { spillTraits, spillTraitsOf } from '../guard/spill.js';
import type { Draft, Tool } from '../table.js';

const grammar = optionGrammar({
  valued: '-t --target-directory -S --suffix -m --mode -o --owner -g --group --context --reflink --sparse --backup',
  flags: '-f --force -n --no-clobber -r -R --recursive -a --archive -p -v --verbose -T --no-target-directory -i -s -L -P -d -D -b',
});

/** cp, install: what stands at the destination is overwritten. A credential that is copied counts as read. */
export const copy = fileTool({
  programs: ['cp', 'install', 'ditto', 'gcp', 'zf_cp'],
  grammar,
  drafts: (setting) => {
    const { sources, destination } = endsOf(setting);
    return [...writeTo(destination, sources, setting), ...readingSecrets(sources, setting)];
  },
});

/** mv: the destination is overwritten and the source is gone from where it was. */
export const move = fileTool({
  programs: ['mv', 'gmv', 'zf_mv'],
  grammar,
  drafts: (setting) => {
    const { sources, destination } = endsOf(setting);
    const lost = manyIntoOne(sources, destination, setting) ? (['unsaved'] as const) : [];
    return [...writeTo(destination, sources, setting), ...sources.map((value) => takeAway(value, destination, setting, lost))];
  },
});

/** ln: a link of that name replaces what was there with -f. A link to a credential or out of the workspace is told by its use. */
export const link = fileTool({
  programs: ['ln', 'zf_ln'],
  grammar,
  drafts: (setting) => {
    const { sources, destination } = endsOf(setting);
    return writeTo(destination, sources, setting);
  },
});

/** stow: links to all that lies in its packages are made in the folder above, or in the one that is named. */
export const stow = fileTool({
  programs: ['stow', 'xstow', 'chezmoi', 'yadm', 'rcup', 'homesick', 'dotbot'],
  grammar: optionGrammar({ valued: '-t --target -d --dir --ignore --defer --override', flags: '-n --no -v -S -D -R' }),
  drafts: (setting) => {
    const { program } = setting.invocation;
    if (rehearses(setting.args, '-n', '--no', '--simulate', '--dry-run')) return [];
    const home: Value = { text: '~', opaque: [] };
    const target = optionValue(setting.args, '-t', '--target') ?? (program.endsWith('stow') ? above : home);
    const [command] = setting.args.operands;
    if (command === undefined) return [];
    const reads = /^(?:diff|status|managed|list|cat|doctor|data|log|source-path|target-path)$/;
    if (!program.endsWith('stow') && reads.test(command.text)) return [];
    return [draftOfPath('modify', givenPath(target, setting), setting, spillTraits(target, setting))];
  },
});

const above: Value = { text: '..', opaque: [] };

interface Ends {
  readonly sources: readonly Value[];
  readonly destination: Value | undefined;
}

function endsOf(setting: ToolInvocation): Ends {
  const { operands } = setting.args;
  const named = optionValue(setting.args, '-t', '--target-directory');
  if (named !== undefined) return { sources: operands, destination: named };
  if (operands.length === 1 && hasOption(setting.args, '-s')) return { sources: operands, destination: undefined };
  return { sources: operands.slice(0, -1), destination: operands.at(-1) };
}

/** Into a folder each source keeps its own name, and that name decides what is touched. */
function writeTo(destination: Value | undefined, sources: readonly Value[], setting: ToolInvocation): readonly Draft[] {
  if (destination === undefined) return [];
  const whole = givenPath(destination, setting);
  // A pattern stands for what it matches, file by file, unless a slash says that those are folders.
  const inside = (!whole.many || destination.text.endsWith('/')) && isFolder(destination, whole.place.path, setting);
  if (!inside || whole.opaque) {
    const isEmptied = sources.some((source) => isSink(source.text));
    const isLost = losesContent(whole, setting, isEmptied) || (isEmptied && isFolderful(whole, setting));
    const lost = overwrites(setting) && isLost ? (['unsaved'] as const) : [];
    return [draftOfPath('modify', whole, setting, [...ownTraits(sources, setting), ...lost])];
  }
  if (sources.length > budgets.drafts.most) spend(setting.world, 'drafts');
  return sources.slice(0, budgets.drafts.most).map((source) => {
    const name = source.text.slice(source.text.lastIndexOf('/') + 1) || '.';
    const place = locationOf(`${whole.place.path}/${name}`, directoryOf(setting), setting.world);
    const spills = name === '.' ? spillTraitsOf(source, destination, setting) : [];
    const path = { ...whole, place };
    const lost = overwrites(setting) && losesContent(path, setting) ? (['unsaved'] as const) : [];
    return draftOfPath('modify', path, setting, [...spills, ...ownTraits([source], setting), ...lost]);
  });
}

/** Not where it is told to keep what is there, or to put it aside. */
function overwrites({ args }: ToolInvocation): boolean {
  return !hasOption(args, '-n', '--no-clobber', '-b', '--backup', '-i', '--interactive');
}

/** The product's own program in another place is the program all the same. */
function ownTraits(sources: readonly Value[], setting: ToolInvocation): readonly Trait[] {
  return sources.some((source) => isOwnProgram(givenPath(source, setting).place.path)) ? ['guard'] : [];
}

function isFolder(value: Value, path: string, setting: ToolInvocation): boolean {
  return value.text.endsWith('/') || setting.world.files.kind(path) === 'directory';
}

/** A pattern moved to a name that is no folder: where that is done one by one, each file overwrites the one before. */
export function manyIntoOne(sources: readonly Value[], destination: Value | undefined, setting: ToolInvocation): boolean {
  if (destination === undefined || setting.invocation.elsewhere !== undefined || destination.opaque.length > 0) return false;
  const many = sources.some((value) => {
    const path = givenPath(/[*?]/.test(value.text) ? { ...value, glob: true } : value, setting);
    return path.many && filesOf(path, setting.world).length > 1;
  });
  const { place } = givenPath(destination, setting);
  if (!many || isFolder(destination, place.path, setting) || /\\$/.test(destination.text)) return false;
  return place.region !== 'sink' && !setting.switches.has(madeFolder(place.path));
}

/** What mkdir says of a folder to the commands behind it. */
function madeFolder(path: string): string {
  return `made ${path}`;
}

/** Moved into nothing it is deleted; moved elsewhere it changes its place. */
function takeAway(source: Value, destination: Value | undefined, setting: ToolInvocation, lost: readonly Trait[]): Draft {
  const path = givenPath(source, setting);
  const gone = destination !== undefined && givenPath(destination, setting).place.region === 'sink';
  if (gone) return draftOfDeletion(path, true, setting);
  const goes = goesWith(path, setting) ? (['guard'] as const) : [];
  const laid = laidAside(source, destination, setting) ? (['unsaved'] as const) : [];
  return draftOfPath('modify', path, setting, ['recursive', ...lost, ...laid, ...goes]);
}

/** tee writes what it is given to every path. */
export const tee = fileTool({
  programs: ['tee', 'sponge'],
  grammar: optionGrammar({ flags: '-a --append -i -p' }),
  drafts: (setting) => {
    if (hasOption(setting.args, '-a', '--append')) return onEach('create', setting.args.operands, setting);
    return onEachOver(
      setting.args.operands,
      setting,
      setting.invocation.redirections.some(({ mode, path }) => mode === 'read' && isSink(path.text)),
    );
  },
});

export const truncate = fileTool({
  programs: ['truncate', 'fallocate'],
  grammar: optionGrammar({ valued: '-s --size -r --reference -l --length -o --offset', flags: '-c --no-create' }),
  // A log is emptied so that it goes on: nobody misses it.
  drafts: (setting) =>
    onEach('modify', setting.args.operands, setting, ['unsaved']).map((draft) =>
      draft.traits?.includes('scratch') === true && !draft.traits.includes('opaque-path')
        ? { ...draft, traits: draft.traits.filter((one) => one !== 'unsaved') }
        : draft,
    ),
});

export const make: Tool = {
  ...fileTool({
    programs: ['mkdir', 'touch', 'mkfifo', 'mknod'],
    grammar: optionGrammar({ valued: '-m --mode -d --date -t -r --reference', flags: '-p --parents -v -a -c -h' }),
    drafts: (setting) => onEach('create', setting.args.operands, setting),
  }),
  switches: (setting) =>
    setting.invocation.program === 'mkdir' ? setting.args.operands.map((value) => [madeFolder(givenPath(value, setting).place.path), 'folder'] as const) : [],
};

/** split and csplit write pieces beside each other: the last operand is their beginning. */
export const pieces = fileTool({
  programs: ['csplit'],
  grammar: optionGrammar({ valued: '-f --prefix -b --suffix-format -n --digits' }),
  drafts: (setting) => onEach('create', setting.args.options.get('-f') ?? [], setting),
});
