import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { consentTo } from '../../src/core/record/archive/chosen-archive.js';
import { answerArchive } from '../../src/node/archive/agreeing.js';
import { chooseArchive, chosenArchive } from '../../src/node/archive/chosen.js';
import { systemClock } from '../../src/node/clock.js';
import { type Home, homeAt } from '../../src/node/files/home.js';
import { RecordFile } from '../../src/node/record/record-file.js';
import { type AskedArchive, TeamArchive } from '../../src/vscode/record/team-archive.js';

const asked: AskedArchive = {
  url: 'nats://n.acme.example/acme',
  key: 'archive+0123abcd+AAAA',
  policy: 'a'.repeat(64),
  version: 3,
};
const decider = { person: 'Ada', known: 'git', account: 'ada' } as const;

/** A person who presses a button of the question, or none. */
class Person {
  readonly read: string[] = [];
  private readonly before = vscode.window.showInformationMessage;

  constructor(button: string | undefined) {
    const press = async (text: string, ...buttons: readonly unknown[]): Promise<unknown> => {
      this.read.push(text);
      return buttons.find((one) => one === button);
    };
    Object.defineProperty(vscode.window, 'showInformationMessage', { value: press, configurable: true });
  }

  gone(): void {
    Object.defineProperty(vscode.window, 'showInformationMessage', {
      value: this.before,
      configurable: true,
    });
  }
}

describe('the archive that a team\u2019s policy names', () => {
  let home: Home;
  let record: RecordFile;
  let person: Person | undefined;

  beforeEach(() => {
    home = homeAt(mkdtempSync(join(tmpdir(), 'cs-named-')));
    record = new RecordFile({ folder: home.record, machine: 'm', clock: systemClock, writer: 'ab' });
  });
  afterEach(() => {
    person?.gone();
    record.close();
    rmSync(home.root, { recursive: true, force: true });
  });

  const team = () =>
    new TeamArchive({
      unanswered: () => (consentTo(asked, chosenArchive(home)) === 'not-asked' ? asked : undefined),
      answer: (archive, isAgreed) => answerArchive({ home, record, by: () => decider }, archive, isAgreed),
    });
  const last = (): unknown =>
    JSON.parse(
      readFileSync(join(home.record, 'segments', '000000.jsonl'), 'utf8')
        .trimEnd()
        .split('\n')
        .at(-1) ?? '',
    ).body;

  it('is sent to once a person says so, who reads where and what; the record has who and by which policy', async () => {
    person = new Person('Send the Record');
    const one = team();
    await one.look();
    assert.match(
      person.read[0] ?? '',
      /^Version 3 of your team\u2019s policy .*nats:\/\/n\.acme\.example\/acme/,
    );
    const { url, key, policy, refused } = chosenArchive(home) ?? {};
    assert.deepEqual(
      { url, key, policy, refused },
      { url: asked.url, key: asked.key, policy: asked.policy, refused: undefined },
    );
    assert.deepEqual(last(), {
      type: 'archive.chosen',
      archive: asked.url,
      key: asked.key,
      policy: asked.policy,
      decider,
    });
    await one.look();
    assert.equal(person.read.length, 2, 'asked once, and told that it is so');
  });

  it('is not sent to by whoever refuses, is asked about no more, and what was chosen before stays', async () => {
    chooseArchive(home, { url: 'nats://own/me', key: 'own+00000000+AAAA' });
    person = new Person('Not From This Machine');
    await team().look();
    assert.equal(chosenArchive(home)?.url, 'nats://own/me');
    assert.deepEqual(last(), {
      type: 'archive.chosen',
      archive: '',
      key: asked.key,
      policy: asked.policy,
      decider,
    });
    await team().look();
    assert.equal(person.read.length, 2);
  });

  it('is not sent to while nobody answers, and is asked about again in the next window', async () => {
    person = new Person(undefined);
    await team().look();
    assert.equal(chosenArchive(home), undefined);
    await team().look();
    assert.equal(person.read.length, 2);
  });

  it('is sent to by whoever accepts the policy, without another question; ending it is a refusal', async () => {
    person = new Person(undefined);
    const one = team();
    await one.accepted(asked);
    assert.equal(chosenArchive(home)?.url, asked.url);
    assert.equal(person.read.length, 1);
    chooseArchive(home, { url: '', key: asked.key });
    await team().look();
    assert.equal(person.read.length, 1);
    assert.equal(consentTo(asked, chosenArchive(home)), 'refused');
  });

  it('is sent to only once the record says so', async () => {
    person = new Person('Send the Record');
    const broken = new TeamArchive({
      unanswered: () => asked,
      answer: (archive, isAgreed) =>
        answerArchive(
          {
            home,
            record: { append: async () => ({ ok: false, error: { code: 'unwritable', detail: 'ENOSPC' } }) },
            by: () => decider,
          },
          archive,
          isAgreed,
        ),
    });
    await broken.look();
    assert.equal(chosenArchive(home), undefined);
  });
});
