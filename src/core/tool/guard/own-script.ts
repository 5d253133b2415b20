/** A script that is computed may be Countersign's own program: then the words behind it say what it would do. */
import { type Invocation, OPAQUE_MARK, type Value } from '../../command/invocation.js';
import { programName, resolvePath } from '../../command/paths.js';
import type { World } from '../../shared/world.js';
import { isOwnCommand } from './own-commands.js';
import { commands, ownPrograms } from './own-program.js';
import { isOwnProgram } from './places.js';

/** What the program's file begins with, wherever it was copied: scripts/bundles.mjs writes it. */
const ownBeginning = /^#!.*\n\/\/! countersign\n/;

/** True where a file that is run is the program by what stands in it, under whatever name. */
export function runsOwnText({ program, argv, cwd, elsewhere }: Invocation, world: World): boolean {
  if (elsewhere !== undefined || cwd.opaque.length > 0) return false;
  const at = runs.test(program) ? argv.findIndex(({ text }, index) => index > 0 && !text.startsWith('-')) : 0;
  const file = argv[at];
  if (file === undefined || file.opaque.length > 0 || !commands(argv.slice(at + 1, at + 40).map(textOf)))
    return false;
  return hasOwnText(resolvePath(cwd.text, file.text), world);
}

function hasOwnText(path: string, world: World): boolean {
  const read = world.files.read(path);
  return read.ok && ownBeginning.test(read.text);
}

function textOf({ text }: Value): string {
  return text;
}

/** What runs a script that is named behind it, or another program, in a language of Countersign's own files. */
const runs =
  /^(?:node|nodejs|bun|bunx|deno|tsx|ts-node|electron|npx|pnpx|sh|bash|dash|zsh|ksh|mksh|ash|fish|busybox|code|codium|cursor|windsurf|kiro|ld(?:-linux[\w.-]*)?\.so[.\d]*)$/;

const ownFile = /^(?:cli|hook|countersign[\w-]*)(?:\.[cm]?js|\.cmd)?$/;

/**
 * `sure`: the call names Countersign's own files somewhere, so that a computed command counts too, and whatever is started
 * by a path may be a copy of them.
 */
export function mayRunOwnScript({ program, argv, elsewhere }: Invocation, sure: boolean): boolean {
  if (elsewhere !== undefined) return false;
  const first = argv[0];
  if (first !== undefined && mayBeOwn(first, sure) && asks(argv.slice(1), sure)) return true;
  if (!runs.test(program)) return false;
  return argv.slice(1, 40).some((word, at) => mayBeOwn(word, sure) && asks(argv.slice(at + 2), sure));
}

function mayBeOwn({ text, glob }: Value, sure: boolean): boolean {
  if (text.startsWith('-')) return false;
  const name = programName(text);
  const isOpen = name.includes(OPAQUE_MARK) || (glob === true && /[*?[]/.test(name));
  if (text.includes(OPAQUE_MARK) || glob === true) return isOpen || ownFile.test(name);
  return sure && text.includes('/');
}

function asks(words: readonly Value[], sure: boolean): boolean {
  const texts = words.slice(0, 40).map(({ text }) => text);
  const command = texts.find((text) => !text.startsWith('-')) ?? '';
  if (command.includes(OPAQUE_MARK) && !sure) return false;
  return isOwnCommand(command) && commands(texts);
}

/** True where a word of the call is one of Countersign's own files, or its name as `which` prints it. */
export function namesOwnProgram({ program, argv, cwd, elsewhere }: Invocation, world: World): boolean {
  if (elsewhere !== undefined) return false;
  const asksWhere = /^(?:which|whence|whereis|type|command|hash)$/.test(program);
  return argv.slice(1, 40).some(({ text }) => {
    if (text.includes('/')) {
      const path = text.startsWith('~') ? `${world.home}${text.slice(1)}` : resolvePath(cwd.text, text);
      return isOwnProgram(path) || (/\/cli\.[cm]?js$/.test(path) && hasOwnText(path, world));
    }
    return isOwnName(text) && (asksWhere || world.files.kind(`${cwd.text}/${text}`) === 'absent');
  });
}

function isOwnName(text: string): boolean {
  return ownPrograms.some((own) => own === text);
}

/** `cp $(which countersign) x`: a copy of the program is the program. */
export function copiesOwnProgram(invocation: Invocation, world: World): boolean {
  const copies = /^(?:g?cp|ln|install|rsync|ditto|scp|mv)$/.test(invocation.program);
  return copies && namesOwnProgram({ ...invocation, argv: invocation.argv.slice(0, -1) }, world);
}
