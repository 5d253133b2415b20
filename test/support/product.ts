/** The product as it is delivered: the packed extension and the command line beside it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './components.js';

/** The packed extension. `npm test` has just made one; alone, a test makes its own. */
export function packedProduct(): string {
  const file = join(projectFolder, 'out', 'countersign.vsix');
  if (process.env['PACKED'] === 'true' && existsSync(file)) return file;
  execFileSync(process.execPath, [join(projectFolder, 'scripts', 'package.mjs'), '--out', file], {
    stdio: 'pipe',
  });
  return file;
}

/** Runs `countersign`, in a home of the test's own; what it prints. One that fails says all that it printed. */
export function countersign(home: string, cwd: string, ...args: readonly string[]): string {
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [join(projectFolder, 'dist', 'cli.js'), ...args],
    { cwd, encoding: 'utf8', env: { HOME: home, PATH: process.env['PATH'] ?? '' } },
  );
  if (status === 0) return stdout;
  throw new Error(`countersign ${args.join(' ')} ended with ${status ?? signal}:\n${stdout}${stderr}`);
}

/** Puts the drill's workspace into an empty folder. */
export function layOutDrill(folder: string): void {
  execFileSync(process.execPath, [join(projectFolder, 'dist', 'drill.js'), '--lay-out', folder], {
    stdio: 'pipe',
  });
}
