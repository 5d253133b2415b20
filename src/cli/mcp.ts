import { homeFrom } from '../node/home.js';
import { type Command, misuse } from './command.js';
import { configureMcp } from './mcp-connect.js';

const help = `countersign mcp [--name NAME] -- SERVER...
countersign mcp --list | --connect | --disconnect [FILE...] [--dry-run] [--json]

Starts an MCP stdio server and stands in front of it: everything passes both ways, and each tool call waits for the gate,
as an agent's own tools do. A call that is denied comes back as a result that says why.

  --name NAME   how the server is called in your configuration (default: the name of its program)

The second form changes configuration files: those named, or all that agents and editors are known to read in this
directory and in your home.

  --list        the servers of each file, and which of them are behind the gateway
  --connect     puts the gateway in front of every server that is started as a program, showing the diff
  --disconnect  takes it away; a file that nobody changed since is put back byte for byte
  --dry-run     only shows the change
  --json        one JSON object a file instead of words

Exit code: the server's own; 2 usage, 1 when the server cannot be started. With the second form 0 when every file could be
read and written.
`;

export const mcp: Command = {
  name: 'mcp',
  summary: 'a gateway in front of an MCP stdio server',
  help,
  run: async (args, terminal) => {
    if (!args.includes('--')) return configureMcp(args, terminal);
    const { gatewayCommand, runGateway } = await import('../mcp/main.js');
    const command = gatewayCommand(args);
    if (!command.ok) return misuse(terminal, `${command.error}; see countersign mcp --help`);
    const { cwd, env } = terminal;
    const code = await runGateway({ ...command.value, home: homeFrom(env).root, cwd, env });
    // The gateway's streams stay open when the server has gone.
    process.exit(code);
  },
};
