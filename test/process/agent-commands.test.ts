import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Adapter } from '../../src/agents/adapter.js';
import { adapters } from '../../src/agents/registry.js';
import { shellQuoted } from '../../src/core/shared/shell-word.js';
import { nothingTo } from '../../src/protocol/answer.js';
import { field, items } from '../support/json.js';

/**
 * The failure table for every agent, over the very text that `connect` writes: whatever the launcher does, the agent
 * is told no in its own terms. What those terms are is said here once more, apart from the product's code.
 */
type Terms = 'exit code' | 'json' | 'cancel' | 'plugin' | 'decision';

const termsOf: Readonly<Record<string, Terms>> = {
  cline: 'cancel',
  opencode: 'plugin',
  kilo: 'plugin',
  pi: 'plugin',
  windsurf: 'exit code',
  kiro: 'exit code',
  'amazon-q': 'exit code',
  antigravity: 'decision',
};

describe('what connecting installs', function () {
  this.timeout(30_000);
  let folder: string;
  let launcher: string;

  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "cs agents' ")));
  });

  beforeEach(() => {
    rmSync(join(folder, 'bin'), { recursive: true, force: true });
    mkdirSync(join(folder, 'bin'));
    launcher = join(folder, 'bin/countersign-hook');
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  const script = (text: string) => (): void => {
    writeFileSync(launcher, `#!/bin/sh\n${text}\n`);
    chmodSync(launcher, 0o755);
  };

  const failures: readonly (readonly [string, () => void])[] = [
    ['launcher missing', () => undefined],
    ['launcher not executable', () => writeFileSync(launcher, '#!/bin/sh\necho {}\n')],
    ['launcher with a bad first line', () => writeFileSync(launcher, '#!/nowhere/sh\n', { mode: 0o755 })],
    ['launcher replaced by a folder', () => mkdirSync(launcher)],
    ['exit 1', script('exit 1')],
    ['exit 2 without words', script('exit 2')],
    ['exit 2 with words', script('echo why >&2; exit 2')],
    ['exit 3 with words', script('echo why >&2; exit 3')],
    ['exit 1 with an object', script("echo '{}'; exit 1")],
    ['killed by SIGKILL', script('kill -9 $$')],
    ['output that is not JSON', script('echo hello')],
    ['truncated JSON', script(`printf '{"decision":'`)],
    ['a line of text, then JSON', script("echo note; echo '{}'")],
    ['empty output', script('exit 0')],
  ];

  for (const adapter of adapters) {
    describe(`for ${adapter.name}`, () => {
      for (const [what, breakIt] of failures) {
        it(`blocks: ${what}`, async () => {
          breakIt();
          assert.match(await outcome(adapter), /^blocked: ./);
        });
      }

      it('passes on what the doorbell says when it says it whole', async () => {
        script(`cat > /dev/null; echo '${nothingTo(adapter.id)}'`)();
        assert.equal(await outcome(adapter), 'runs');
      });

      it('hands the doorbell the payload and the name of the agent', async () => {
        script(
          `cat > '${join(folder, 'seen').replaceAll("'", "'\\''")}'; [ "$1" = ${adapter.id} ] && echo '{}'`,
        )();
        assert.equal(await outcome(adapter), 'runs');
      });
    });
  }

  async function outcome(adapter: Adapter): Promise<string> {
    const doorbell = { launcher, platform: 'posix' } as const;
    const terms = termsOf[adapter.id] ?? 'json';
    if (terms === 'plugin' && 'text' in adapter) return pluginOutcome(adapter.text(doorbell));
    const commands = commandsOf(adapter);
    assert.ok(commands.length > 0);
    const told = commands.map((command) => {
      const input = JSON.stringify(adapter.harmless(folder));
      const ran = spawnSync('/bin/sh', ['-c', command], { cwd: folder, input, encoding: 'utf8' });
      return judged(terms, ran.status, ran.stdout, ran.stderr);
    });
    assert.deepEqual([...new Set(told)].length, 1);
    return told[0] ?? 'runs';
  }

  /** The commands that the agent starts before a call. */
  function commandsOf(adapter: Adapter): readonly string[] {
    const doorbell = { launcher, platform: 'posix' } as const;
    if ('entries' in adapter) {
      return adapter
        .entries(doorbell)
        .filter(({ event }) => /^(pre|before)/i.test(event))
        .map(({ entry }) => String(field(entry, 'command') ?? field(items(entry, 'hooks')[0], 'command')));
    }
    const text = adapter.text(doorbell);
    if (adapter.id === 'cline') return [text];
    const hooks = field(JSON.parse(text), 'hooks');
    const [first] = Array.isArray(hooks)
      ? hooks
      : [
          ...items(hooks, 'preToolUse'),
          ...items(hooks, 'PreToolUse').flatMap((group) => items(group, 'hooks')),
        ];
    const action = field(first, 'action') ?? first;
    const given = Object.entries(Object(field(action, 'env')));
    const set = given.map(([name, value]) => `export ${name}=${shellQuoted(String(value))}; `);
    return [`${set.join('')}${String(field(action, 'command') ?? field(action, 'bash'))}`];
  }

  let count = 0;
  async function pluginOutcome(text: string): Promise<string> {
    count += 1;
    const path = join(folder, `plugin-${count}.mjs`);
    writeFileSync(path, text);
    const loaded: unknown = await import(pathToFileURL(path).href);
    const start: unknown = field(loaded, 'Countersign');
    assert.ok(typeof start === 'function');
    const ask: unknown = field(await start({ directory: folder }), 'tool.execute.before');
    assert.ok(typeof ask === 'function');
    try {
      await ask({ tool: 'bash', sessionID: 's', callID: 'c' }, { args: { command: 'true' } });
      return 'runs';
    } catch (error) {
      return `blocked: ${error instanceof Error ? error.message : ''}`;
    }
  }
});

/** What the agent makes of a hook's end, as the agents were measured or document it. */
function judged(terms: Terms, status: number | null, out: string, words: string): string {
  if (terms === 'cancel') {
    try {
      const told: unknown = JSON.parse(out);
      return field(told, 'cancel') === true ? `blocked: ${String(field(told, 'errorMessage'))}` : 'runs';
    } catch {
      return 'runs';
    }
  }
  if (terms === 'decision') {
    try {
      const told: unknown = JSON.parse(out);
      return status === 0 && field(told, 'decision') === 'deny'
        ? `blocked: ${String(field(told, 'reason'))}`
        : 'runs';
    } catch {
      return 'runs';
    }
  }
  // Words are needed: exit code 2 alone is no block for several agents.
  if (status === 2 && words.trim() !== '') return `blocked: ${words}`;
  return 'runs';
}
