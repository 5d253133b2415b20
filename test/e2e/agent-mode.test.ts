import { join } from 'node:path';
import { type AgentDriver, agentCases } from '../support/agent-cases.js';
import { openAgentMode } from '../support/agent-mode.js';
import { countersign, packedProduct } from '../support/product.js';

const agentMode: AgentDriver = {
  call: (command) => ({
    tool: 'run_in_terminal',
    input: {
      command,
      explanation: 'Fix it',
      goal: 'Fix it',
      isBackground: false,
      mode: 'sync',
      timeout: 20_000,
    },
  }),
  sharesGateProcess: true,
  endsRunOnNo: false,
  open: async ({ home, workspace, bin }, host) => {
    countersign(home, workspace, 'connect', 'vscode', '--scope', 'user');
    const window = await openAgentMode({
      host,
      home,
      folder: workspace,
      orders: join(home, 'orders.json'),
      install: [packedProduct()],
      env: { PATH: `${bin}:${process.env['PATH'] ?? ''}` },
    });
    return {
      window,
      start: (model) => ({
        pid: window.hostProcess(),
        ended: window.ask(model.url),
        // It ends with its window.
        kill: () => undefined,
      }),
    };
  },
};

describe("the editor's own agent mode", () => agentCases(agentMode));
