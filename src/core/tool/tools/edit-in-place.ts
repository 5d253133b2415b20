import { hasOption, optionGrammar, optionValue } from '../../command/arguments.js';
import type { Value } from '../../command/invocation.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { fileTool, onEach, onEachOver, readingSecrets } from '../files/file-tool.js';
import { isSink } from '../files/system.js';
import { patchIsClear } from '../guard/patched.js';
import { spillTraits } from '../guard/spill.js';
import { fileInput, inputOf } from '../input.js';
import type { Draft } from '../table.js';
import { awkOutputs } from './awk-outputs.js';

/** sed edits in place with -i, and writes with `w`. What its `e` runs is told as a program of its own. */
export const sed = fileTool({
  programs: ['sed', 'gsed', 'ssed'],
  grammar: optionGrammar({ valued: '-e --expression -f --file -l --line-length', flags: '-i --in-place -n --quiet -E -r -s -z -u --posix --debug' }),
  drafts: (setting) => {
    const { args } = setting;
    const given = args.options.get('-e') ?? args.options.get('--expression') ?? [];
    const inFile = hasOption(args, '-f', '--file');
    const scripts = given.length > 0 || inFile ? given : args.operands.slice(0, 1);
    const files = given.length > 0 || inFile ? args.operands : args.operands.slice(1);
    const inPlace = hasOption(args, '-i', '--in-place') || setting.invocation.argv.some((word) => /^-[nErsz]*i/.test(word.text));
    const changed = !inPlace
      ? readingSecrets(files, setting)
      : !inFile && (scripts.some(empties) || (prints(setting) && scripts.some(keepsPart)))
        ? onEachOver(files, setting, true)
        : onEach('modify', files, setting);
    return [...changed, ...scripts.flatMap((script) => writes(script, setting))];
  },
});

/** A script that leaves no line: deleting what no address chooses. */
function empties({ text }: Value): boolean {
  return /^(?:1 ?, ?\$|0 ?~ ?1|\/\^?\.?\*?\$?\/)? ?d ?;?$/.test(text.trim());
}

/** `-n` prints nothing by itself. */
function prints({ args, invocation }: ToolInvocation): boolean {
  return hasOption(args, '-n', '--quiet', '--silent') || invocation.argv.some((word) => /^-[Ersz]*n/.test(word.text));
}

/** With `-n`, what no address chooses is gone. */
function keepsPart({ text }: Value): boolean {
  return /^(?:\d+|\/[^/]*\/)(?: ?, ?(?:\d+|\$|\/[^/]*\/))? ?p ?;?$/.test(text.trim());
}

/** `w FILE` as a command, and as a flag of `s`. */
function writes(script: Value, setting: ToolInvocation): readonly Draft[] {
  const paths = [...script.text.matchAll(/[wW](?<=(?:^|[;{}\n\d$/])\s*[wW])\s+([^\n;}]+)|\/[gpiIm\d]*w\s+([^\n;}]+)/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
  return paths.filter((path) => path !== '').flatMap((path) => onEach('modify', [{ ...script, text: path.trim() }], setting));
}

/** Interpreters with -i rewrite the files that follow. */
export const perlInPlace = (setting: ToolInvocation): readonly Draft[] => {
  const inPlace = setting.invocation.argv.slice(1).some((word) => /^-[a-zA-Z0]*i(?:\.\w+)?$/.test(word.text));
  if (!inPlace) return [];
  const files = setting.args.operands;
  const codes = setting.args.options.get('-e') ?? [];
  const prints = setting.invocation.argv.some((word) => /^-[a-zA-Z]*p/.test(word.text) || /\bprint/.test(word.text));
  const isEmptied = codes.every(({ text }) => (text.trim() === '' ? !prints : keepsNothing.test(text.trim())));
  return isEmptied ? onEachOver(files, setting, true) : onEach('modify', files, setting);
};

/** What each line becomes is nothing, printed or not. */
const keepsNothing = /^(?:\$_ ?= ?(?:""|''|undef|q[qw]?\(\))|undef ?\(?\$_\)?|s\/\.[*+]\$?\/\/s?|s\/\.[*+]\\n\?\/\/s)[; ]*$/;

export const awk = fileTool({
  programs: ['awk', 'gawk', 'mawk', 'nawk', 'original-awk'],
  grammar: optionGrammar({ valued: '-F --field-separator -v --assign -f --file -i --include -l --load -e --source', flags: '' }),
  help: ['--help', '--version'],
  drafts: (setting) => {
    const { args } = setting;
    const program = hasOption(args, '-f', '--file', '-e', '--source') ? undefined : args.operands[0];
    const files = program === undefined ? args.operands : args.operands.slice(1);
    const inPlace = optionValue(args, '-i', '--include')?.text === 'inplace';
    const changed = inPlace ? onEach('modify', files, setting) : readingSecrets(files, setting);
    const codes = [...(args.options.get('-e') ?? []), ...(args.options.get('--source') ?? []), ...(program === undefined ? [] : [program])];
    const given = new Map(
      ['-v', '--assign'].flatMap((name) => (args.options.get(name) ?? []).map(({ text }) => [text.replace(/=.*/s, ''), text.replace(/^[^=]*=/, '')])),
    );
    const redirected = codes.flatMap(({ text }) => awkOutputs(text, given, setting.world));
    return [...changed, ...redirected.flatMap((path) => onEach('modify', [path], setting))];
  },
});

/** sort writes with -o, even over its own input. */
export const sort = fileTool({
  programs: ['sort', 'gsort', 'uniq', 'iconv', 'shuf'],
  grammar: optionGrammar({
    valued:
      '-o --output -k --key -t --field-separator -S --buffer-size -T --temporary-directory --compress-program --parallel -f -n --from-code --to-code -w -s',
  }),
  drafts: (setting) => {
    const outputs = [...(setting.args.options.get('-o') ?? []), ...(setting.args.options.get('--output') ?? [])];
    const second = setting.invocation.program === 'uniq' ? setting.args.operands.slice(1, 2) : [];
    return [
      ...onEachOver([...outputs, ...second], setting, setting.args.operands[0] !== undefined && isSink(setting.args.operands[0].text)),
      ...readingSecrets(setting.args.operands, setting),
    ];
  },
});

/** They print what they choose from files, and write it back when told so. */
export const selectors = fileTool({
  programs: ['mlr', 'dasel'],
  grammar: optionGrammar({ valued: '-f --file -o --out --from -s --selector -v --value -t --type -r --read -w --write -p --parser -n', flags: '-I' }),
  drafts: (setting) => {
    const { args, invocation } = setting;
    const words = invocation.argv.slice(1);
    const files = [...(args.options.get('-f') ?? []), ...(args.options.get('--file') ?? [])];
    const out = optionValue(args, '-o', '--out');
    if (invocation.program === 'dasel') {
      const changes = /^(?:put|delete)$/.test(args.operands[0]?.text ?? '');
      return changes ? onEach('modify', out === undefined ? files : [out], setting) : readingSecrets(words, setting);
    }
    const inPlace = words.some(({ text }) => text === '-I');
    return inPlace ? onEach('modify', args.operands.slice(1), setting) : readingSecrets(words, setting);
  },
});

export const patch = fileTool({
  programs: ['patch'],
  grammar: optionGrammar({ valued: '-p --strip -i --input -d --directory -o --output -r -B', flags: '-R -N -f -s' }),
  dryRun: ['--dry-run'],
  drafts: (setting) => {
    const { args } = setting;
    const outputs = args.options.get('-o') ?? args.options.get('--output') ?? [];
    const named = [...args.operands.slice(0, 1), ...outputs];
    if (named.length > 0) return onEach('modify', named, setting);
    const folder = optionValue(args, '-d', '--directory') ?? { text: '.', opaque: [] };
    const isClear = patchIsClear(patchOf(setting), folder.text, setting);
    return onEach('modify', [folder], setting, isClear ? [] : spillTraits(folder, setting));
  },
});

/** The text that says which files are changed, as far as it can be read. */
function patchOf(setting: ToolInvocation): string | undefined {
  const file = optionValue(setting.args, '-i', '--input');
  const input = file === undefined ? inputOf(setting) : fileInput(setting, file.text);
  return input.kind === 'text' ? input.text : undefined;
}
