import * as v from 'valibot';
import { isAbsolute, programName, resolvePath } from '../command/paths.js';
import { digestOfValue, sha256 } from '../shared/digest.js';
import { hexDigest, type Shape, text, texts } from '../shared/shape.js';
import type { World } from '../shared/world.js';
import type { Effect } from '../tool/effect.js';
import type { ToolCall } from '../toolcall/toolcall.js';
import { credentialsOf } from './credential-files.js';
import { isCredential, isDeciding } from './deciding-variables.js';
import { filesReadBy } from './implied-files.js';
import { filesBelow, filesIncluded, filesOfVariables, regular } from './materials.js';

/** `sha256` is hex; empty when the file could not be read. */
const hashedFile = { path: text, sha256: text };
const hashedFileShape = v.strictObject(hashedFile);

/** `path` is the real one; empty when no such program is in the PATH. */
const programShape = v.strictObject({ name: text, ...hashedFile });
export type Program = Shape<typeof programShape>;

/** What a call stands on besides its own text. A difference at the moment of release voids what was signed. */
export const groundShape = v.strictObject({
  /** The directory in which it starts, with every symbolic link resolved; the path as given where it is absent. */
  cwd: text,
  /** Programs that start, as the call's own PATH finds them. */
  programs: v.array(programShape),
  /** Files of this machine that the call names or that its programs read by themselves. */
  files: v.array(hashedFileShape),
  /** Variables that decide a target, what a program loads, or with whose rights it acts. */
  environment: v.strictObject({ names: texts, digest: hexDigest }),
  /** What should have been hashed and was not, so that a person can see it. */
  unread: texts,
});
export type Ground = Shape<typeof groundShape>;

/** Hashes a regular file, whatever is in it. Undefined when it cannot be read or is larger than the reader allows. */
export type HashFile = (path: string) => string | undefined;

/** Beyond this many files the rest is named as unread. */
const mostFiles = 128;

/** `salt` keeps short values of the environment from being guessed from their digest. */
export function groundOf(
  call: ToolCall,
  effects: readonly Effect[],
  world: World,
  hash: HashFile,
  salt: string,
): Ground {
  const programs = programsOf(effects, world, hash);
  const paths = filesOf(call, effects, world);
  const secret = new Set(credentialsOf(effects, world));
  const files = paths.slice(0, mostFiles).map((path) => {
    const found = hash(path) ?? '';
    // What holds credentials is short and guessed easily: its digest is salted.
    return { path, sha256: found !== '' && secret.has(path) ? sha256(`${salt}\0${found}`) : found };
  });
  const unread = [...programs, ...files].filter((file) => file.path !== '' && file.sha256 === '');
  const beyond = paths.length > mostFiles ? [`${paths.length - mostFiles} more files`] : [];
  return {
    cwd: world.files.real(world.cwd) ?? world.cwd,
    programs,
    files,
    environment: environmentOf(call, world, salt),
    unread: [...unread.map((file) => file.path), ...beyond],
  };
}

/** True when both were taken of the same thing. */
export function isSameGround(a: Ground, b: Ground): boolean {
  const [first, second] = [digestOfValue(a), digestOfValue(b)];
  return first.ok && second.ok && first.value === second.value;
}

function programsOf(effects: readonly Effect[], world: World, hash: HashFile): readonly Program[] {
  const local = effects.filter((effect) => effect.elsewhere !== true);
  const names = local.flatMap((effect) => [
    effect.argv[0] ?? '',
    ...effect.via.map((via) => via.split(' ')[0] ?? ''),
  ]);
  return [...new Set(names)]
    .filter((name) => name !== '' && !name.includes('\uFFFC'))
    .sort()
    .map((name) => {
      const path = found(name, world);
      return { name, path: path ?? '', sha256: path === undefined ? '' : (hash(path) ?? '') };
    });
}

/** Where the PATH of the call finds a program; a name with a slash is a path of its own. */
function found(name: string, world: World): string | undefined {
  if (name.includes('/') || isAbsolute(name)) return world.files.real(resolvePath(world.cwd, name));
  const [separator, ends] = world.platform === 'win32' ? [';', ['', '.exe', '.cmd', '.bat']] : [':', ['']];
  for (const folder of (world.env['PATH'] ?? '').split(separator)) {
    for (const end of ends) {
      const path = resolvePath(resolvePath(world.cwd, folder === '' ? '.' : folder), `${name}${end}`);
      const kind = world.files.kind(path);
      if (kind === 'file' || kind === 'symlink') return world.files.real(path);
    }
  }
  return undefined;
}

/** The real paths of every file that a word of the call names, and of those that its programs read unasked. */
function filesOf(call: ToolCall, effects: readonly Effect[], world: World): readonly string[] {
  const named = [...wordsOf(call), ...effects.flatMap((effect) => effect.argv)];
  const places = [world.cwd, ...effects.flatMap((effect) => (effect.cwd === undefined ? [] : [effect.cwd]))];
  const read = effects.flatMap((effect) =>
    filesReadBy(programName(effect.argv[0] ?? ''), resolvePath(world.cwd, effect.cwd ?? '.'), world),
  );
  const paths = new Set<string>(read);
  for (const word of new Set(named.flatMap(spellingsOf))) {
    for (const place of places) paths.add(resolvePath(place, word.replace(/^~(?=\/)/, world.home)));
  }
  const real = regular([...paths], world);
  const below = filesBelow([...paths], effects, world);
  const all = [
    ...real,
    ...below,
    ...filesIncluded([...real, ...below], world),
    ...filesOfVariables(world),
    ...credentialsOf(effects, world),
  ];
  return [...new Set(all)].sort();
}

/** A word as it stands, and the path in `file://path`, `@path` and `-fpath`. */
function spellingsOf(word: string): readonly string[] {
  const bare = /^(?:fileb?:\/\/|@|-[A-Za-z])(.+)$/.exec(word)?.[1];
  return bare === undefined ? [word] : [word, bare];
}

const longestWord = 4_096;

/** Too many words are better than too few: a file that is hashed for nothing only asks again. */
function wordsOf({ payload }: ToolCall): readonly string[] {
  if (payload.kind === 'edit') return payload.edits.map((edit) => edit.path);
  if (payload.kind === 'read') return [payload.path];
  if (payload.kind !== 'shell') return [];
  return payload.command
    .split(/[\s"'`;|&<>()=,]+/)
    .filter((word) => word !== '' && word.length <= longestWord && !word.includes('\0'));
}

function environmentOf(call: ToolCall, world: World, salt: string): Ground['environment'] {
  const text = call.payload.kind === 'shell' ? call.payload.command : '';
  const used = new Set([...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map((match) => match[1]));
  const withheld = world.credentials ?? {};
  const open = Object.keys(world.env).filter((name) => isDeciding(name) || used.has(name));
  const secret = Object.keys(withheld).filter((name) => isCredential(name) || used.has(name));
  const names = [...new Set([...open, ...secret])].sort();
  const said = (name: string): string =>
    (Object.hasOwn(withheld, name) ? withheld[name] : undefined) ?? settled(name, world.env[name] ?? '');
  return { names, digest: sha256([salt, ...names.map((name) => `${name}=${said(name)}`)].join('\0')) };
}

/** Codex puts a folder of each process's own, with links to itself, in front of the PATH (measured on 0.171). */
const ownOfProcess = /^.*\/\.codex\/tmp\/arg0\/codex-arg0\w{1,40}$/;

/** A variable's value without what is another in each process of one agent. */
function settled(name: string, value: string): string {
  if (name !== 'PATH') return value;
  return value
    .split(':')
    .filter((folder) => !ownOfProcess.test(folder))
    .join(':');
}
