import { homeFrom } from '../node/home.js';
import { type Command, misuse } from './command.js';

const help = `countersign mcp [--name NAME] -- SERVER...

Starts an MCP stdio server and stands in front of it: everything passes both ways, and each tool call waits for the gate,
as an agent's own tools do. A call that is denied comes back as a result that says why.

  --name NAME  how the server is called in your configuration (default: the name of its program)

Exit code: the server's own; 2 usage, 1 when the server cannot be started.
`;

export const mcp: Command = {
  name: 'mcp',
  summary: 'a gateway in front of an MCP stdio server',
  help,
  run: async (args, terminal) => {
    const { gatewayCommand, runGateway } = await import('../gateway/main.js');
    const command = gatewayCommand(args);
    if (!command.ok) return misuse(terminal, `${command.error}; see countersign mcp --help`);
    const { cwd, env } = terminal;
    const code = await runGateway({ ...command.value, home: homeFrom(env).root, cwd, env });
    // The gateway's streams stay open when the server has gone.
    process.exit(code);
  },
};
