/** What was shown is what runs, for every ceremony: whatever a call stands on changes between the yes and the run. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { credentialDigests } from '../../src/client/credential-digests.js';
import type { Request } from '../../src/core/approval/request.js';
import { createWorld } from '../../src/engine/world.js';
import { liveText } from '../../src/messages/cards/state.js';
import { engineEnvironment } from '../../src/protocol/environment.js';
import type { Ring } from '../../src/protocol/ring.js';
import { bashRing, heard, testDesk } from '../support/desk.js';
import { settled } from '../support/peers.js';
import { assessment, productionTarget } from '../support/requests.js';

const salt = 'of the home';

/** A folder, a home and a PATH on the real disk, and a desk that takes one confirmed or typed yes. */
class Bench {
  readonly root = mkdtempSync(join(tmpdir(), 'cs-materials-'));
  readonly home = join(this.root, 'home');
  env: Record<string, string> = { PATH: join(this.root, 'bin') };
  private calls = 0;
  readonly at;

  constructor(
    private readonly command: string,
    private readonly isTyped: boolean,
  ) {
    for (const folder of ['home', 'a', 'b', 'bin', 'evil']) mkdirSync(join(this.root, folder));
    symlinkSync(join(this.root, 'a'), join(this.root, 'app'));
    const argv = command.split(' ');
    this.put(`bin/${argv[0]}`, 'program');
    const [effect] = assessment().effects;
    assert.ok(effect);
    const graded = isTyped
      ? { targets: [productionTarget] }
      : ({ targets: [], score: 60, band: 'ask' } as const);
    this.at = testDesk({
      worldOf: ({ cwd, env, credentials }) => createWorld(cwd, this.home, env, undefined, credentials),
      judge: () => assessment({ ...graded, effects: [{ ...effect, argv }] }),
    });
  }

  put(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  ring(): Ring {
    this.calls += 1;
    const cwd = join(this.root, 'app');
    const fields = { cwd, tool_use_id: `toolu_${this.calls}` };
    const env = engineEnvironment(this.env);
    return {
      ...bashRing(this.command, { cwd, env, fields }),
      credentials: credentialDigests(this.env)(salt),
    };
  }

  /** A yes to the call, while no agent waits. */
  async approved(): Promise<Request> {
    const gone = new AbortController();
    const asked = new Promise<void>((resolve) => {
      void this.at.desk.ring(this.ring(), gone.signal, () => resolve());
    });
    await asked;
    gone.abort();
    await settled();
    const [request] = this.at.desk.requests();
    assert.ok(request);
    assert.equal(request.ceremony.kind === 'confirm', !this.isTyped);
    const typed = request.ceremony.kind === 'confirm' ? {} : { typed: request.ceremony.name };
    assert.equal(
      (await this.at.desk.decide(request.id, { kind: 'approve', digest: request.digest, ...typed })).ok,
      true,
    );
    return request;
  }

  async again(): Promise<string> {
    const gone = new AbortController();
    return heard(await this.at.desk.ring(this.ring(), gone.signal, () => gone.abort()));
  }

  card(): string {
    const [request] = this.at.desk.requests();
    return request ? liveText(request, this.at.clock.now()).detail : '';
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

interface Case {
  readonly name: string;
  readonly command: string;
  readonly before: (bench: Bench) => void;
  readonly after: (bench: Bench) => void;
  /** What the agent and the card name. */
  readonly told: RegExp;
}

/** One file that is there before the yes and another after it. */
function file(name: string, command: string, path: string): Case {
  return {
    name,
    command,
    before: (bench) => bench.put(path, 'one'),
    after: (bench) => bench.put(path, 'two'),
    told: new RegExp(
      `file \\S*${path.replace(/^a\//, '').replaceAll('.', '\\.')} \\([0-9a-f]{12} → [0-9a-f]{12}\\)`,
    ),
  };
}

function variable(name: string, value: string, command = 'aws s3 sync . s3://prod'): Case {
  return {
    name: `the variable ${name}`,
    command,
    before: () => undefined,
    after: (bench) => {
      bench.env = { ...bench.env, [name]: value };
    },
    told: new RegExp(`variable ${name} \\(absent`),
  };
}

const cases: readonly Case[] = [
  file('a kubectl manifest', 'kubectl apply -f deploy.yaml', 'a/deploy.yaml'),
  file('a manifest in a directory', 'kubectl apply -k overlays', 'a/overlays/prod/patch.yaml'),
  file('a terraform plan', 'terraform apply plan.out', 'a/plan.out'),
  file('a terraform file', 'terraform apply', 'a/main.tf'),
  file(
    'a CloudFormation template',
    'aws cloudformation deploy --template-body file://stack.json',
    'a/stack.json',
  ),
  file('a body of a request', 'curl -d @body.json https://prod.example', 'a/body.json'),
  file('a playbook', 'ansible-playbook site.yml', 'a/site.yml'),
  file('a role beside a playbook', 'ansible-playbook site.yml', 'a/roles/web/tasks/main.yml'),
  {
    ...file('what a script includes', 'bash deploy.sh', 'a/lib/common.sh'),
    before: (bench) => {
      bench.put('a/deploy.sh', 'source lib/common.sh\nrun');
      bench.put('a/lib/common.sh', 'one');
    },
  },
  {
    ...file('what an included playbook includes', 'ansible-playbook site.yml', 'a/plays/deep.yml'),
    before: (bench) => {
      bench.put('a/site.yml', '- import_playbook: plays/web.yml');
      bench.put('a/plays/web.yml', '- include_tasks: deep.yml');
      bench.put('a/plays/deep.yml', 'one');
    },
  },
  file('a credentials file of AWS', 'aws s3 sync . s3://prod', 'home/.aws/credentials'),
  file(
    'an account of a client that no table knows',
    'orderctl delete all',
    'home/.config/orderctl/auth.json',
  ),
  file('the rights of a service', 'doctl compute droplet delete web', 'home/.config/doctl/config.yaml'),
  file('another kind of rights file', 'orderctl delete all', 'home/.orderctlrc'),
  file('a configuration of kubectl', 'kubectl delete pod web', 'home/.kube/config'),
  {
    name: 'the program that the PATH finds',
    command: 'kubectl delete pod web',
    before: () => undefined,
    after: (bench) => {
      bench.put('evil/kubectl', 'other');
      bench.env = { PATH: `${join(bench.root, 'evil')}:${bench.env['PATH'] ?? ''}` };
    },
    told: /program kubectl \(/,
  },
  {
    name: 'the program in its place',
    command: 'kubectl delete pod web',
    before: () => undefined,
    after: (bench) => bench.put('bin/kubectl', 'other'),
    told: /program kubectl \(/,
  },
  {
    name: 'a directory that was a link to another',
    command: 'make deploy',
    before: () => undefined,
    after: (bench) => {
      rmSync(join(bench.root, 'app'));
      symlinkSync(join(bench.root, 'b'), join(bench.root, 'app'));
    },
    told: /directory \S*\/b/,
  },
  {
    name: 'the text that BASH_ENV names',
    command: 'bash deploy.sh',
    before: (bench) => {
      bench.put('home/env.sh', 'one');
      bench.env = { ...bench.env, BASH_ENV: join(bench.home, 'env.sh') };
    },
    after: (bench) => bench.put('home/env.sh', 'aws() { evil; }'),
    told: /file \S*env\.sh/,
  },
  ...[
    'BASH_ENV',
    'ENV',
    'NODE_OPTIONS',
    'PYTHONSTARTUP',
    'LD_PRELOAD',
    'HTTPS_PROXY',
    'https_proxy',
    'ALL_PROXY',
    'AWS_PROFILE',
    'KUBECONFIG',
    'AWS_CA_BUNDLE',
    'BASH_FUNC_aws%%',
    'PROMPT_COMMAND',
    'GCONV_PATH',
    'RSYNC_RSH',
    'MAKEFLAGS',
    'CARGO_BUILD_RUSTC_WRAPPER',
    'XDG_CONFIG_HOME',
    'ORDERS_DATABASE_URL',
    // Row 66: whose values never leave the agent.
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'PGPASSWORD',
    'GITHUB_TOKEN',
    'ORDERS_DB_PASSWORD',
    'HCLOUD_TOKEN',
  ].map((name) => variable(name, '/tmp/other')),
];

describe('row 36: what a call stands on changes between a confirmed or typed yes and its run', function () {
  // The real disk, under whatever else the machine does.
  this.timeout(30_000);

  for (const one of cases) {
    it(`voids it, and says what: ${one.name}`, async () => {
      for (const isTyped of [true, false]) {
        const bench = new Bench(one.command, isTyped);
        try {
          one.before(bench);
          const { id } = await bench.approved();
          one.after(bench);
          const answer = await bench.again();
          assert.match(answer, new RegExp(`^deny: The approval of ${id} is void: a program, script`));
          assert.match(answer, one.told);
          assert.match(bench.card(), one.told);
          assert.equal(bench.at.record.types.includes('call.released'), false);
        } finally {
          bench.dispose();
        }
      }
    });

    it(`lets it run where nothing changed: ${one.name}`, async () => {
      const bench = new Bench(one.command, true);
      try {
        one.before(bench);
        await bench.approved();
        assert.match(await bench.again(), /^allow/);
      } finally {
        bench.dispose();
      }
    });
  }

  it('voids it while the agent waits, too', async () => {
    const bench = new Bench('kubectl apply -f deploy.yaml', true);
    try {
      bench.put('a/deploy.yaml', 'one');
      let held: () => void = () => undefined;
      const asked = new Promise<void>((resolve) => {
        held = resolve;
      });
      const answer = bench.at.desk.ring(bench.ring(), undefined, () => held());
      await asked;
      const [request] = bench.at.desk.requests();
      assert.ok(request?.ceremony.kind === 'typed');
      bench.put('a/deploy.yaml', 'two');
      await bench.at.desk.decide(request.id, {
        kind: 'approve',
        digest: request.digest,
        typed: request.ceremony.name,
      });
      assert.match(heard(await answer), /^deny: .*file \S*deploy\.yaml/);
    } finally {
      bench.dispose();
    }
  });

  it('asks anew before a yes: a card never stays open over what is another by now', async () => {
    const bench = new Bench('kubectl apply -f deploy.yaml', true);
    try {
      bench.put('a/deploy.yaml', 'one');
      await bench.again();
      await settled();
      bench.put('a/deploy.yaml', 'two');
      await bench.again();
      await settled();
      const states = bench.at.desk.requests().map(({ id, state }) => `${id} ${state.kind}`);
      assert.deepEqual(states, ['CS-2 parked', 'CS-1 void']);
    } finally {
      bench.dispose();
    }
  });

  it('names what it could not hash, and counts it', async () => {
    const bench = new Bench('kubectl apply -k overlays', true);
    try {
      for (let index = 0; index < 200; index += 1) bench.put(`a/overlays/${index}.yaml`, 'one');
      const request = await bench.approved();
      assert.match(request.basis?.ground.unread.join() ?? '', /more files/);
    } finally {
      bench.dispose();
    }
  });

  it("says nothing where only what is the agent's own, its editor's or its terminal's is another", async () => {
    for (const name of [
      'CLAUDE_CODE_SESSION_ACCESS_TOKEN',
      'VSCODE_GIT_ASKPASS_EXTRA_TOKEN',
      'CURSOR_SESSION_TOKEN',
      'TERM_SESSION_ID',
      'XDG_SESSION_ID',
      'SHLVL',
      '_',
    ]) {
      const bench = new Bench('aws s3 sync . s3://prod', false);
      try {
        bench.env = { ...bench.env, [name]: 'one' };
        await bench.approved();
        bench.env = { ...bench.env, [name]: 'two' };
        assert.match(await bench.again(), /^allow/, name);
      } finally {
        bench.dispose();
      }
    }
  });

  it('counts every variable of the environment, in clear or by its digest, and never both', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string()), (env) => {
        const [open, withheld] = [engineEnvironment(env), credentialDigests(env)(salt)];
        assert.deepEqual([...Object.keys(open), ...Object.keys(withheld)].sort(), Object.keys(env).sort());
      }),
      { examples: [[JSON.parse('{"__proto__":"1","constructor":"2"}')]] },
    );
  });
});
