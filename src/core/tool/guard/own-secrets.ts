/** Who reads the guard's own secrets, by whatever program and path. */

import { type Invocation, OPAQUE_MARK, type Value } from '../../command/invocation.js';
import { fits } from '../../command/on-disk.js';
import { resolvePath } from '../../command/paths.js';
import { budgets } from '../../shared/budgets.js';
import type { World } from '../../shared/world.js';
import { guardSecrets } from '../files/secrets.js';

function homesOf(world: World): readonly string[] {
  const own = world.env['COUNTERSIGN_HOME'];
  return [`${world.home}/.countersign`, ...(own === undefined || own === '' ? [] : [own])];
}

/** True where whoever reads the path, or all that lies below it, reads a secret of the guard. */
function isOwnSecret(path: string, world: World): boolean {
  return homesOf(world).some(
    (home) => path === home || guardSecrets.some((name) => path === `${home}/${name}`),
  );
}

/** The same for a word that may be a pattern. */
export function meansOwnSecret(value: Value, directory: string, world: World): boolean {
  const text = value.text.startsWith('~/') ? `${world.home}${value.text.slice(1)}` : value.text;
  if (text.includes(OPAQUE_MARK)) return false;
  const path = resolvePath(directory, text.replace(/\/\*{1,2}$/, ''));
  const end = world.files.real(path) ?? path;
  if (isOwnSecret(path, world) || isOwnSecret(end, world)) return true;
  if (value.glob !== true) return false;
  const pattern = resolvePath(directory, text);
  return homesOf(world).some((home) => guardSecrets.some((name) => fits(pattern, `${home}/${name}`)));
}

/** Programs that look at names and numbers of files, and never into one. */
const looksOutside =
  /^(?:ls|dir|vdir|tree|exa|eza|lsd|stat|du|df|find|gfind|bfs|fd|fdfind|test|\[|\[\[|cd|chdir|pushd|popd|echo|printf|realpath|readlink|basename|dirname|which|mkdir|rmdir|rm|unlink|touch|chmod|chown|chgrp|:|file|namei|getfacl|lsattr|locate|pwd|set|export|ln|trash)$/;

/** A program that looks into files, with a path that is computed from its beginning. */
export function mayReadComputed({ program, argv, elsewhere }: Invocation): boolean {
  return (
    elsewhere === undefined &&
    !looksOutside.test(program) &&
    argv.slice(1).some(({ text }) => /^(?:[\w.-]*[=@])?[\uFFFC]|^\{\}/.test(text))
  );
}

const walksByItself = /^(?:rg|ag|ack|ugrep|git)$/;

/** True where a program that reads is told to read a secret of the guard, by name, by pattern or by a folder above it. */
export function readsOwnSecret(invocation: Invocation, world: World): boolean {
  const { program, argv, cwd, redirections, elsewhere } = invocation;
  if (elsewhere !== undefined) return false;
  const directory = cwd.opaque.length > 0 || cwd.text === '' ? world.cwd : cwd.text;
  const means = (value: Value): boolean => meansOwnSecret(value, directory, world);
  if (redirections.some(({ mode, path }) => mode === 'read' && means(path))) return true;
  if (looksOutside.test(program)) return false;
  const words = argv.slice(1, budgets.guardWords.most);
  if (walks(program, words) && words.some((word) => isWholeHome(word, directory, world))) return true;
  if (isOwnSecret(directory, world) && (walksByItself.test(program) || walks(program, words))) return true;
  return words.some((word) => pathsOf(word).some(means));
}

/** A grep that goes down and prints what it finds. */
function walks(program: string, words: readonly Value[]): boolean {
  if (!/^[efgz]?grep$/.test(program)) return false;
  const options = words.map(({ text }) => text).filter((text) => text.startsWith('-'));
  const goes = options.some((one) => /^-[A-Za-z]*[rR]|^--(?:dereference-)?recursive$/.test(one));
  return goes && !options.some((one) => /^-[A-Za-z]*[lLcq]|^--(?:files-|count|quiet|silent)/.test(one));
}

function isWholeHome({ text, opaque }: Value, directory: string, world: World): boolean {
  if (opaque.length > 0 || !/^[/~.]/.test(text)) return false;
  const path = text === '~' || text === '~/' ? world.home : resolvePath(directory, text);
  return homesOf(world).some((home) => home.startsWith(`${path === '/' ? '' : path}/`)) && path !== world.cwd;
}

/** The word, and what stands in it behind `=`, `@` or a quote. */
function pathsOf(word: Value): readonly Value[] {
  if (!/[./~*?]|salt/.test(word.text) || word.text.length > 4_096) return [];
  const inner = word.text.split(/['"`=@,\s()]+/).filter((part) => part.includes('/') || part.startsWith('~'));
  return [word, ...inner.map((text) => ({ ...word, text }))];
}
