/** Real agents, connected by the product, in front of a VS Code window. */
import { type AgentDriver, agentCases } from './agent-cases.js';
import { agentProgram, without } from './components.js';
import { type HeadlessAgent, headlessAgents, runHeadless } from './headless-agents.js';
import { countersign, packedProduct } from './product.js';
import { openWindow } from './window.js';

function driverOf(agent: HeadlessAgent): AgentDriver {
  return {
    call: agent.call,
    sharesGateProcess: false,
    endsRunOnNo: agent.takeUp !== undefined,
    isTriedBriefly: agent.startsSlowly === true,
    open: async ({ home, workspace, bin }, host, test) => {
      const program = agentProgram(agent.id) ?? without(agent.name, test);
      const window = await openWindow({ host, home, folder: workspace, install: [packedProduct()] });
      agent.prepare(home, '');
      countersign(home, workspace, 'connect', agent.id);
      const setting = { program, home, cwd: workspace, path: [bin] };
      const { takeUp } = agent;
      return {
        window,
        start: (model) => {
          agent.prepare(home, model.url);
          return runHeadless(agent, { ...setting, modelUrl: model.url });
        },
        ...(takeUp && {
          takeUp: (model) => takeUp({ ...setting, modelUrl: model.url }, () => model.bodies.length),
        }),
      };
    },
  };
}

export function casesInWindow(...ids: readonly string[]): void {
  for (const agent of headlessAgents.filter(({ id }) => ids.includes(id))) {
    describe(`${agent.name} in a VS Code window`, () => agentCases(driverOf(agent)));
  }
}
