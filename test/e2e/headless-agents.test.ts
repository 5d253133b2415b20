import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { adapterFor } from '../../src/agents/registry.js';
import { agentProgram, without } from '../support/components.js';
import { claudeCode, headlessAgents, runHeadless } from '../support/headless-agents.js';
import { startModelServer } from '../support/model-server.js';
import { countersign } from '../support/product.js';
import { layOutScene, rebuild, type Scene } from '../support/scene.js';

/** What the model calls, and what happens to the doorbell when it has heard of all calls before. */
interface Step {
  readonly what: string;
  readonly command: string;
  readonly harm?: (launcher: string) => void;
}

const script = (text: string) => (launcher: string) =>
  writeFileSync(launcher, `#!/bin/sh\n${text}\n`, { mode: 0o755 });

const failures = (
  [
    ['the doorbell is missing', (launcher) => rmSync(launcher, { force: true })],
    ['the doorbell ends with 1', script('exit 1')],
    ['the doorbell ends with 2 and no words', script('exit 2')],
    ['the doorbell is killed', script('kill -9 $$')],
    ['the doorbell prints half an object', script(`printf '{"decision":'`)],
    ['the doorbell prints text, then an object', script(`echo note; echo '{}'`)],
  ] as const satisfies readonly (readonly [string, Step['harm']])[]
).map(
  // No two calls alike: some agents end a run that goes in circles.
  ([what, harm], index): Step => ({ what, harm, command: `${rebuild} # ${index}` }),
);
const harmless: Step = { what: 'harmless', command: 'ls' };
const stopped: Step = { what: 'stopped', command: rebuild };
const steps = [harmless, stopped, ...failures];

/** Connected by the product, with no window open: quiet calls pass, and what would need a person does not run. */
for (const agent of [claudeCode, ...headlessAgents.filter(({ startsSlowly }) => !startsSlowly)]) {
  describe(`${agent.name}, with no window open`, function () {
    this.timeout(180_000);
    let program: string;
    const scenes: Scene[] = [];

    before(function () {
      program = agentProgram(agent.id) ?? without(agent.name, this);
    });

    after(() => {
      for (const scene of scenes) scene.remove();
    });

    function newScene(): Scene {
      const scene = layOutScene();
      scenes.push(scene);
      return scene;
    }

    /** Where a no ends the run, the model hears nothing of it. */
    const endsRunOnNo = agent.takeUp !== undefined;

    /** What came of the steps of one run. */
    interface Run {
      readonly scene: Scene;
      /** What the model was told of each step's call, in order; less where a no ended the run. */
      readonly words: readonly string[];
      /** What the record shows before the first harm. */
      readonly record: string;
    }

    /** Connects the agent in a home of its own, and starts it once on all steps. */
    async function runOf(taken: readonly Step[]): Promise<Run> {
      const scene = newScene();
      const log = (): string => countersign(scene.home, scene.workspace, 'log');
      const launcher = join(scene.home, '.countersign/bin/countersign-hook');
      let record: string | undefined;
      const harmed = (harm: NonNullable<Step['harm']>) => () => {
        record ??= log();
        harm(launcher);
      };
      const model = await startModelServer(
        taken.map(({ command, harm }) => ({
          ...agent.call(command),
          ...(harm && { meanwhile: harmed(harm) }),
        })),
      );
      agent.prepare(scene.home, model.url);
      countersign(scene.home, scene.workspace, 'connect', agent.id);
      const { home, workspace: cwd, bin } = scene;
      const run = runHeadless(agent, { program, home, cwd, modelUrl: model.url, path: [bin] });
      const limit = setTimeout(() => run.kill(), 150_000);
      try {
        const { output } = await run.ended;
        const words = model.toolResults();
        const isWhole = endsRunOnNo ? model.bodies.length > 0 : words.length === taken.length;
        assert.ok(isWhole, `${words.length} of ${taken.length} calls: ${output.slice(-2_000)}`);
        return { scene, words, record: record ?? log() };
      } finally {
        clearTimeout(limit);
        run.kill();
        await model.close();
      }
    }

    const runs = new Map<readonly Step[], Promise<Run>>();
    const groups = endsRunOnNo ? steps.map((step) => [step]) : [steps];

    /** Agents that go on after a no are started once for all steps, the others once for each. */
    async function told(step: Step): Promise<Run & { readonly said: string }> {
      const group = groups.find((one) => one.includes(step)) ?? [];
      const running = runs.get(group) ?? runOf(group);
      runs.set(group, running);
      const run = await running;
      return { ...run, said: run.words[group.indexOf(step)] ?? '' };
    }

    it('runs a harmless command unasked', async () => {
      assert.match((await told(harmless)).said, /README\.md/);
    });

    const answers = endsRunOnNo ? 'which ends the run' : 'and tells the model why';
    it(`does not run the rebuild, ${answers}`, async () => {
      const { scene, said, record } = await told(stopped);
      assert.deepEqual(scene.calls(), []);
      assert.match(said, endsRunOnNo ? /^$/ : /needs a person.s approval/);
      // What was denied and did not run is no alarm, whatever the agent says of its end.
      assert.match(record, /denied, no window open/);
      assert.doesNotMatch(record, /Ran all the same|Slipped by/);
    });

    for (const failure of failures) {
      it(`runs nothing when ${failure.what}`, async () => {
        const { scene, said } = await told(failure);
        assert.deepEqual(scene.calls(), []);
        assert.doesNotMatch(said, /stand-in/);
      });
    }

    it('has its files back, byte for byte, when it is disconnected', () => {
      const scene = newScene();
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
