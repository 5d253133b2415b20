import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { err, ok, type Result } from '../core/shared/result.js';
import { type Kit, standIns } from './kit.js';
import { changedFiles } from './story.js';

/** A file whose presence says that a folder is the drill's own workspace. */
export const marker = '.countersign-drill';

export interface LayOutFailure {
  readonly code: 'not-empty' | 'unwritable';
  readonly folder: string;
  readonly detail: string;
}

/**
 * Puts the demo workspace into `folder`, with one commit in a repository of its own. A folder that holds it already gets
 * only the story's files back; any other folder with something in it is refused. `material` is the extension's
 * `media/drill`, which is only read.
 */
export function layOut(folder: string, material: string): Result<string, LayOutFailure> {
  const source = join(material, 'workspace');
  try {
    if (existsSync(join(folder, marker))) {
      for (const path of changedFiles) copyFileSync(join(source, path), join(folder, path));
      return ok(folder);
    }
    if (existsSync(folder) && readdirSync(folder).length > 0) {
      return err({ code: 'not-empty', folder, detail: '' });
    }
    copyTree(source, folder);
    commitAll(folder);
    return ok(folder);
  } catch (failure) {
    return err({ code: 'unwritable', folder, detail: detailOf(failure) });
  }
}

/** Puts the stand-ins and the private home of a kit in place, and starts with an empty log. */
export function layOutKit(kit: Kit, material: string, runtime: string): Result<Kit, LayOutFailure> {
  try {
    rmSync(kit.log, { force: true });
    copyTree(join(material, 'home'), kit.home);
    mkdirSync(kit.bin, { recursive: true });
    for (const name of standIns) {
      const target = join(kit.bin, name);
      copyFileSync(join(material, 'bin', 'stand-in'), target);
      chmodSync(target, 0o755);
    }
    layOutNode(join(kit.bin, 'node'), runtime);
    return ok(kit);
  } catch (failure) {
    return err({ code: 'unwritable', folder: dirname(kit.bin), detail: detailOf(failure) });
  }
}

/** The workspace's test runs on the runtime that runs this: a machine with an editor need not have Node. */
function layOutNode(path: string, runtime: string): void {
  const quoted = `'${runtime.replaceAll("'", "'\\''")}'`;
  writeFileSync(path, `#!/bin/sh\nELECTRON_RUN_AS_NODE=1 exec ${quoted} "$@"\n`);
  chmodSync(path, 0o755);
}

/** Copies files and folders with modes of their own: what is installed with an extension may be read-only. */
function copyTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o755 });
  for (const name of readdirSync(from)) {
    const source = join(from, name);
    const target = join(to, name);
    if (statSync(source).isDirectory()) {
      copyTree(source, target);
    } else {
      copyFileSync(source, target);
      chmodSync(target, 0o644);
    }
  }
}

/** One commit by an invented person, without the person's own git configuration. A machine without git goes without. */
function commitAll(folder: string): void {
  const git = (...words: readonly string[]): void => {
    execFileSync('git', ['-c', 'init.defaultBranch=main', '-c', 'commit.gpgsign=false', ...words], {
      cwd: folder,
      stdio: 'ignore',
      timeout: 20_000,
      env: { ...process.env, ...identity, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: nowhere },
    });
  };
  try {
    git('init', '--quiet', '--template=');
    git('add', '--all');
    git('commit', '--quiet', '--no-verify', '--message', 'The service as it stood on the first of December');
  } catch {
    rmSync(join(folder, '.git'), { recursive: true, force: true });
  }
}

const nowhere = process.platform === 'win32' ? 'NUL' : '/dev/null';

const identity = {
  GIT_AUTHOR_NAME: 'Drill',
  GIT_AUTHOR_EMAIL: 'drill@cost-explorer.invalid',
  GIT_AUTHOR_DATE: '2025-12-01T08:00:00Z',
  GIT_COMMITTER_NAME: 'Drill',
  GIT_COMMITTER_EMAIL: 'drill@cost-explorer.invalid',
  GIT_COMMITTER_DATE: '2025-12-01T08:00:00Z',
};

function detailOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
