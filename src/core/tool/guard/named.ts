/**
 * Words that are computed from what other programs of the same call print. What those programs were told to look at says
 * what the words may become: `$(find ~ -name settings.json)`, `grep -rl hooks ~ | xargs …`, also over a variable or a file.
 */
import { type Invocation, OPAQUE_MARK, type Value } from '../../command/invocation.js';
import { expanded, fits } from '../../command/on-disk.js';
import { resolvePath } from '../../command/paths.js';
import { fdFiles, foundFiles } from '../../command/readers/find.js';
import type { World } from '../../shared/world.js';
import { namesOwnProgram } from './own-script.js';
import { meansOwnSecret } from './own-secrets.js';
import { holdsGuardFiles } from './places.js';
import { isAboveGuards, isGuarded, usualGuards } from './reach.js';
import { isSupervisor } from './supervisors.js';
import { guardsAmong } from './words.js';

/** What the programs of one call name. Each is looked for when it is asked, and once. */
export class Named {
  private guardsNamed: boolean | undefined;

  constructor(
    private readonly invocations: readonly Invocation[],
    private readonly world: World,
  ) {}

  /** Files or folders of what supervises an agent. */
  get guards(): boolean {
    this.guardsNamed ??= this.invocations.some((one) => namesGuards(one, this.world));
    return this.guardsNamed;
  }

  /** The guard's own secret. */
  get secrets(): boolean {
    return this.invocations.some((one) => namesSecret(one, this.world));
  }

  /** Countersign's own program. */
  get own(): boolean {
    return this.guards || this.invocations.some((one) => namesOwnProgram(one, this.world));
  }

  /** Processes that supervise, among those that a program of the call lists. */
  get supervisors(): boolean {
    const here = this.invocations.filter(({ elsewhere }) => elsewhere === undefined);
    if (!here.some(({ program }) => listsProcesses.test(program))) return false;
    return here.some(
      ({ program, argv }) =>
        (listsProcesses.test(program) || filters.test(program)) &&
        argv.slice(1, 40).some(({ text }) => isSupervisor(text) || asksForParent.test(text)),
    );
  }
}

const listsProcesses = /^(?:ps|pgrep|pidof|lsof|fuser|ss|top|pstree)$/;
const filters = /^(?:[efg]?grep|rg|awk|gawk|mawk|sed|cut)$/;

/** `ps -o ppid=`, `awk '/PPid/'`. */
const asksForParent = /\bppid\b/i;

/** True where a path is computed from its beginning, so that it may be any that another program prints. */
export function isComputed({ argv, redirections, cwd, elsewhere }: Invocation): boolean {
  if (elsewhere !== undefined) return false;
  const paths = redirections.filter(({ mode }) => mode !== 'read').map(({ path }) => path);
  if (cwd.opaque.length > 0 && (paths.length > 0 || argv.length > 1)) return true;
  return [...argv.slice(1), ...paths].some(isUnanchored);
}

export function isUnanchored({ text }: Value): boolean {
  return /^(?:-{0,2}[\w.-]*[=@])?(?:\.\/)?(?:\uFFFC|\{[}0-9#%./])/.test(text);
}

function directoryOf({ cwd }: Invocation, world: World): string {
  return cwd.opaque.length > 0 || cwd.text === '' ? world.cwd : cwd.text;
}

const finds = /^(?:find|gfind|bfs)$/;
const lists = /^(?:ls|dir|vdir|exa|eza|lsd)$/;
const walks = /^(?:[efgz]?grep|rg|ag|ack|ugrep|tree|fd|fdfind)$/;
const remembers = /^(?:[mp]?locate|mdfind|whereis)$/;

function namesGuards(invocation: Invocation, world: World): boolean {
  const { program, argv, elsewhere } = invocation;
  if (elsewhere !== undefined) return false;
  const directory = directoryOf(invocation, world);
  if (guardsAmong(invocation, world, true).length > 0) return true;
  const words = argv.slice(1);
  const among = words.filter(({ text }) => !text.startsWith('-'));
  if (finds.test(program)) return foundFiles(argv).some((found) => couldFind(found, words, directory, world));
  if (program.startsWith('fd'))
    return fdFiles(argv).some((found) => couldFind(found, words, directory, world));
  if (remembers.test(program)) return among.some(({ text }) => isGuardName(text));
  if (lists.test(program) && !words.some(({ text }) => /^-[A-Za-z]*[aAR]|^--(?:almost-)?all/.test(text)))
    return false;
  if (!walks.test(program) && !lists.test(program)) return false;
  if (among.some((word) => isAbove(word, directory, world))) return true;
  return walks.test(program) && printsNames(words) && holdsText(among[0], directory, world);
}

function isAbove({ text, opaque }: Value, directory: string, world: World): boolean {
  if (opaque.length > 0 || !/^[/~.]/.test(text)) return false;
  const path = text.startsWith('~') ? `${world.home}${text.slice(1)}` : resolvePath(directory, text);
  return isAboveGuards(path === '/' ? path : path.replace(/\/$/, ''), world);
}

function printsNames(words: readonly Value[]): boolean {
  return words.some(({ text }) => /^-[A-Za-z]*l|^--files-with/.test(text));
}

/** A grep below the workspace prints the name of a guard there that has what is looked for. */
function holdsText(sought: Value | undefined, directory: string, world: World): boolean {
  const plain = sought?.text.match(/\w{2,}/g) ?? [];
  return usualGuards.some((one) => {
    const read = world.files.read(`${directory}/${one}`);
    return read.ok && (plain.length === 0 || plain.some((part) => read.text.includes(part)));
  });
}

/** Without a name any file below the root is meant; with one, those that it fits. */
function couldFind(found: Value, words: readonly Value[], directory: string, world: World): boolean {
  const [root = '', name] = found.text.split('/**');
  if (root.includes(OPAQUE_MARK)) return false;
  const top = resolvePath(directory, root === '' ? '/' : root);
  const leavesHidden = words.some(
    ({ text }, at) => /^-(?:not|prune)$|^!$/.test(words[at - 2]?.text ?? '') && /\/\.\*/.test(text),
  );
  if (leavesHidden) return false;
  const isSure = name !== undefined && name !== '' && !name.includes(OPAQUE_MARK);
  if (!isSure && isAboveGuards(top, world)) return true;
  const pattern = `${top === '/' ? '' : top}/**${name ?? ''}`;
  const usual = [...usualGuards, '.vscode/extensions/countersign.countersign-1.0.0/dist/cli.js'];
  if (
    isSure &&
    [world.home, directory].some((above) => usual.some((one) => fits(pattern, `${above}/${one}`)))
  )
    return true;
  return world.files
    .list(top)
    .filter((one) => holdsGuardFiles(`${top}/${one}`))
    .some((one) => !isSure || meets(`${top}/${one}/**${name ?? ''}`, world));
}

function meets(pattern: string, world: World): boolean {
  return expanded(pattern, '/', world.files)?.some((path) => isGuarded(path, world)) ?? false;
}

/** Long enough to be no other file's by chance. */
function isGuardName(text: string): boolean {
  const name = text.replaceAll('*', '').replace(/\\/g, '');
  return name.length > 4 && usualGuards.some((one) => one.includes(name));
}

function namesSecret(invocation: Invocation, world: World): boolean {
  const { program, argv, elsewhere } = invocation;
  if (elsewhere !== undefined) return false;
  const directory = directoryOf(invocation, world);
  const found = finds.test(program) ? foundFiles(argv) : program.startsWith('fd') ? fdFiles(argv) : [];
  return [...found, ...argv.slice(1)].some((word) => meansOwnSecret(word, directory, world));
}
