import { gatewayCommand } from '../mcp/options.js';
import { serverEnvironment } from '../mcp/server-environment.js';
import { gatewayUsageText } from '../messages/answers/gateway.js';
import { helpText } from '../messages/cli/help.js';
import { seeHelpText } from '../messages/cli/usage.js';
import { homeFrom } from '../node/files/home.js';
import { type Command, misuse } from './command.js';
import { configureMcp } from './mcp-connect.js';

export const mcpCommand: Command = {
  name: 'mcp',
  ...helpText.mcp,
  run: async (args, terminal) => {
    if (!args.includes('--')) return configureMcp(args, terminal);
    const { runGateway } = await import('../mcp/gateway.js');
    const command = gatewayCommand(args);
    if (!command.ok) return misuse(terminal, seeHelpText(gatewayUsageText(command.error), 'mcp'));
    const { cwd, env } = terminal;
    const home = homeFrom(env).root;
    const code = await runGateway({ ...command.value, home, cwd, env: serverEnvironment(env) });
    // The gateway's streams stay open when the server has gone.
    process.exit(code);
  },
};
