import { execFile } from 'node:child_process';
import type { VersionOf } from '../ports/ports.js';

const patienceMs = 5_000;

/** `PROGRAM --version`, the first dotted number that it prints. */
export const versionOf: VersionOf = (program) =>
  new Promise((resolve) => {
    const isWindows = process.platform === 'win32';
    const options = { timeout: patienceMs, shell: isWindows, windowsHide: true };
    execFile(program, ['--version'], options, (error, stdout) => {
      resolve(error ? undefined : /\d+\.\d+(?:\.\d+)?/.exec(stdout)?.[0]);
    });
  });
