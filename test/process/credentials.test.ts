/** Row 66: what a doorbell does not send it names by a salted digest, the same in each of its copies. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeAt } from '../../src/node/files/home.js';
import { startGate } from '../../src/node/gate/gate-server.js';
import { launcherPath } from '../../src/node/install/install.js';
import { nativeBellPath } from '../../src/node/install/native-bell.js';
import { systemRandom } from '../../src/node/random.js';
import { answerIn } from '../../src/protocol/answer.js';
import type { Ring } from '../../src/protocol/ring.js';
import { without } from '../support/components.js';
import { bellLacks } from '../support/fronts.js';
import { ended, rebuild, Terminal } from '../support/terminal.js';
import { until } from '../support/until.js';

const secrets = {
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG',
  DB_PASSWORD: 'schön "und" \\ gut',
  GITHUB_TOKEN: '',
  // What is too long to be sent is noticed all the same.
  NODE_OPTIONS: '-r /x '.repeat(3_000),
};

describe('row 66: credentials of the environment', function () {
  this.timeout(30_000);
  let stage: Terminal;

  beforeEach(() => {
    stage = new Terminal();
  });

  afterEach(() => stage.close());

  const ringsOf = async (start: () => Promise<unknown>): Promise<{ ring: Ring; salt: string }> => {
    const rings: Ring[] = [];
    const gate = await startGate({
      home: stage.home,
      id: `t-${systemRandom.hex(4)}`,
      folders: [stage.work],
      random: systemRandom,
      desk: {
        ring: async (ring) => {
          rings.push(ring);
          return answerIn(ring.agent, { kind: 'no-opinion' });
        },
      },
    });
    try {
      await start();
      return { ring: await until('a ring', () => rings[0]), salt: gate.registration.salt ?? '' };
    } finally {
      await gate.dispose();
    }
  };

  const payload = JSON.stringify({
    hook_event_name: 'PreToolUse',
    tool_name: 'Bash',
    tool_input: { command: 'true' },
  });

  const fronts: Readonly<Record<string, () => Promise<unknown>>> = {
    'the doorbell in Perl': () => hook([launcherPath(stage.home)]),
    'the doorbell in C': () => hook([nativeBellPath(stage.home)]),
    'the doorbell in Node': () => hook([process.execPath, join(stage.home.bin, 'hook.js')]),
    'the terminal guard': () => ended(stage.start([...rebuild], { env: secrets })),
  };

  function hook([program = '', ...args]: readonly string[]): Promise<unknown> {
    const env = { ...secrets, PATH: '/usr/bin:/bin', HOME: stage.folder, COUNTERSIGN_HOME: stage.home.root };
    const isNode = program === process.execPath;
    const given = isNode
      ? { ...env, NODE_OPTIONS: undefined, COUNTERSIGN_NODE_OPTIONS: env.NODE_OPTIONS }
      : env;
    const child = spawn(program, [...args, 'claude-code', 'PreToolUse'], { cwd: stage.work, env: given });
    child.stdin.end(payload);
    return ended(child);
  }

  for (const [name, start] of Object.entries(fronts)) {
    it(`are told by ${name} by digests under the salt of the home`, async function () {
      if (name === 'the doorbell in C' && bellLacks !== undefined) without(bellLacks, this);
      const { ring, salt } = await ringsOf(start);
      assert.match(salt, /^[0-9a-f]{64}$/);
      for (const [variable, value] of Object.entries(secrets)) {
        const digest = createHmac('sha256', salt).update(`${variable}\0${value}`).digest('hex');
        assert.equal(ring.credentials?.[variable], digest, variable);
        assert.equal(ring.env[variable], undefined);
      }
      assert.equal(ring.env['HOME'], stage.folder);
      assert.equal(ring.credentials?.['HOME'], undefined);
    });
  }

  it('are digested under the same salt in every window of a home, and under another elsewhere', async () => {
    const start = fronts['the doorbell in Perl'] ?? assert.fail();
    const [first, second] = [await ringsOf(start), await ringsOf(start)];
    assert.equal(first.salt, second.salt);
    const other = new Terminal();
    try {
      const gate = await startGate({
        home: homeAt(other.home.root),
        id: 'other',
        folders: [],
        random: systemRandom,
        desk: { ring: async (ring) => answerIn(ring.agent, { kind: 'no-opinion' }) },
      });
      assert.notEqual(gate.registration.salt, first.salt);
      await gate.dispose();
    } finally {
      other.close();
    }
  });

  it('are digested in Perl as HMAC-SHA-256 is defined, at every length of a block', () => {
    const texts = Array.from({ length: 200 }, (_, length) =>
      String.fromCharCode(33 + (length % 90)).repeat(length),
    );
    const source = readFileSync('dist/digest.pl', 'utf8');
    const program = `${source}\nprint hmac('k' x 64, $_), "\\n" for split /\n/, join '', <STDIN>;`;
    const ran = spawnSync('perl', ['-e', program], { input: texts.join('\n') });
    const expected = texts.map((text) => createHmac('sha256', 'k'.repeat(64)).update(text).digest('hex'));
    assert.deepEqual(String(ran.stdout).trim().split('\n'), expected);
  });
});
