/** December 2025, as a folder: a workspace, a private home, and an `aws` that only writes down what it was called with. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Scene {
  readonly home: string;
  readonly workspace: string;
  /** Holds the stand-in; comes first in the PATH of everything that runs here. */
  readonly bin: string;
  /** Everything that the stand-in was called with, one line a call. */
  calls(): readonly string[];
  forget(): void;
  remove(): void;
}

export const rebuild = 'aws elasticbeanstalk rebuild-environment --environment-name cost-explorer-prod';
export const rebuildArguments = rebuild.replace(/^aws /, '');

export function layOutScene(): Scene {
  // Sockets have short names: the temporary folder itself is the home.
  const home = mkdtempSync(join(tmpdir(), 'cs-'));
  const workspace = join(home, 'cost-explorer');
  mkdirSync(workspace);
  writeFileSync(join(workspace, 'README.md'), '# cost-explorer\n');
  execFileSync('git', ['init', '--quiet', workspace], {
    env: { HOME: home, PATH: process.env['PATH'] ?? '' },
  });
  return {
    ...furnish(home),
    home,
    workspace,
    remove: () => rmSync(home, { recursive: true, force: true, maxRetries: 10 }),
  };
}

/** Puts the account's configuration and the stand-in into a home. */
export function furnish(home: string): Pick<Scene, 'bin' | 'calls' | 'forget'> {
  const bin = join(home, 'stand-ins');
  const log = join(home, 'aws.log');
  for (const folder of [bin, join(home, '.aws')]) mkdirSync(folder);
  writeFileSync(
    join(home, '.aws', 'config'),
    '[default]\nregion = cn-north-1\nrole_arn = arn:aws-cn:iam::123456789012:role/cost-explorer-prod-admin\n',
  );
  const standIn = join(bin, 'aws');
  writeFileSync(standIn, `#!/bin/sh\nprintf '%s\\n' "$*" >> '${log}'\necho "stand-in: $*"\n`);
  chmodSync(standIn, 0o755);
  // A login shell sets a path of its own.
  for (const name of ['.bashrc', '.profile']) writeFileSync(join(home, name), `PATH='${bin}':"$PATH"\n`);
  return {
    bin,
    calls: () => (existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(0, -1) : []),
    forget: () => rmSync(log, { force: true }),
  };
}
