import { shellQuoted } from '../core/shared/shell-word.js';

/** The programs that an agent's configuration names. They stand at a stable path, outside the extension's folder. */

export interface Runtime {
  /** Absolute path of Node, or of an editor that can act as Node. */
  readonly executable: string;
  /** True for an editor: it becomes Node by `ELECTRON_RUN_AS_NODE`. */
  readonly isEditor: boolean;
}

const noRuntime =
  'Countersign could not start: expected the editor or Node 20 to run its doorbell, got neither. Blocked. Open your editor with Countersign once, then retry.';

/** Variables through which a workspace's settings could load code into the doorbell. */
export const stripped = [
  'NODE_OPTIONS',
  'NODE_PATH',
  'NODE_V8_COVERAGE',
  'NODE_COMPILE_CACHE',
  'OPENSSL_CONF',
  'OPENSSL_MODULES',
  'OPENSSL_ENGINES',
  'LD_PRELOAD',
  'LD_AUDIT',
  'LD_LIBRARY_PATH',
  'DYLD_INSERT_LIBRARIES',
  'DYLD_LIBRARY_PATH',
];

/**
 * The launcher for POSIX shells of the doorbell, or of another bundle beside it. It runs the recorded runtime, else a `node`
 * on the path, else refuses.
 */
export function posixLauncher(root: string, runtime: Runtime, bundle = 'hook.js'): string {
  const editor = runtime.isEditor ? 'ELECTRON_RUN_AS_NODE=1 ' : '';
  return `#!/bin/sh
COUNTERSIGN_HOME=${shellQuoted(root)}
COUNTERSIGN_NODE_OPTIONS=$NODE_OPTIONS
export COUNTERSIGN_HOME COUNTERSIGN_NODE_OPTIONS
unset ${stripped.join(' ')}
hook=${shellQuoted(`${root}/bin/${bundle}`)}
runtime=${shellQuoted(runtime.executable)}
if [ -r "$hook" ]; then
  if [ -x "$runtime" ]; then
    ${editor}exec "$runtime" "$hook" "$@"
  elif command -v node >/dev/null 2>&1; then
    exec node "$hook" "$@"
  fi
fi
echo ${shellQuoted(noRuntime)} >&2
exit 2
`;
}

/** The launcher for Windows. */
export function windowsLauncher(root: string, runtime: Runtime): string {
  const lines = [
    '@echo off',
    'setlocal',
    `set "COUNTERSIGN_HOME=${root}"`,
    'set "COUNTERSIGN_NODE_OPTIONS=%NODE_OPTIONS%"',
    ...stripped.map((name) => `set "${name}="`),
    ...(runtime.isEditor ? ['set "ELECTRON_RUN_AS_NODE=1"'] : []),
    `if exist "${runtime.executable}" (`,
    `  "${runtime.executable}" "${root}\\bin\\hook.js" %*`,
    ') else (',
    `  node "${root}\\bin\\hook.js" %*`,
    ')',
    'if errorlevel 1 exit /b 2',
    'exit /b 0',
  ];
  return `${lines.join('\r\n')}\r\n`;
}
