import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../support/until.js';

const project = process.cwd();
const text = readFileSync(join(project, 'CONTRIBUTING.md'), 'utf8');
const commands = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap((block) =>
  (block[1] ?? '').trim().split('\n'),
);

/** What runs elsewhere, and where: on the machine of the CI, and here with a change to see. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ['npm ci', '.ci/run'],
  ['npm test', '.ci/run'],
  ['npm run watch', 'test/process/contributing.test.ts'],
]);

/** The commands write into the checkout, and other suites read it: they run in a copy. */
describe('the commands of CONTRIBUTING.md', () => {
  const copy = mkdtempSync(join(tmpdir(), 'countersign-copy-'));
  const env = { HOME: join(copy, 'home'), PATH: process.env['PATH'] ?? '', npm_config_offline: 'true' };

  before(() => {
    const apart = new Set(['node_modules', 'out', '.git'].map((name) => join(project, name)));
    cpSync(project, copy, { recursive: true, filter: (from) => !apart.has(from) });
    symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'));
  });

  after(() => rmSync(copy, { recursive: true, force: true, maxRetries: 5 }));

  it('are there', () => assert.ok(commands.length > 10));

  for (const command of commands) {
    const place = elsewhere.get(command);
    if (place === undefined) {
      it(`work: ${command}`, async function () {
        this.timeout(300_000);
        const { code, said } = await run(command);
        assert.equal(code, 0, said);
      });
    } else {
      it(`run in ${place}: ${command}`, () => {
        assert.ok(readFileSync(join(project, place), 'utf8').split(/[\n']/).includes(command));
      });
    }
  }

  it('say each rebuild in one line: npm run watch', async function () {
    this.timeout(120_000);
    const child = spawn('sh', ['-c', 'npm run watch'], { cwd: copy, env, detached: true });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        said += String(chunk);
      });
    }
    const built = (): readonly string[] => said.split('\n').filter((line) => / built .*\bhook\b/.test(line));
    try {
      await until('the first build', () => (built().length === 1 ? true : undefined), 60_000);
      const source = join(copy, 'src', 'hook', 'main.ts');
      writeFileSync(source, `${readFileSync(source, 'utf8')}\nprocess.title = 'changed';\n`);
      await until('the second build', () => (built().length === 2 ? true : undefined), 60_000);
      assert.match(readFileSync(join(copy, 'dist', 'hook.js'), 'utf8'), /"changed"/);
    } finally {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }
  });

  it('have what an editor starts', () => {
    const files = ['launch', 'tasks'].map((name) =>
      readFileSync(join(project, '.vscode', `${name}.json`), 'utf8'),
    );
    for (const file of files) assert.doesNotThrow(() => JSON.parse(file));
    const paths = files.join('\n').matchAll(/\$\{workspaceFolder\}\/([\w./]+\.js)\b/g);
    assert.deepEqual(
      [...paths].map((match) => match[1] ?? '').filter((path) => !existsSync(join(project, path))),
      [],
    );
    const scripts = files.join('\n').matchAll(/npm run (\w+)/g);
    for (const [, name] of scripts)
      assert.ok(commands.includes(`npm run ${name}`), `${name} is not described`);
  });

  /** The end of what it said goes along, for whoever reads a failure. */
  function run(command: string): Promise<{ readonly code: number | null; readonly said: string }> {
    const child = spawn('sh', ['-c', command], { cwd: copy, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        said = (said + String(chunk)).slice(-4_000);
      });
    }
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })));
  }
});
