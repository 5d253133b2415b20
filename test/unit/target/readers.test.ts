import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hasOption, optionGrammar, optionValue, readArguments } from '../../../src/core/command/arguments.js';
import { readAddress } from '../../../src/core/target/address.js';
import { readIni } from '../../../src/core/target/ini.js';
import { readYaml } from '../../../src/core/target/yaml.js';
import { effectsFor } from '../../support/effects.js';

const argv = (text: string) => text.split(' ').map((word) => ({ text: word, opaque: [] }));

describe('a tool reads its words', () => {
  const grammar = optionGrammar({ valued: '-n --namespace --context', flags: '--all -i -t' });
  const rows = [
    ['k get pods -n prod', ['get', 'pods'], 'prod'],
    ['k get pods -nprod', ['get', 'pods'], 'prod'],
    ['k get pods -n=prod', ['get', 'pods'], 'prod'],
    ['k -it get --namespace=prod pods', ['get', 'pods'], 'prod'],
    ['k get --names prod pods', ['get', 'pods'], 'prod'],
    ['k get -- -n prod', ['get', '-n', 'prod'], undefined],
    ['k get --all pods', ['get', 'pods'], undefined],
    ['k get -n', ['get'], undefined],
  ] as const;
  for (const [text, operands, namespace] of rows) {
    it(text, () => {
      const args = readArguments(argv(text), grammar);
      assert.deepEqual(
        args.operands.map((one) => one.text),
        operands,
      );
      assert.equal(optionValue(args, '-n', '--namespace')?.text, namespace);
    });
  }

  it('values up to the next option, and flags that are known', () => {
    const aws = optionGrammar({ valued: '--profile', flags: '--force', unlisted: 'values' });
    const args = readArguments(argv('aws --profile p ec2 x --ids a b --force c --no-wait d'), aws);
    assert.deepEqual(
      args.operands.map((one) => one.text),
      ['ec2', 'x', 'c', 'd'],
    );
    assert.deepEqual(
      args.options.get('--ids')?.map((one) => one.text),
      ['a', 'b'],
    );
  });

  it('one dash or two', () => {
    const args = readArguments(
      argv('tf --auto-approve -var x=1 -var=y=2 apply'),
      optionGrammar({ style: 'single-dash', valued: '-var' }),
    );
    assert.ok(hasOption(args, '-auto-approve'));
    assert.deepEqual(
      args.options.get('-var')?.map((one) => one.text),
      ['x=1', 'y=2'],
    );
  });

  it('an option that is switched off is not given', () => {
    const args = readArguments(argv('k delete --dry-run=none --force=false --wait=true'), grammar);
    assert.deepEqual(
      ['--dry-run', '--force', '--wait', '--wait=true'].map((name) => hasOption(args, name)),
      [false, false, true, true],
    );
  });

  it('no word is lost, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        const values = ['tool', ...words].map((text) => ({ text, opaque: [] }));
        const args = readArguments(values, grammar);
        const count = args.operands.length + [...args.options.values()].flat().length;
        assert.ok(count <= words.join('').length + words.length);
      }),
    );
  });
});

describe('files and addresses', () => {
  it('INI of AWS: sections, comments, nesting', () => {
    const ini = readIni(
      'a = 1\n# c\n[profile x]\nregion = eu ; not a comment mark\ns3 =\n  endpoint = http://e\n  region = other\n[y]\nk=v\n',
    );
    assert.equal(ini.get('')?.get('a'), '1');
    assert.equal(ini.get('profile x')?.get('region'), 'eu');
    assert.equal(ini.get('profile x')?.get('endpoint'), 'http://e');
    assert.equal(ini.get('y')?.get('k'), 'v');
  });

  it('hostile files end', () => {
    const lines = [
      '\n'.repeat(2_000_000),
      `a=${`x${' '.repeat(1_000)}`.repeat(2_000)}`,
      'a'.repeat(4_000_000),
      '= '.repeat(1_000_000),
    ];
    for (const text of lines) {
      const files = {
        '/home/ada/.aws/config': text,
        '/projects/app/terraform.tfvars': text,
        '/projects/app/.env': text,
        '/projects/app/.elasticbeanstalk/config.yml': text,
        '/projects/app/.terraform/environment': text,
      };
      for (const command of ['terraform apply', 'eb terminate', 'npx prisma migrate deploy']) {
        assert.ok(effectsFor(command, { files }).length > 0);
      }
    }
  });

  it('hostile words end', () => {
    const long = 'a'.repeat(60_000);
    for (const word of [
      `x=${long}`,
      `arn:${long}:`,
      `https://${long}:`,
      `postgres://${long}@${long}`,
      `source x${' x'.repeat(30_000)}`,
    ]) {
      for (const tool of [
        'psql',
        'mysql -e',
        'mongosh',
        'redis-cli -u',
        'aws s3 rm',
        'kubectl delete',
        'terraform apply',
      ]) {
        assert.ok(effectsFor(`${tool} '${word}'`).length > 0);
      }
    }
  });

  it('an address without its password', () => {
    const address = readAddress('mongodb+srv://ada:p%40ss@a.acme.com:27017,b.acme.com/shop?tls=true');
    assert.deepEqual(address?.hosts, ['a.acme.com', 'b.acme.com']);
    assert.deepEqual([address?.user, address?.database, address?.port], ['ada', 'shop', '27017']);
    assert.equal(readAddress('not an address'), undefined);
    assert.equal(readAddress('postgres://%ZZ@h/db')?.hosts[0], 'h');
  });

  it('YAML that does not parse or is too long is nothing', () => {
    assert.equal(readYaml('a: ['), undefined);
    assert.equal(readYaml('x'.repeat(2_000_000)), undefined);
  });

  it('readers take any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        readIni(text);
        readAddress(text);
        readYaml(text);
        return true;
      }),
    );
  });
});
