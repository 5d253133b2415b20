import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { runGateway } from './gateway.js';
import { gatewayCommand } from './options.js';
import { serverEnvironment } from './server-environment.js';

export { runGateway } from './gateway.js';
export { gatewayCommand } from './options.js';

/** What a client's configuration starts in place of its server, through the launcher. */
async function main(): Promise<number> {
  const command = gatewayCommand(process.argv.slice(2));
  if (!command.ok) {
    process.stderr.write(`countersign: ${command.error}; see countersign mcp --help\n`);
    return 2;
  }
  const env = serverEnvironment(process.env);
  return runGateway({ ...command.value, home: home(), cwd: process.cwd(), env });
}

/** The launcher sets it, so that nothing in a workspace can point the gateway at another home. */
function home(): string {
  const named = process.env['COUNTERSIGN_HOME'];
  return named !== undefined && isAbsolute(named) ? named : join(homedir(), '.countersign');
}

if (require.main === module) {
  main().then(
    (code) => process.exit(code),
    (error: unknown) => {
      const words = error instanceof Error ? error.message : 'unknown failure';
      process.stderr.write(`countersign: the MCP gateway failed: ${words}\n`);
      process.exit(1);
    },
  );
}
