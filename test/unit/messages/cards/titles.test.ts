import assert from 'node:assert/strict';
import { nounFor, singular } from '../../../../src/core/tool/nouns.js';
import { type Row, type Tool, toolsIn } from '../../../../src/core/tool/table.js';
import { tables } from '../../../../src/core/tool/tables.js';
import type { Payload } from '../../../../src/core/toolcall/toolcall.js';
import { titleOf } from '../../../../src/messages/cards/effect.js';
import { callOf, judged } from '../../../support/judged.js';

function titleFor(command: string): string {
  const payload: Payload = { kind: 'shell', shell: 'bash', command };
  return titleOf(judged(command), callOf(payload));
}

/** A call that the row fits: its words, the first option that it asks for, and a name where it takes one. */
function commandOf(tool: Tool, row: Row, words: string): string {
  const [program = ''] = tool.programs;
  const option = row.when?.[0] ?? '';
  const slots = [row.resource ?? []].flat();
  const named = slots.find((slot) => typeof slot === 'string' && slot.startsWith('-'));
  const name = slots.length === 0 ? '' : named === undefined ? 'thing-1' : `${named} thing-1`;
  return [program, words.replaceAll('*', 'thing-0'), option, name].filter((part) => part !== '').join(' ');
}

/** Every way to say a row: one alternative of each word at a time. */
function waysOf({ words }: Row): readonly string[] {
  const parts = words.split(' ').map((part) => part.split('|'));
  const first = parts.map(([one = '']) => one);
  return parts.flatMap((alternatives, at) =>
    alternatives.map((one) => first.map((word, index) => (index === at ? one : word)).join(' ')),
  );
}

/** What no title may hold: a plural that was cut wrongly, or kinds that are letters. */
const cutWrongly =
  /\b(?:branche|aliase|boxe|patche|batche|indexe|statuse|addresse|processe|kubernete|postgre|redi|dn|aw|ga|bu|acces|serie|new)\b|\bthe [a-z] /;

/** A title that says what is done by the name of the command, not what it is done to. */
const namesTheCommand =
  /^(?:Delete|Destroy|Drop|Stop|Delete and re-create) (?:the )?(?:execute|delete|destroy|drop|remove|purge|flush|truncate)[_A-Z-]?\w*$/;

describe('titles', () => {
  it('of every row of every table say a thing in the singular, and never the command in the place of one', () => {
    const told = toolsIn(tables).flatMap((tool) =>
      tool.rows.flatMap((row) =>
        row.verb === 'read' || row.words === ''
          ? []
          : waysOf(row).map((words) => ({
              command: commandOf(tool, row, words),
              title: titleFor(commandOf(tool, row, words)),
            })),
      ),
    );
    assert.ok(told.length > 1_000);
    const wrong = told.filter(
      ({ title }) =>
        (cutWrongly.test(title) && !title.startsWith('Run ')) ||
        namesTheCommand.test(title) ||
        /\s{2}|undefined|,\S/.test(title),
    );
    assert.deepEqual(wrong, []);
  });

  it('of a command that is in no row of a tool name the program, not a word of it alone', () => {
    const titles = toolsIn(tables).flatMap(({ programs, rows }) =>
      rows.length === 0 ? [] : programs.slice(0, 1).map((program) => [program, titleFor(`${program} fnord`)]),
    );
    assert.ok(titles.length > 100);
    const nameless = titles.filter(([, title]) => /^Run fnord\b/.test(title ?? ''));
    assert.deepEqual(nameless, []);
  });

  const rows: readonly (readonly [command: string, title: string])[] = [
    ['neonctl branches delete main', 'Delete the branch main'],
    ['civo kubernetes remove main -y', 'Delete the cluster main'],
    ['aliyun rds DeleteDBInstance --DBInstanceId rm-1', 'Delete the db instance rm-1'],
    ['scw rdb backup restore 1111 instance-id=2222', 'Delete and re-create the backup 1111'],
    ['netlify api deleteSite abc', 'Delete the site abc'],
    ['s3cmd rb s3://x', 'Destroy the bucket s3://x'],
    ['redis-cli -h cache FLUSHALL', 'Destroy all keys on cache'],
    ['redis-cli -h cache DEL session:1', 'Delete the entry session:1 on cache'],
    ['az role assignment delete --ids x', 'Delete the role assignment x'],
    ['argocd proj windows delete new-project 1', 'Delete the window new-project, 1'],
    ['acmectl orgs delete acme', 'Delete the organization acme'],
    [
      `node -e "const {PrismaClient}=require('@prisma/client'); new PrismaClient().user.deleteMany()"`,
      'Delete records',
    ],
  ];
  for (const [command, title] of rows)
    it(`${command}: ${title}`, () => assert.equal(titleFor(command), title));

  it('of a file on another machine say its path there, not one of this machine', () => {
    const title = titleFor('ssh vps "rm -rf $SNAP/*"');
    assert.doesNotMatch(title, /srv\/app|ada/);
    assert.match(title, /…\/\*/);
    assert.match(titleFor('ssh vps "rm -rf data"'), /^Delete data/);
  });
});

describe('a title', () => {
  for (const [command, title] of [
    ['npm test', 'Run npm test'],
    ['/usr/bin/go test ./...', 'Run go test ./...'],
    ['mvn -q clean install', 'Run mvn clean install'],
    ['docker build .', 'Run docker build'],
    ['systemctl enable test', 'Change the service test on this machine'],
    ['sed -i s/a/b/ /etc/hosts', 'Change /etc/hosts'],
  ] as const)
    it(`says of ${command}: ${title}`, () =>
      assert.ok(titleFor(command).startsWith(title), titleFor(command)));
});

describe('nouns', () => {
  const plurals: readonly (readonly [plural: string, singular: string])[] = [
    ['branches', 'branch'],
    ['policies', 'policy'],
    ['databases', 'database'],
    ['caches', 'cache'],
    ['boxes', 'box'],
    ['addresses', 'address'],
    ['aliases', 'alias'],
    ['indexes', 'index'],
    ['indices', 'index'],
    ['releases', 'release'],
    ['db-instances', 'db-instance'],
    ['kubernetes', 'kubernetes'],
    ['postgres', 'postgres'],
    ['status', 'status'],
    ['dns', 'dns'],
    ['access', 'access'],
    ['class', 'class'],
  ];
  for (const [plural, one] of plurals) {
    it(`${plural}: ${one}, and ${one} stays`, () => {
      assert.equal(singular(plural), one);
      assert.equal(singular(one), one);
    });
  }

  it('letters, versions and numbers are none', () => {
    assert.deepEqual(['d', 'v2', '12', 'x1', ''].map(nounFor), [
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
