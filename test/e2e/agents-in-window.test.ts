import { type AgentDriver, agentCases } from '../support/agent-cases.js';
import { agentProgram, without } from '../support/components.js';
import { type HeadlessAgent, headlessAgents, runHeadless } from '../support/headless-agents.js';
import { countersign, packedProduct } from '../support/product.js';
import { openWindow } from '../support/window.js';

function driverOf(agent: HeadlessAgent): AgentDriver {
  return {
    call: agent.call,
    sharesGateProcess: false,
    open: async ({ home, workspace, bin }, host, test) => {
      const program = agentProgram(agent.id) ?? without(agent.name, test);
      const window = await openWindow({ host, home, folder: workspace, install: [packedProduct()] });
      agent.prepare(home, '');
      countersign(home, workspace, 'connect', agent.id);
      return {
        window,
        start: (model) => {
          agent.prepare(home, model.url);
          return runHeadless(agent, { program, home, cwd: workspace, modelUrl: model.url, path: [bin] });
        },
      };
    },
  };
}

for (const agent of headlessAgents) {
  describe(`${agent.name} in a VS Code window`, () => agentCases(driverOf(agent)));
}
