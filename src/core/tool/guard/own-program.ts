import type { Invocation } from '../../command/invocation.js';
import { programName } from '../../command/paths.js';
import { budgets, spend } from '../../shared/budgets.js';
import type { World } from '../../shared/world.js';
import { changesSupervision, isOwnCommand } from './own-commands.js';

/** The names under which it is installed. */
export const ownPrograms = ['countersign', 'countersign-hook', 'countersign-mcp'] as const;

/**
 * True where the words of a program that nobody knows hold Countersign's own program and a command of it that changes
 * something: whatever starts programs may start it, and how it quotes what it starts is its own affair.
 */
export function mayStartOwnProgram({ argv }: Invocation, world: World): boolean {
  if (argv.length > budgets.guardWords.most) spend(world, 'guardWords');
  const words = argv
    .slice(1, budgets.guardWords.most)
    .flatMap(({ text }) => partsOf(text.slice(0, budgets.value.most)));
  return words.some((word, at) => isOwnProgramName(word) && commands(words.slice(at + 1, at + 40)));
}

/** What a shell, a list in brackets or a template would take for words of its own. */
function partsOf(text: string): readonly string[] {
  return text
    .replace(/['"`\\]/g, '')
    .split(/[\s,;:|&()[\]{}<>=]+/)
    .filter((part) => part !== '');
}

/** True where the words behind the program's name are a command of its own that changes something. */
export function commands(words: readonly string[]): boolean {
  const at = words.findIndex((word) => !word.startsWith('-'));
  const own = at < 0 ? [] : words.slice(at);
  return own[0] !== undefined && isOwnCommand(own[0]) && changesSupervision(own);
}

/** By its name, with a version behind it, or as the file that the package or the extension runs. */
function isOwnProgramName(word: string): boolean {
  const path = word.replaceAll('\\', '/').toLowerCase();
  const [name = ''] = programName(path).split('@', 1);
  if (ownPrograms.some((own) => own === name.replace(/\.[cm]?js$/, ''))) return true;
  return /^cli\.[cm]?js$/.test(name) && path.split('/').some(isOwnFolder);
}

function isOwnFolder(part: string): boolean {
  return part === 'countersign' || /^(?:[\w-]{1,80}\.)?countersign[@-]/.test(part);
}
