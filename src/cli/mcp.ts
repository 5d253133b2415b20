import { gatewayCommand } from '../mcp/options.js';
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
    const code = await runGateway({ ...command.value, home: homeFrom(env).root, cwd, env });
    // The gateway's streams stay open when the server has gone.
    process.exit(code);
  },
};
