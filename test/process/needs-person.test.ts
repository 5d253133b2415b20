/** Commands that a person has to say yes to: what else is wrong is said before, and the want of a person has one code. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../support/until.js';

const cli = join(process.cwd(), 'dist/cli.js');
const archive = ['--to', 'folder:/tmp/none', '--key', 'k'];

/** Each with what is wrong, or with nothing but that nobody is there. */
const tried: readonly (readonly [words: readonly string[], code: number, says: RegExp])[] = [
  [['retention', '--hold', 'case 7'], 1, /expected a person/],
  [['retention', '--release', 'case 7'], 1, /nothing to release/],
  [['places', 'set', 'kubernetes', 'acme-eu-1', 'production'], 1, /expected a person/],
  [['places', 'set', 'kubernetes', 'acme-eu-1', 'harmless'], 2, /harmless/],
  [['places', 'forget', 'kubernetes', 'acme-eu-1'], 1, /acme-eu-1/],
  [['erase', 'CS-7', '--ground', 'g'], 1, /nothing/i],
  [['doctor', '--seen'], 1, /expected a person/],
  [['verify', '--witness', 'ssh://git@example.com/x.git'], 1, /expected a person/],
  [['verify', '--witness', 'ext::sh'], 2, /ext::sh/],
  [['requests', '--forget-team', '/srv/none'], 1, /\/srv\/none/],
  [['outbox', '--stop'], 1, /no archive/],
  [['outbox', ...archive], 2, /--key|URL|nats/],
  [['approve', 'CS-7'], 1, /team's repository/],
  [['approve'], 2, /expected one ID/],
];

describe('what needs a person', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'cs-person-'));
  const home = join(folder, 'home');

  before(() => mkdirSync(home));
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  for (const [words, code, says] of tried)
    it(`${words.join(' ')}: ${code}`, () => {
      const env = { HOME: home, PATH: process.env['PATH'] };
      const done = spawnSync(process.execPath, [cli, ...words], {
        cwd: folder,
        env,
        encoding: 'utf8',
        input: '',
      });
      assert.match(done.stderr, says);
      assert.equal(done.status, code, done.stderr);
    });

  /** `places set` in a terminal of its own, under a process that nobody started, with these words before it. */
  async function inTerminal(name: string, before: readonly string[]): Promise<string> {
    const said = join(folder, name);
    const words = `${process.execPath} ${cli} places set kubernetes ${name} production`;
    const line = `env -u CLAUDECODE script -qec '${words}' ${said} </dev/null >/dev/null; echo ended >> ${said}`;
    const env = { HOME: home, PATH: process.env['PATH'] };
    spawnSync('setsid', ['-f', ...before, 'sh', '-c', `${line}`], { cwd: folder, env, stdio: 'ignore' });
    return until(`the answer to ${name}`, () => {
      const text = existsSync(said) ? readFileSync(said, 'utf8') : '';
      return text.includes('ended') ? text : undefined;
    });
  }

  const onLinux = process.platform === 'linux' ? it : it.skip;

  onLinux('is not given by an agent that takes its variables out, in a terminal of its own', async () => {
    assert.match(await inTerminal('by-agent', ['env', 'CLAUDECODE=1']), /expected a person/);
    assert.doesNotMatch(await inTerminal('by-person', []), /expected a person/);
  });

  it('is nowhere called a wrong usage', () => {
    const sources = readdirSync('src/cli').map(
      (name) => [name, readFileSync(join('src/cli', name), 'utf8')] as const,
    );
    const wrong = sources.filter(([, text]) =>
      /(?:isPersonHere|isInteractive)[^\n]*\n?[^\n]*misuse\(/.test(text),
    );
    assert.deepEqual(
      wrong.map(([name]) => name),
      [],
    );
  });
});
