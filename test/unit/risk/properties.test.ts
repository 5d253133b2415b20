import assert from 'node:assert/strict';
import fc from 'fast-check';
import { asks, judged } from '../../support/judged.js';

const dangerous = [
  'rm -rf /srv/data',
  'git reset --hard',
  'kubectl delete namespace shop',
  'terraform destroy -auto-approve',
  'aws rds delete-db-instance --db-instance-identifier orders',
  'curl -X DELETE https://api.acme.example/orders/1',
  'docker volume rm pgdata',
  'heroku apps:destroy acme',
] as const;

const harmless = [
  'ls -la',
  'git status',
  'npm test',
  'cat package.json',
  'echo hello',
  'kubectl get pods',
] as const;

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Ways to say a command that change nothing of what it does. */
const wrappers: readonly (readonly [name: string, wrap: (command: string) => string])[] = [
  ['sudo', (command) => `sudo ${command}`],
  ['env', (command) => `env A=b ${command}`],
  ['nohup', (command) => `nohup ${command} &`],
  ['timeout', (command) => `timeout 60 ${command}`],
  ['nice', (command) => `nice -n 5 ${command}`],
  ['command', (command) => `command ${command}`],
  ['bash -c', (command) => `bash -c ${quoted(command)}`],
  ['sh -c', (command) => `sh -c ${quoted(command)}`],
  ['eval', (command) => `eval ${quoted(command)}`],
  ['pipe into sh', (command) => `printf '%s\\n' ${quoted(command)} | sh`],
  ['here-doc', (command) => `bash <<'END'\n${command}\nEND`],
  ['subshell', (command) => `( ${command} )`],
  ['group', (command) => `{ ${command}; }`],
  ['function', (command) => `f() { ${command}; }; f`],
  ['if', (command) => `if true; then ${command}; fi`],
  ['loop', (command) => `for x in 1; do ${command}; done`],
  ['substitution', (command) => `echo "$(${command})"`],
  ['after a read', (command) => `ls && ${command}`],
  ['before a read', (command) => `${command} || echo no`],
  ['negation', (command) => `! ${command}`],
  ['xargs', (command) => `echo x | xargs -I_ sh -c ${quoted(command)}`],
  ['base64', (command) => `echo ${Buffer.from(command).toString('base64')} | base64 -d | sh`],
];

/** `&`, comments and here-docs end a line, so only those that stand inside one can be nested freely. */
const nestable = wrappers.filter(
  ([name]) => !['nohup', 'here-doc', 'sudo', 'env', 'timeout', 'nice', 'command'].includes(name),
);

describe('invariant 8: properties of judgement', () => {
  it('a wrapper around a dangerous command stays flagged', () => {
    for (const command of dangerous) {
      for (const [name, wrap] of wrappers) {
        assert.ok(asks(judged(wrap(command))), `${name}: ${wrap(command)}`);
      }
    }
  });

  it('wrappers up to three deep stay flagged', () => {
    const chain = fc.array(fc.constantFrom(...nestable), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.constantFrom(...dangerous), chain, (command, layers) => {
        const said = layers.reduce<string>((inner, [, wrap]) => wrap(inner), command);
        return asks(judged(said));
      }),
      { numRuns: 300, seed: 20251205 },
    );
  });

  it('a harmless command stays silent in a wrapper', () => {
    for (const command of harmless) {
      for (const [name, wrap] of wrappers.filter(([one]) => one !== 'sudo')) {
        assert.ok(!asks(judged(wrap(command))), `${name}: ${wrap(command)}`);
      }
    }
  });

  it('adding `&& true` changes nothing', () => {
    for (const command of [...dangerous, ...harmless]) {
      const before = judged(command);
      const after = judged(`${command} && true`);
      assert.deepEqual(
        [after.score, after.band, after.vector],
        [before.score, before.band, before.vector],
        command,
      );
    }
  });

  it('renaming a resource never lowers its floor', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
    const templates: readonly ((name: string) => string)[] = [
      (one) => `aws rds delete-db-instance --db-instance-identifier ${one}`,
      (one) => `aws elasticbeanstalk rebuild-environment --environment-name ${one}`,
      (one) => `gcloud sql instances delete ${one}`,
      (one) => `heroku apps:destroy ${one}`,
      (one) => `fly volumes delete ${one}`,
      (one) => `rm -rf /opt/${one}`,
    ];
    fc.assert(
      fc.property(fc.constantFrom(...templates), name, (template, one) => {
        const { score } = judged(template(one));
        return score >= 45;
      }),
      { numRuns: 300, seed: 20251205 },
    );
  });

  it('the same name on production is never weaker', () => {
    const name = fc.stringMatching(/^[a-z]{3,10}$/);
    fc.assert(
      fc.property(name, (one) => {
        const plain = judged(`aws dynamodb delete-table --table-name ${one}`).score;
        return judged(`aws dynamodb delete-table --table-name ${one}-prod`).score >= Math.max(plain, 80);
      }),
      { numRuns: 200, seed: 20251205 },
    );
  });
});
