import { homedir } from 'node:os';
import { join } from 'node:path';
import { shellQuoted } from '../../core/shared/shell-word.js';
import { noCommandRuntimeText } from '../../messages/agents/install.js';
import type { Runtime } from './launcher.js';

/** What the launcher sets for an editor's program; a server behind `countersign mcp` does not get it. */
const forEditor = {
  COUNTERSIGN_LAUNCHED: 'COUNTERSIGN_LAUNCHED ELECTRON_RUN_AS_NODE',
  ELECTRON_RUN_AS_NODE: '1',
};

/** The command line for POSIX shells, by the runtime that the window has. A home that is named stays named. */
export function posixCommandLauncher(root: string, { executable, isEditor }: Runtime): string {
  const editor = Object.entries(isEditor ? forEditor : {}).map(
    ([name, value]) => `${name}=${shellQuoted(value)}\nexport ${name}\n`,
  );
  const home = isUsual(root)
    ? ''
    : `[ -n "\${COUNTERSIGN_HOME-}" ] || COUNTERSIGN_HOME=${shellQuoted(root)}\nexport COUNTERSIGN_HOME\n`;
  return `#!/bin/sh
${home}${editor.join('')}program=${shellQuoted(`${root}/bin/cli.js`)}
runtime=${shellQuoted(executable)}
[ -r "$program" ] && [ -x "$runtime" ] && exec "$runtime" "$program" "$@"
echo ${shellQuoted(noCommandRuntimeText)} >&2
exit 1
`;
}

/** The command line for Windows. */
export function windowsCommandLauncher(root: string, { executable, isEditor }: Runtime): string {
  const lines = [
    '@echo off',
    'setlocal',
    ...(isUsual(root) ? [] : [`if not defined COUNTERSIGN_HOME set "COUNTERSIGN_HOME=${root}"`]),
    ...Object.entries(isEditor ? forEditor : {}).map(([name, value]) => `set "${name}=${value}"`),
    `if exist "${executable}" (`,
    `  "${executable}" "${root}\\bin\\cli.js" %*`,
    ') else (',
    `  echo ${noCommandRuntimeText} 1>&2`,
    '  exit /b 1',
    ')',
    'exit /b %errorlevel%',
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** It finds that home by itself, and another person's where it runs as that person. */
function isUsual(root: string): boolean {
  return root === join(homedir(), '.countersign');
}
