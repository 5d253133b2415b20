import { execFile } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { decodePublicKeyLine } from '../../core/countersign/ssh-public-key-line.js';
import type { SigningKey } from '../../ports/signer.js';
import { trustedProgram } from '../trusted-program.js';

/** A public key on disk. */
export interface KeyFile {
  readonly key: SigningKey;
  /** The file that belongs to it, a private key or a token's handle, where one lies beside it. */
  readonly privatePath?: string;
}

const mostFiles = 100;
const mostBytes = 16 * 1024;

/** The public keys in a `.ssh` folder, by name. */
export function keyFilesIn(folder: string): readonly KeyFile[] {
  return namesIn(folder).flatMap((name) => keyFileAt(join(folder, name)) ?? []);
}

export function keyFileAt(path: string): KeyFile | undefined {
  const read = decodePublicKeyLine(textAt(path)?.split('\n')[0] ?? '');
  if (!read.ok) return undefined;
  const { fingerprint, type, blob } = read.value.key;
  const key: SigningKey = { fingerprint, type, blob, comment: read.value.comment, source: 'file' };
  const privatePath = path.slice(0, -'.pub'.length);
  return path.endsWith('.pub') && existsSync(privatePath) ? { key, privatePath } : { key };
}

/** What git signs commits with, as the person's own configuration says: the path of a public key, or the key itself. */
export async function gitSigningKey(home: string): Promise<string | undefined> {
  const git = trustedProgram('git');
  if (git === undefined) return undefined;
  const text = await new Promise<string>((resolve) => {
    const args = ['config', '--global', '--includes', '--get', 'user.signingkey'];
    // A repository's own configuration belongs to whoever wrote that repository.
    const env = { HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
    execFile(git, args, { cwd: home, env, timeout: 5_000, maxBuffer: mostBytes }, (error, stdout) =>
      resolve(error === null ? stdout : ''),
    );
  });
  const value = text.trim();
  return value === '' ? undefined : value.replace(/^~(?=\/)/, home);
}

/** The public key that git is told to sign with: named by its file, or by the file of its private half, or in full. */
export function keyOfGit(setting: string): { readonly path: string } | { readonly line: string } | undefined {
  if (decodePublicKeyLine(setting).ok) return { line: setting };
  if (!isAbsolute(setting)) return undefined;
  return { path: setting.endsWith('.pub') ? setting : `${setting}.pub` };
}

export function sshFolder(home: string = homedir()): string {
  return join(home, '.ssh');
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.pub'))
      .sort()
      .slice(0, mostFiles);
  } catch {
    return [];
  }
}

/** Also a link is followed; a pipe or a device is not opened. */
function textAt(path: string): string | undefined {
  try {
    const found = lstatSync(path);
    if (!found.isFile() && !found.isSymbolicLink()) return undefined;
    return found.size > mostBytes ? undefined : readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
