import { type AgentDriver, agentCases } from '../support/agent-cases.js';
import { runClaude } from '../support/claude-code.js';
import { agentProgram, without } from '../support/components.js';
import { countersign, packedProduct } from '../support/product.js';
import { openWindow } from '../support/window.js';

const claudeCode: AgentDriver = {
  call: (command) => ({ tool: 'Bash', input: { command, description: 'Fix the environment' } }),
  sharesGateProcess: false,
  endsRunOnNo: false,
  open: async ({ home, workspace, bin }, host, test) => {
    const program = agentProgram('claude-code') ?? without('Claude Code', test);
    const window = await openWindow({ host, home, folder: workspace, install: [packedProduct()] });
    countersign(home, workspace, 'connect', 'claude-code', '--scope', 'user');
    return {
      window,
      start: (model) => runClaude({ program, home, cwd: workspace, modelUrl: model.url, path: [bin] }),
    };
  },
};

describe('Claude Code in a VS Code window', () => agentCases(claudeCode));
