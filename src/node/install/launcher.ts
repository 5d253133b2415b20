import { shellQuoted } from '../../core/shared/shell-word.js';
import { endings } from '../../core/toolcall/endings.js';

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
 * The launcher for POSIX shells of Node's doorbell, or of another bundle beside it. It runs the recorded runtime and nothing
 * else: a `node` on the path can be anybody's. What has run is told in the background, since nobody waits for that.
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
if [ -r "$hook" ] && [ -x "$runtime" ]; then
  case \${2-} in ${endings.join(' | ')})
    exec 3<&0
    ${editor}"$runtime" "$hook" "$@" <&3 3<&- >/dev/null 2>&1 &
    echo '{}'
    exit 0 ;;
  esac
  ${editor}exec "$runtime" "$hook" "$@"
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
    `  echo ${noRuntime} 1>&2`,
    '  exit /b 2',
    ')',
    'if not "%errorlevel%"=="0" exit /b 2',
    'exit /b 0',
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** The runtime that an installed launcher of any form starts; undefined where it names none. */
export function recordedRuntime(launcher: string): Runtime | undefined {
  const [, perl] = /^\$cs\{runtime\} = '((?:[^'\\]|\\.)*)';$/m.exec(launcher) ?? [];
  if (perl !== undefined) {
    const isEditor = /^\$cs\{is_editor\} = '1';$/m.test(launcher);
    return { executable: perl.replace(/\\(.)/g, '$1'), isEditor };
  }
  const isEditor = launcher.includes('ELECTRON_RUN_AS_NODE=1');
  const [, shell] =
    /^runtime='((?:[^']|'\\'')*)'$/m.exec(launcher) ?? /^runtime=(\S+)$/m.exec(launcher) ?? [];
  if (shell !== undefined) return { executable: shell.replaceAll("'\\''", "'"), isEditor };
  const [, windows] = /^if exist "([^"]+)" \($/m.exec(launcher.replaceAll('\r', '')) ?? [];
  return windows === undefined ? undefined : { executable: windows, isEditor };
}
