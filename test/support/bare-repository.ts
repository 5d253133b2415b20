import { execFileSync } from 'node:child_process';

/** An empty repository that others push to. Returns its folder. */
export function bareRepository(folder: string, ...settings: readonly (readonly [string, string])[]): string {
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', folder], { stdio: 'pipe' });
  for (const [key, value] of [['http.receivepack', 'true'] as const, ...settings]) {
    execFileSync('git', ['-C', folder, 'config', key, value], { stdio: 'pipe' });
  }
  return folder;
}
