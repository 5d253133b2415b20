import { type AgentDriver, agentCases } from '../support/agent-cases.js';
import { agentProgram, without } from '../support/components.js';
import { codex, runHeadless } from '../support/headless-agents.js';
import { countersign, packedProduct } from '../support/product.js';
import { openWindow } from '../support/window.js';

const driver: AgentDriver = {
  call: codex.call,
  sharesGateProcess: false,
  open: async ({ home, workspace, bin }, host, test) => {
    const program = agentProgram('codex') ?? without('Codex', test);
    const window = await openWindow({ host, home, folder: workspace, install: [packedProduct()] });
    countersign(home, workspace, 'connect', 'codex');
    return {
      window,
      start: (model) => {
        codex.prepare(home, model.url);
        const setting = { program: [program], home, cwd: workspace, modelUrl: model.url, path: [bin] };
        return runHeadless(codex, setting);
      },
    };
  },
};

describe('Codex in a VS Code window', () => agentCases(driver));
