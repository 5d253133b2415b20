import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { adapterFor } from '../../src/agents/registry.js';
import { agentProgram, without } from '../support/components.js';
import { claudeCode, headlessAgents, runHeadless } from '../support/headless-agents.js';
import type { ScriptedCall } from '../support/model-protocols/protocol.js';
import { startModelServer } from '../support/model-server.js';
import { countersign } from '../support/product.js';
import { layOutScene, rebuild, type Scene } from '../support/scene.js';

/** Kilo loads the plugin that opencode loads, and a start of it takes ten seconds of processor: it is tried in a window. */
const startedOften = headlessAgents.filter(({ id }) => id !== 'kilo');

/** Connected by the product, with no window open: quiet calls pass, and what would need a person does not run. */
for (const agent of [claudeCode, ...startedOften]) {
  describe(`${agent.name}, with no window open`, function () {
    this.timeout(120_000);
    let scene: Scene;
    let program: string;

    before(function () {
      program = agentProgram(agent.id) ?? without(agent.name, this);
    });

    beforeEach(() => {
      scene = layOutScene();
    });

    afterEach(() => scene.remove());

    const launcher = (): string => join(scene.home, '.countersign/bin/countersign-hook');
    const script = (text: string) => (): void =>
      writeFileSync(launcher(), `#!/bin/sh\n${text}\n`, { mode: 0o755 });

    /** Where a no ends the run, the model hears nothing of it. */
    const endsRunOnNo = agent.takeUp !== undefined;

    /** Runs the agent on one call; what the model was told about it, nothing when the run ended there. */
    async function told(call: ScriptedCall, harm: () => void = () => undefined): Promise<string> {
      const model = await startModelServer([call]);
      agent.prepare(scene.home, model.url);
      countersign(scene.home, scene.workspace, 'connect', agent.id);
      harm();
      const { home, workspace: cwd, bin } = scene;
      const run = runHeadless(agent, { program, home, cwd, modelUrl: model.url, path: [bin] });
      const limit = setTimeout(() => run.kill(), 90_000);
      try {
        const { output } = await run.ended;
        const [words] = model.toolResults();
        assert.ok(model.bodies.length > 0 && (endsRunOnNo || words !== undefined), output.slice(-2_000));
        return words ?? '';
      } finally {
        clearTimeout(limit);
        run.kill();
        await model.close();
      }
    }

    it('runs a harmless command unasked', async () => {
      assert.match(await told(agent.call('ls')), /README\.md/);
    });

    const answers = endsRunOnNo ? 'which ends the run' : 'and tells the model why';
    it(`does not run the rebuild, ${answers}`, async () => {
      const words = await told(agent.call(rebuild));
      assert.deepEqual(scene.calls(), []);
      assert.match(words, endsRunOnNo ? /^$/ : /needs a person.s approval/);
      // What was denied and did not run is no alarm, whatever the agent says of its end.
      const record = countersign(scene.home, scene.workspace, 'log');
      assert.match(record, /denied, no window open/);
      assert.doesNotMatch(record, /Ran all the same|Slipped by/);
    });

    const failures: readonly (readonly [string, () => void])[] = [
      ['the doorbell is missing', () => rmSync(launcher())],
      ['the doorbell ends with 1', script('exit 1')],
      ['the doorbell ends with 2 and no words', script('exit 2')],
      ['the doorbell is killed', script('kill -9 $$')],
      ['the doorbell prints half an object', script(`printf '{"decision":'`)],
      ['the doorbell prints text, then an object', script(`echo note; echo '{}'`)],
    ];
    for (const [what, harm] of failures) {
      it(`runs nothing when ${what}`, async () => {
        const words = await told(agent.call(rebuild), harm);
        assert.deepEqual(scene.calls(), []);
        assert.doesNotMatch(words, /stand-in/);
      });
    }

    it('has its files back, byte for byte, when it is disconnected', () => {
      agent.prepare(scene.home, 'http://127.0.0.1:1');
      const file = adapterFor(agent.id)?.file('user', { home: scene.home, workspace: scene.workspace });
      assert.ok(file !== undefined);
      const text = (): string | undefined => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);
      const before = text();
      countersign(scene.home, scene.workspace, 'connect', agent.id);
      assert.notEqual(text(), before);
      countersign(scene.home, scene.workspace, 'disconnect', agent.id);
      assert.equal(text(), before);
    });
  });
}
