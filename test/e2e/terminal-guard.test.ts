import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { agentProgram, without } from '../support/components.js';
import { claudeCode, headlessAgents, runHeadless } from '../support/headless-agents.js';
import { startModelServer } from '../support/model-server.js';
import { countersign } from '../support/product.js';
import { approve, rebuild, recorded, Terminal, type Window } from '../support/terminal.js';
import { until } from '../support/until.js';

const command = rebuild.join(' ');

/** What the README advises for Codex; where the setting stands in its file, above the tables. */
function startNoLoginShell(home: string): void {
  const file = join(home, '.codex', 'config.toml');
  writeFileSync(file, `allow_login_shell = false\n${readFileSync(file, 'utf8')}`);
}

/** Real agents in a terminal whose PATH leads through the guard: it knows them by what they set, and their scripts are held. */
for (const agent of [claudeCode, ...headlessAgents.filter(({ startsSlowly }) => !startsSlowly)]) {
  describe(`${agent.name}, behind the terminal guard`, function () {
    this.timeout(120_000);
    let program: string;
    let terminal: Terminal;
    let window: Window;

    before(function () {
      program = agentProgram(agent.id) ?? without(agent.name, this);
    });

    beforeEach(() => {
      terminal = new Terminal();
    });

    afterEach(() => terminal.close());

    /** Starts the agent on one command of its shell. */
    async function start(line: string, prepare: () => void = () => undefined, login = false) {
      const model = await startModelServer([agent.call(line)]);
      agent.prepare(terminal.folder, model.url);
      prepare();
      if (agent.id === 'codex' && !login) startNoLoginShell(terminal.folder);
      window = await terminal.open();
      const path = [terminal.bin, terminal.programs];
      const run = runHeadless(agent, {
        program,
        home: terminal.folder,
        cwd: terminal.work,
        modelUrl: model.url,
        path,
      });
      const limit = setTimeout(() => run.kill(), 90_000);
      const ended = run.ended.finally(async () => {
        clearTimeout(limit);
        run.kill();
        await model.close();
      });
      return { model, ended };
    }

    if (agent.id === 'codex') {
      // Said in the README: the system's profile sets PATH anew.
      it('is left behind, as long as a login shell is started for each command', async () => {
        const line = 'command -v aws || echo "no aws"';
        const { model, ended } = await start(line, () => undefined, true);
        await ended;
        // The machine's own, where it has one, and neither the guard's nor what stands behind it.
        const told = model.toolResults().join('\n');
        assert.match(told, /no aws|\/aws/);
        assert.ok(!told.includes(terminal.folder), told);
        assert.deepEqual(recorded(window), []);
      });
    }

    it('cannot start the rebuild from a script, without any hook', async () => {
      writeFileSync(join(terminal.work, 'deploy.sh'), `${command}\necho "ended with $?"\n`);
      const { model, ended } = await start('sh ./deploy.sh');
      const request = await Promise.race([
        until('a request', () => window.desk.requests()[0], 60_000),
        ended.then(({ output }) => assert.fail(output.slice(-2_000))),
      ]);
      assert.equal(request.call.agent, 'terminal');
      await window.desk.decide(request.id, { kind: 'deny', reason: 'use staging', digest: request.digest });
      await ended;
      const told = model.toolResults().join('\n');
      assert.match(told, /use staging/);
      assert.match(told, /ended with 126/);
      assert.deepEqual(terminal.ran(), []);
    });

    it('is asked about once for what its hook was approved for', async () => {
      const { ended } = await start(command, () =>
        countersign(terminal.folder, terminal.work, 'connect', agent.id),
      );
      const request = await Promise.race([
        until('a request', () => window.desk.requests()[0], 60_000),
        ended.then(({ output }) => assert.fail(output.slice(-2_000))),
      ]);
      assert.equal(request.call.agent, agent.id);
      assert.equal(await approve(window, request), 'ok');
      await ended;
      assert.deepEqual(terminal.ran(), [[join(terminal.programs, 'aws'), ...rebuild.slice(1)]]);
      assert.equal(window.desk.requests().length, 1);
      assert.equal(recorded(window).filter((type) => type === 'call.released').length, 2);
    });
  });
}
