import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { thrownText } from '../core/shared/thrown.js';
import { gatewayFailedText, gatewayMisuseText } from '../messages/answers/gateway.js';
import { gatewayCommand } from './options.js';
import { serverEnvironment } from './server-environment.js';

/** What a client's configuration starts in place of its server, through the launcher. */
async function main(): Promise<number> {
  const command = gatewayCommand(process.argv.slice(2));
  if (!command.ok) {
    process.stderr.write(gatewayMisuseText(command.error));
    return 2;
  }
  const env = serverEnvironment(process.env);
  const { runGateway } = await import('./gateway.js');
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
      process.stderr.write(gatewayFailedText(thrownText(error)));
      process.exit(1);
    },
  );
}
