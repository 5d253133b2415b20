import { optionGrammar } from '../../command/arguments.js';
import type { Invocation, Value } from '../../command/invocation.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import type { Trait } from '../effect.js';
import { spillTraits } from '../guard/spill.js';
import type { Draft, Tool } from '../table.js';
import { draftOfPath, filesystemTarget, givenPath } from './draft.js';
import { losesContent } from './only-copy.js';
import { mayWriteByScript, outputsInScript } from './outputs-in-script.js';

/**
 * What a program writes because an option tells it where, though it is known for reading or for something else. Only places
 * that matter whoever writes them are told: what else is written in a workspace is everyday work.
 */
export const writtenByOption: Tool = {
  programs: [],
  system: 'filesystem',
  grammar: optionGrammar({}),
  target: filesystemTarget,
  rows: [],
  // Its words are another program's: `-h` is a host as often as help.
  help: [],
  clues: 'none',
  beyond: (setting) => [
    ...outputsOf(setting.invocation).flatMap((path) => draftOf(path, setting)),
    ...foldersOf(setting.invocation).flatMap((folder) => spillOf(folder, setting)),
  ],
};

function spillOf(folder: Value, setting: ToolInvocation): readonly Draft[] {
  const traits = spillTraits(folder, setting);
  return traits.length === 0 ? [] : [draftOfPath('modify', givenPath(folder, setting), setting, traits)];
}

/** Folders into which a program puts files that others have named: packages, members of an archive, results of a build. */
function foldersOf({ program, argv }: Invocation): readonly Value[] {
  const words = argv.map(({ text }) => text);
  const behind = (option: RegExp): readonly Value[] =>
    argv.flatMap((word, at): readonly Value[] => {
      const joined = option.test(word.text.replace(/=.*/s, '')) && word.text.includes('=');
      if (joined) return [{ ...word, text: word.text.replace(/^[^=]*=(?:.*,)?(?:dest=)?/s, '') }];
      const next = option.test(word.text) ? argv[at + 1] : undefined;
      return next === undefined ? [] : [{ ...next, text: next.text.replace(/^type=.*dest=/s, '') }];
    });
  if (/^(?:pip|pip3|uv)$/.test(program)) return behind(/^(?:--target|-t|--prefix|--root)$/);
  if (/^(?:docker|podman|nerdctl|buildctl|buildah)$/.test(program) && words.includes('build'))
    return behind(/^(?:--output|-o)$/);
  const unpacks =
    /^(?:zipfile|tarfile)$/.test(program) || words.some((word) => /^(?:zipfile|tarfile)$/.test(word));
  const last = argv.at(-1);
  return unpacks && words.some((word) => /^(?:-e|--extract)$/.test(word)) && last !== undefined ? [last] : [];
}

const weighty: ReadonlySet<Trait> = new Set(['system', 'startup', 'guard', 'secret', 'important']);

function draftOf(value: Value, setting: ToolInvocation): readonly Draft[] {
  const path = givenPath(value, setting);
  if (path.place.region === 'sink') return [];
  const lost = losesContent(path, setting) ? (['unsaved'] as const) : [];
  if (lost.length === 0 && !path.place.traits.some((trait) => weighty.has(trait))) return [];
  return [draftOfPath('modify', path, setting, lost)];
}

/** Options of any program that name a file to write. Where a program means another thing by one, no path stands there. */
const outputOption =
  /^(?:--(?:output|out|output-?file|out-?file|outfile|output-path|output-dir(?:ectory)?|log-?file|save(?:-to)?|save-?as|write-?to|target-file|dest(?:ination)?|dump-?file|trace-?file|report-?file|output-document)|-out|-keyout|-writerand|-o[NXGAS]|-outdir)(?:=(.+))?$/s;

/** Programs that take `-o FILE` in this sense. Others have another `-o`, or none. */
const short =
  /^(?:strace|ltrace|dtruss|time|gtime|perf|tree|pandoc|xmllint|nm|objdump|git|gcc|g\+\+|cc|c\+\+|clang|clang\+\+|ld|as|go|rustc|dot|msgfmt|ffmpeg|yq|sops|age|gpg|protoc|bison|flex|swiftc|ghc|ocamlopt|nasm|strip|jsonnet|cue|asciidoctor|typst|wkhtmltopdf|unpaper|csvsql|syft|grype|trivy|cosign|hugo|kustomize|curlie|aria2c|axel|yt-dlp|objcopy|genisoimage|mkisofs|xorriso|cpio|qpdf|minisign|signify|jd|base64|esbuild)$/;

/** Programs whose operand, counted from zero or from the end, is written. */
const operands: ReadonlyMap<string, number> = new Map([
  ['xxd', 1],
  ['objcopy', -1],
  ['script', -1],
  ['dos2unix', -1],
  ['unix2dos', -1],
  ['convert', -1],
  ['magick', -1],
  ['ffmpeg', -1],
  ['pdftotext', 1],
  ['wkhtmltopdf', -1],
  ['uuencode', -1],
]);

const capture = /^(?:tcpdump|tshark|dumpcap|airodump-ng)$/;

/** The words that name files which `invocation` writes by an option or by their place. */
function outputsOf(invocation: Invocation): readonly Value[] {
  const { program, argv } = invocation;
  const found: Value[] = [...outputsInScript(invocation), ...installed(invocation)];
  for (const [index, word] of argv.entries()) {
    if (index === 0) continue;
    const next = argv[index + 1];
    const option = outputOption.exec(word.text);
    if (option !== null) push(found, option[1] === undefined ? next : { ...word, text: option[1] });
    else if (word.text === '-o' && short.test(program)) push(found, next);
    else if (word.text.startsWith('-o') && short.test(program) && /^-o[/~.]/.test(word.text))
      push(found, { ...word, text: word.text.slice(2) });
    else if (word.text === '-w' && capture.test(program)) push(found, next);
    else if (word.text === '-m' && program === 'file' && argv.some(({ text }) => text === '-C'))
      push(found, next);
    else if (program === 'sqlite3') push(found, inStatement(word));
  }
  const place = operands.get(program);
  const plain =
    place === undefined
      ? []
      : argv
          .slice(1)
          .filter(
            ({ text }, index) =>
              (!text.startsWith('-') || text === '-') && !/^-[cEI]$/.test(argv[index]?.text ?? ''),
          );
  if (place !== undefined && (place > 0 ? plain.length > place : plain.length > 0))
    push(found, plain.at(place));
  if (program === 'yq' && argv.some(({ text }) => isInPlace(text))) found.push(...plainPaths(argv));
  return found;
}

function push(found: Value[], value: Value | undefined): void {
  if (value !== undefined && !value.text.startsWith('-')) found.push(value);
}

/** `GOBIN=~/bin go install ./...`: programs that nobody names, in a folder that a variable names. */
function installed({ program, argv, env }: Invocation): readonly Value[] {
  const folder = program === 'go' && argv[1]?.text === 'install' ? env.get('GOBIN') : undefined;
  return folder === undefined || folder === null ? [] : [{ ...folder, text: `${folder.text}/x` }];
}

/** `-i`, also among other letters. */
function isInPlace(text: string): boolean {
  return /^--in-?place$/.test(text) || (/^-[a-zA-Z]+$/.test(text) && text.includes('i'));
}

function plainPaths(argv: readonly Value[]): readonly Value[] {
  return argv
    .slice(1)
    .filter(
      ({ text }) =>
        /^[/~]/.test(text) || (text.includes('/') && text.lastIndexOf('.') > text.lastIndexOf('/')),
    );
}

/** `VACUUM INTO`: what sqlite3 writes when a statement says so. */
function inStatement(word: Value): Value | undefined {
  const path = /\bvacuum\s+(?:\w+\s+)?into\s+'([^']+)'/i.exec(word.text)?.[1];
  return path === undefined ? undefined : { ...word, text: path };
}

const putsFolders = /^(?:pip3?|uv|docker|podman|nerdctl|buildctl|buildah|zipfile|tarfile|python[\d.]*)$/;

/** A cheap first look: nearly no program has such a word. */
export function mayWriteByOption(invocation: Invocation): boolean {
  const { program, argv } = invocation;
  if (program === 'go' || mayWriteByScript(invocation)) return true;
  if (operands.has(program) || program === 'sqlite3' || putsFolders.test(program)) return argv.length > 1;
  return argv.some(({ text }) => text.startsWith('-') && (outputOption.test(text) || /^-[omwi]/.test(text)));
}
