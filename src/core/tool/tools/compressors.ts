/** Programs that put another file in the place of each that they are given: what is named is gone, under another name it comes again. */
import { type Arguments, hasOption, optionGrammar, optionValue } from '../../command/arguments.js';
import type { Value } from '../../command/invocation.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { goesWith } from '../files/deletion.js';
import { draftOfPath, givenPath } from '../files/draft.js';
import { fileTool, onEachOver, readingSecrets } from '../files/file-tool.js';
import type { Draft } from '../table.js';

/** They leave their operand where it is, unless told otherwise. */
const keeping = /^(?:(?:un)?zstd(?:mt)?|(?:un)?lz4|lzop|(?:un)?brotli|lrzip|lrunzip|pixz)$/;
const unpacking = /^(?:gun|un|bun|pbun|lbun|lun|lrun)/;

const valued =
  '-S --suffix -b --blocksize -p --processes -T --threads -M --memory --memlimit -o --output --dict -F --format -C --check -w --lgwin -O --output-dir-flat --output-dir-mirror';

export const compressors = fileTool({
  programs: (
    'gzip gunzip pigz unpigz bzip2 bunzip2 pbzip2 pbunzip2 lbzip2 lbunzip2 xz unxz lzma unlzma pixz zstd unzstd zstdmt lz4 unlz4 brotli unbrotli compress ' +
    'uncompress lzip lunzip plzip lzop unlzop lrzip lrunzip'
  ).split(' '),
  grammar: optionGrammar({
    valued,
    flags: '-r -f -k -c -d -l -t -v -q -m -z -j -U --rm --keep --force --recursive --stdout --decompress --uncompress --list --test',
  }),
  drafts: (setting) => {
    const { args } = setting;
    const { operands } = args;
    const named = optionValue(args, '-o', '--output', '-O', '--output-dir-flat', '--output-dir-mirror');
    const written = named === undefined ? [] : onEachOver([named], setting);
    const looks = hasOption(args, '-c', '--stdout', '--to-stdout', '-l', '--list', '-t', '--test');
    if (looks) return [...written, ...readingSecrets(operands, setting)];
    const gone = isTakenAway(setting) ? operands.map((value) => inItsPlace(value, setting)) : readingSecrets(operands, setting);
    return [...written, ...gone, ...(named === undefined ? operands.flatMap((value) => unpacked(value, setting)) : [])];
  },
});

function isTakenAway({ args, invocation: { program } }: ToolInvocation): boolean {
  if (hasOption(args, '--rm') || (hasOption(args, '-j') && program.endsWith('brotli'))) return true;
  if ((hasOption(args, '-U') && program === 'lzop') || (hasOption(args, '-D') && program.startsWith('lr'))) return true;
  return !keeping.test(program) && !hasOption(args, '-k', '--keep');
}

function inItsPlace(value: Value, setting: ToolInvocation): Draft {
  const tree = hasOption(setting.args, '-r', '--recursive');
  const path = givenPath(value, setting);
  if (!tree) return draftOfPath('modify', path, setting);
  return draftOfPath('modify', path, setting, goesWith(path, setting) ? ['recursive', 'guard'] : ['recursive']);
}

/** What comes out has the name without its ending. */
function unpacked(value: Value, setting: ToolInvocation): readonly Draft[] {
  if (!unpacks(setting.args, setting.invocation.program)) return [];
  const text = value.text.replace(/\.[A-Za-z]\w{0,4}$/, '');
  return text === value.text || text === '' ? [] : onEachOver([{ ...value, text }], setting);
}

function unpacks(args: Arguments, program: string): boolean {
  return unpacking.test(program) || hasOption(args, '-d', '--decompress', '--uncompress');
}
