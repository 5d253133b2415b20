import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { installFailureText } from '../messages/agents/install.js';
import type { Home } from '../node/files/home.js';
import { guardBin, installGuard, linkPrograms } from '../node/install/guard-folder.js';
import { TerminalGuard, type TerminalGuardParts } from '../vscode/agents/terminal-guard.js';

/** The guard of this window's terminals, not yet open. Undefined on Windows, which has no launchers. */
export function terminalGuard(
  variables: TerminalGuardParts['variables'],
  bundles: string,
  home: Home,
): TerminalGuard | undefined {
  if (process.platform === 'win32') return undefined;
  const path = [process.env['PATH'] ?? '', ...usualFolders(homedir())].join(delimiter);
  return new TerminalGuard({
    variables,
    folder: guardBin(home),
    install: (mode) => {
      const installed = installGuard({ home, bundles, mode, path });
      return installed.ok ? undefined : installFailureText(installed.error);
    },
    refresh: () => linkPrograms({ home, bundles, path }),
  });
}

/** Where such tools are usually installed: a shell's own start-up files put these on PATH, which the editor may not see. */
function usualFolders(home: string): readonly string[] {
  const inHome = [
    ...[
      '.local/bin',
      'bin',
      'go/bin',
      '.cargo/bin',
      'google-cloud-sdk/bin',
      '.asdf/shims',
      '.local/share/mise/shims',
    ],
    ...[
      '.pulumi/bin',
      '.fly/bin',
      '.krew/bin',
      '.rd/bin',
      '.volta/bin',
      '.bun/bin',
      '.npm-global/bin',
      '.nix-profile/bin',
    ],
  ];
  return [
    ...inHome.map((folder) => join(home, folder)),
    ...[
      '/usr/local/bin',
      '/opt/homebrew/bin',
      '/home/linuxbrew/.linuxbrew/bin',
      '/snap/bin',
      '/opt/local/bin',
    ],
  ];
}
