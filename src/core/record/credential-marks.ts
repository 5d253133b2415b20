import { minimatch } from 'minimatch';
import { sha256 } from '../shared/digest.js';
import type { World } from '../shared/world.js';
import { fileText, pathIn } from '../target/files.js';
import type { Effect } from '../tool/effect.js';
import type { ToolCall } from '../toolcall/toolcall.js';
import { findSecrets } from './secrets/find-secrets.js';

/**
 * What a call shows of credentials, each by a salted digest: those in the files that it reads, and every word of its own that
 * could be one. Two calls are compared by it; nothing of what they hold is kept.
 */
export interface CredentialMarks {
  /** By the path as a person would write it. */
  readonly read: readonly { readonly file: string; readonly marks: readonly string[] }[];
  readonly used: readonly string[];
}

export const noMarks: CredentialMarks = { read: [], used: [] };

/** Files and words behind these numbers are left out: what is told here only informs. */
const mostFiles = 12;
const mostListed = 200;
const mostMarks = 100;
const mostWords = 400;
const longestText = 65_536;
/** Shorter ones are no credentials: they stand everywhere. */
const shortestSecret = 8;

export function credentialMarks(
  call: ToolCall,
  effects: readonly Effect[],
  world: World,
  salt: string,
): CredentialMarks {
  const mark = (secret: string): string => sha256(`${salt}\0${secret}`).slice(0, 32);
  const paths = [...new Set(pathsRead(call, effects, world))].slice(0, mostFiles);
  const read = paths.flatMap((path) => {
    const secrets = secretsIn(world, path);
    return secrets.length === 0 ? [] : [{ file: shortPath(path, call.cwd), marks: secrets.map(mark) }];
  });
  return { read, used: wordsOf(call).map(mark) };
}

/** The files that a call names where it reads: of a tool that reads, of programs that read, of `source` and `<`. */
function pathsRead({ payload, cwd }: ToolCall, effects: readonly Effect[], world: World): readonly string[] {
  if (payload.kind === 'read') return [pathIn(cwd, payload.path, world)];
  if (payload.kind !== 'shell') return [];
  const here = effects.filter(({ verb, elsewhere }) => verb === 'read' && elsewhere === undefined);
  const named = here.flatMap(({ argv, cwd: at }) =>
    argv.slice(1).flatMap((word) => filesAt(pathIn(at ?? cwd, word, world), world, isRecursive(argv))),
  );
  const text = payload.command.slice(0, longestText);
  const fed = [...text.matchAll(/(?:^|[\s;&|(])(?:source|\.|<)[ \t]{1,20}([^\s;&|()<>"']{1,400})/g)];
  return [...named, ...fed.map(([, word = '']) => pathIn(cwd, word, world))];
}

function isRecursive([program = '', ...words]: readonly string[]): boolean {
  return (
    /(?:^|\/)(?:rg|ag|ack)$/.test(program) ||
    words.some((word) => /^-[A-Za-z]*[rR]/.test(word) || word === '--recursive')
  );
}

/** A file, those that a pattern fits, or those of a folder that is searched. */
function filesAt(path: string, world: World, isSearched: boolean): readonly string[] {
  const at = path.lastIndexOf('/');
  const [folder, name] = [path.slice(0, at) || '/', path.slice(at + 1)];
  if (/[*?[]/.test(name) && !/[*?[]/.test(folder)) {
    const listed = world.files.list(folder).slice(0, mostListed);
    return listed
      .filter((one) => minimatch(one, name, { dot: name.startsWith('.') }))
      .map((one) => `${folder}/${one}`);
  }
  if (!isSearched || world.files.kind(path) !== 'directory') return [path];
  return world.files
    .list(path)
    .slice(0, mostListed)
    .map((one) => `${path}/${one}`);
}

function secretsIn(world: World, path: string): readonly string[] {
  const size = world.files.identity(path)?.size;
  if (size === undefined || size > longestText) return [];
  const text = fileText(world, path) ?? '';
  const found = findSecrets(text).flatMap(([from, to]) => wordsIn(text.slice(from, to)));
  return [...new Set(found)].slice(0, mostMarks);
}

/** Everything in the call that could be a credential, as it may stand in a file too. */
function wordsOf({ payload }: ToolCall): readonly string[] {
  if (payload.kind === 'read') return [];
  const text = payload.kind === 'shell' ? payload.command : JSON.stringify(payload);
  return [...new Set(wordsIn(text.slice(0, longestText)))].slice(0, mostWords);
}

function wordsIn(text: string): readonly string[] {
  return text.split(/[^A-Za-z0-9_\-.+/=~!$%^*]+/).flatMap((word) => {
    const bare = word.replace(/^[A-Za-z_]\w{0,60}=(?=.)/, '');
    return bare.length < shortestSecret ? [] : [bare];
  });
}

function shortPath(path: string, cwd: string): string {
  return path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path;
}
