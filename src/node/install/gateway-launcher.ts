import { shellQuoted } from '../../core/shared/shell-word.js';
import { type Runtime, stripped } from './launcher.js';

const noRuntime =
  'Countersign could not start: expected the editor or Node 20 to run its MCP gateway, got neither. The server was not started. Open your editor with Countersign once, then retry.';

/** What the launcher sets itself; the server behind the gateway does not get it. */
const launched = ['COUNTERSIGN_HOME', 'COUNTERSIGN_LAUNCHED', 'ELECTRON_RUN_AS_NODE'];

/** Put aside for the server, which may need what could load code into the gateway. */
const kept = [...stripped, 'COUNTERSIGN_HOME', 'ELECTRON_RUN_AS_NODE'];

/** The launcher of the MCP gateway for POSIX shells. */
export function posixGatewayLauncher(root: string, runtime: Runtime): string {
  const editor = runtime.isEditor ? 'ELECTRON_RUN_AS_NODE=1 ' : '';
  return `#!/bin/sh
for name in ${kept.join(' ')}; do
  eval "[ \\"\\\${$name+set}\\" ] && export COUNTERSIGN_KEPT_$name=\\"\\$$name\\""
  unset "$name"
done
COUNTERSIGN_HOME=${shellQuoted(root)}
COUNTERSIGN_LAUNCHED='${launched.join(' ')}'
export COUNTERSIGN_HOME COUNTERSIGN_LAUNCHED
gateway=${shellQuoted(`${root}/bin/gateway.js`)}
runtime=${shellQuoted(runtime.executable)}
if [ -r "$gateway" ] && [ -x "$runtime" ]; then
  ${editor}exec "$runtime" "$gateway" "$@"
fi
echo ${shellQuoted(noRuntime)} >&2
exit 1
`;
}

/** The launcher of the MCP gateway for Windows. */
export function windowsGatewayLauncher(root: string, runtime: Runtime): string {
  const lines = [
    '@echo off',
    'setlocal',
    ...kept.map((name) => `if defined ${name} set "COUNTERSIGN_KEPT_${name}=%${name}%"`),
    ...kept.map((name) => `set "${name}="`),
    `set "COUNTERSIGN_HOME=${root}"`,
    `set "COUNTERSIGN_LAUNCHED=${launched.join(' ')}"`,
    ...(runtime.isEditor ? ['set "ELECTRON_RUN_AS_NODE=1"'] : []),
    `if exist "${runtime.executable}" (`,
    `  "${runtime.executable}" "${root}\\bin\\gateway.js" %*`,
    ') else (',
    `  echo ${noRuntime} 1>&2`,
    '  exit /b 1',
    ')',
    'exit /b %errorlevel%',
  ];
  return `${lines.join('\r\n')}\r\n`;
}
