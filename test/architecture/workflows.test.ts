import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { field, items } from '../support/json.js';
import { root } from '../support/source.js';

const folder = join(root, '.github', 'workflows');

/** Values that whoever opens a pull request cannot choose. All else reaches a script by the environment, where it stays data. */
const harmless = /^(?:matrix\.\w+|github\.(?:token|repository))$/;

/** What a job may hold, by its name: whatever is not named here reads the code and no more. */
const rights: ReadonlyMap<string, string> = new Map([
  ['release.attest', 'attestations: write, contents: read, id-token: write'],
  ['release.upload', 'contents: read, id-token: write'],
  ['release.github', 'contents: write'],
]);

interface Workflow {
  readonly name: string;
  readonly text: string;
  readonly parsed: unknown;
}

const workflows: readonly Workflow[] = readdirSync(folder)
  .filter((name) => /\.ya?ml$/.test(name))
  .map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return { name: name.replace(/\.ya?ml$/, ''), text, parsed: load(text) };
  });

const jobs = workflows.flatMap(({ name, parsed }) =>
  entries(field(parsed, 'jobs')).map(([job, value]) => ({ name: `${name}.${job}`, value })),
);
const steps = jobs.flatMap(({ name, value }) => items(value, 'steps').map((step) => ({ name, step })));

function entries(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** What is wrong in a workflow, whoever wrote it; the tests below try it with bad ones. */
function offences(text: string): readonly string[] {
  const parsed = load(text);
  const found: string[] = [];
  const on = field(parsed, 'on');
  const events =
    typeof on === 'string' ? [on] : Array.isArray(on) ? on.map(String) : entries(on).map(([name]) => name);
  for (const event of events)
    if (/^(?:pull_request_target|workflow_run|issue_comment|issues)$/.test(event))
      found.push(`event ${event}`);
  if (JSON.stringify(field(parsed, 'permissions')) !== '{}') found.push('rights for every job');
  for (const [name, job] of entries(field(parsed, 'jobs'))) {
    if (field(job, 'permissions') === undefined) found.push(`${name}: rights not named`);
    if (field(job, 'timeout-minutes') === undefined) found.push(`${name}: no end`);
    for (const step of items(job, 'steps')) {
      const uses = field(step, 'uses');
      if (uses !== undefined && !/^[\w.-]+\/[\w.-]+@[0-9a-f]{40}$/.test(String(uses)))
        found.push(`${name}: ${uses}`);
      for (const [, value = ''] of String(field(step, 'run') ?? '').matchAll(/\$\{\{\s*(.*?)\s*\}\}/g))
        found.push(`${name}: ${value} in a script`);
      if (/checkout@/.test(String(uses)) && field(field(step, 'with'), 'persist-credentials') !== false)
        found.push(`${name}: a checkout that keeps its token`);
    }
  }
  return found;
}

describe('the workflows', () => {
  it('are there', () => {
    assert.deepEqual(workflows.map(({ name }) => name).sort(), ['ci', 'release']);
  });

  for (const { name, text } of workflows) {
    it(`keep to the rules: ${name}`, () => assert.deepEqual(offences(text), []));

    it(`say beside each pin which tag it is: ${name}`, () => {
      const uses = text.split('\n').filter((line) => /\buses:/.test(line));
      assert.deepEqual(
        uses.filter((line) => !/uses: [\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line)),
        [],
      );
    });

    it(`use one commit an action: ${name}`, () => {
      const pins = new Set(text.match(/uses: \S+@\S+/g)?.map((line) => line.slice(6)));
      assert.equal(new Set([...pins].map((pin) => pin.split('@')[0])).size, pins.size);
    });
  }

  it('give each job what it needs, and no more', () => {
    const told = jobs.map(({ name, value }) => {
      const held = entries(field(value, 'permissions')).map(([right, level]) => `${right}: ${level}`);
      return [name, held.sort().join(', ')] as const;
    });
    assert.deepEqual(
      told.filter(([name, held]) => held !== (rights.get(name) ?? 'contents: read')),
      [],
    );
  });

  it('call scripts of the project that are there', () => {
    const called = steps.flatMap(
      ({ step }) => String(field(step, 'run') ?? '').match(/[\w./-]+\.mjs|\.ci\/run/g) ?? [],
    );
    assert.ok(called.length > 5);
    assert.deepEqual(
      called.filter((file) => !existsSync(join(root, file))),
      [],
    );
  });

  it('give a secret to the one place that it is for', () => {
    const places = jobs.filter(({ value }) => JSON.stringify(value).includes('secrets.'));
    assert.deepEqual(
      places.map(({ name }) => name),
      ['release.upload'],
    );
    for (const { value } of places)
      for (const [name, text] of entries(field(value, 'env')))
        if (String(text).includes('secrets.'))
          assert.match(
            String(text),
            new RegExp(`^\\$\\{\\{ matrix\\.place == '[\\w-]+' && secrets\\.${name} \\|\\| '' \\}\\}$`),
          );
  });

  it('upload only after the tests, in an environment, and only for a tag', () => {
    const release = workflows.find(({ name }) => name === 'release')?.parsed;
    const job = (name: string): unknown => field(field(release, 'jobs'), name);
    assert.deepEqual(items(job('attest'), 'needs'), ['prepare', 'test', 'try']);
    assert.equal(field(job('upload'), 'needs'), 'attest');
    assert.equal(field(job('upload'), 'if'), "github.event_name == 'push'");
    assert.equal(field(job('upload'), 'environment'), `\${{ matrix.place }}`);
    assert.equal(field(job('github'), 'needs'), 'upload');
    assert.deepEqual(items(field(field(job('try'), 'strategy'), 'matrix'), 'editor'), ['oldest', 'newest']);
  });

  it('name nothing in a job that somebody else chooses', () => {
    const values = jobs.flatMap(({ value }) =>
      entries(field(value, 'env')).flatMap(([, text]) =>
        [...String(text).matchAll(/\$\{\{\s*(.*?)\s*\}\}/g)].map(([, inner = '']) => inner),
      ),
    );
    const odd = values.filter(
      (value) => !harmless.test(value) && !/^matrix\.place == '[\w-]+' && secrets\.\w+ \|\| ''$/.test(value),
    );
    assert.deepEqual(odd, ["github.event_name == 'push' && github.ref_name || inputs.tag"]);
  });
});

describe('a bad workflow', () => {
  const good = `on: push
permissions: {}
jobs:
  a:
    timeout-minutes: 5
    permissions: { contents: read }
    steps:
      - uses: actions/checkout@${'a'.repeat(40)}
        with: { persist-credentials: false }
      - run: echo "$TAG"
`;
  const bad: Readonly<Record<string, readonly [string, string]>> = {
    'event pull_request_target': ['on: push', 'on: [push, pull_request_target]'],
    'rights for every job': ['permissions: {}', 'permissions: write-all'],
    'a: rights not named': ['    permissions: { contents: read }\n', ''],
    'a: no end': ['    timeout-minutes: 5\n', ''],
    'a: actions/checkout@v6': [`checkout@${'a'.repeat(40)}`, 'checkout@v6'],
    'a: github.event.pull_request.title in a script': ['"$TAG"', `"\${{ github.event.pull_request.title }}"`],
    'a: a checkout that keeps its token': ['        with: { persist-credentials: false }\n', ''],
  };

  it('is none', () => assert.deepEqual(offences(good), []));

  for (const [offence, [from, to]] of Object.entries(bad))
    it(`is found: ${offence}`, () => assert.deepEqual(offences(good.replace(from, to)), [offence]));
});
