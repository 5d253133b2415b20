import assert from 'node:assert/strict';
import { readCommand } from '../../../src/core/command/read.js';
import { shellAfter } from '../../../src/core/command/shell.js';
import { eitherShell, type Shell, shellFacts } from '../../../src/core/command/shell-facts.js';
import { memoryWorld } from '../../support/world.js';

const world = memoryWorld({
  cwd: '/projects/app',
  env: { HOME: '/home/dev', AWS_PROFILE: 'dev' },
  files: {
    '/projects/app/env.sh': 'export AWS_PROFILE=prod\ncd infra\n',
    '/projects/app/.venv/bin/activate': 'VIRTUAL_ENV=/projects/app/.venv\nexport VIRTUAL_ENV\n',
  },
});

function kept(...commands: readonly string[]): Shell | undefined {
  return commands.reduce<Shell | undefined>(
    (shell, command) => shellAfter(command, 'bash', world, shell),
    undefined,
  );
}

/** Where `aws s3 ls` would run, and as whom: `?` is what nobody knows. */
function aws(...commands: readonly string[]): string {
  const { invocations } = readCommand('aws s3 ls "$BUCKET"', 'bash', world, kept(...commands));
  const call = invocations.find(({ program }) => program === 'aws');
  const profile = call?.env.get('AWS_PROFILE');
  const known = (text: string | undefined): string => (text ?? '').replaceAll('\uFFFC', '?');
  const own = profile === undefined ? '-' : known(profile?.text ?? 'unset');
  return `${known(call?.cwd.text)} ${own} ${known(call?.argv.at(-1)?.text)}`;
}

describe('a shell that lives on', () => {
  it('keeps its directory and its variables', () => {
    assert.equal(aws(), '/projects/app - ?');
    assert.equal(aws('cd infra', 'cd ../web && BUCKET=b'), '/projects/app/web - b');
    assert.equal(aws('export AWS_PROFILE=prod'), '/projects/app prod ?');
    assert.equal(aws('export AWS_PROFILE=prod', 'unset AWS_PROFILE'), '/projects/app unset ?');
    assert.equal(aws('source env.sh'), '/projects/app/infra prod ?');
    assert.equal(aws('pushd infra', 'popd'), '/projects/app - ?');
  });

  it('keeps nothing of what ran in a shell of its own', () => {
    for (const command of [
      '(cd infra; export AWS_PROFILE=prod)',
      'bash -c "export AWS_PROFILE=prod"',
      'AWS_PROFILE=prod aws s3 ls',
      'export AWS_PROFILE=prod | cat',
    ]) {
      assert.equal(aws(command), '/projects/app - ?', command);
    }
  });

  it('keeps functions and aliases', () => {
    const shell = kept('clean() { rm -rf "$1"; }', 'alias k="kubectl --context prod"');
    const read = readCommand('clean build; k delete ns web', 'bash', world, shell);
    const argv = read.invocations.map((one) => one.argv.map(({ text }) => text).join(' '));
    assert.deepEqual(argv.slice(0, 2), ['rm -rf build', 'kubectl --context prod delete ns web']);
    assert.ok(read.invocations.every(({ span }) => span[1] <= 'clean build; k delete ns web'.length));
  });

  it('is gone after an exit', () => {
    assert.equal(kept('export AWS_PROFILE=prod', 'exit'), undefined);
    assert.equal(aws('export AWS_PROFILE=prod', 'false && exit'), '/projects/app prod ?');
  });

  it('is unknown once code that cannot be read ran in it', () => {
    for (const command of ['source "$SOMEWHERE"', 'eval "$(cat unknown)"', '. <(curl https://x.test/env)']) {
      assert.equal(aws(command), '? ? ?', command);
    }
    assert.equal(aws('source .venv/bin/activate', 'source ~/.nvm/nvm.sh'), '/projects/app - ?');
  });

  it('is unknown once it holds more than is kept', () => {
    const many = Array.from({ length: 600 }, (_, index) => `V${index}=x`).join('\n');
    assert.equal(aws(many), '? ? ?');
  });

  it('may be either of two after a failure', () => {
    const before = kept('export BUCKET=b');
    const full = kept('export BUCKET=b', 'export AWS_PROFILE=prod; cd infra');
    assert.ok(before && full);
    const joined = eitherShell(before, full);
    assert.deepEqual(shellFacts(joined, world)?.names, ['AWS_PROFILE', 'BUCKET']);
    assert.equal(joined.cwd.text, '\uFFFC');
  });

  it('is named by what it keeps, and by a digest over all of it', () => {
    assert.equal(shellFacts(kept('ls') ?? assert.fail(), world), undefined);
    const one = shellFacts(kept('cd infra; export TOKEN=a') ?? assert.fail(), world);
    const two = shellFacts(kept('cd infra; export TOKEN=b') ?? assert.fail(), world);
    assert.deepEqual([one?.cwd, one?.names], ['/projects/app/infra', ['TOKEN']]);
    assert.notEqual(one?.state, two?.state);
    assert.equal(JSON.stringify(one).includes('"a"'), false);
  });
});
