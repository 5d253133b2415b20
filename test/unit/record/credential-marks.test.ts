import assert from 'node:assert/strict';
import { credentialMarks } from '../../../src/core/record/credential-marks.js';
import type { Payload, ToolCall } from '../../../src/core/toolcall/toolcall.js';
import { effectsFor } from '../../support/effects.js';
import { memoryWorld } from '../../support/world.js';

const token = '7c1e0a52-93f4-4d7b-8b8a-5a0c2f1e9d44';
const files = {
  '/projects/app/scripts/domains.env': `# domains\nRAILWAY_TOKEN=${token}\nPORT=3000\n`,
  '/projects/app/config.json': `{ "apiKey": "${token}", "retries": 3 }`,
  '/projects/app/README.md': 'Start it with npm start, and open port 3000.\n',
};

function marks(payload: Payload, salt = 'salt') {
  const call: ToolCall = {
    agent: 'claude-code',
    session: 's',
    callId: '1',
    tool: 'x',
    cwd: '/projects/app',
    payload,
  };
  const effects = payload.kind === 'shell' ? effectsFor(payload.command, { files }) : [];
  return credentialMarks(call, effects, memoryWorld({ files }), salt);
}

const shell = (command: string): Payload => ({ kind: 'shell', shell: 'bash', command });

/** The files of one call that hold a credential of another. */
function met(reading: Payload, using: Payload): readonly string[] {
  const used = new Set(marks(using).used);
  return marks(reading).read.flatMap(({ file, marks: of }) =>
    of.some((mark) => used.has(mark)) ? [file] : [],
  );
}

describe('credentials that a call reads and uses', () => {
  const post = shell(
    `curl -X POST https://backboard.railway.app/graphql/v2 -H "Authorization: Bearer ${token}" -d '{"query":"x"}'`,
  );
  const readings: Readonly<Record<string, Payload>> = {
    cat: shell('cat scripts/domains.env'),
    'a pattern': shell('head -3 scripts/*.env'),
    'a search in a folder': shell('grep -rn TOKEN scripts'),
    source: shell('source scripts/domains.env && npm start'),
    'an absolute path': shell('grep TOKEN /projects/app/scripts/domains.env'),
    'a tool that reads': { kind: 'read', path: 'scripts/domains.env' },
  };
  for (const [name, reading] of Object.entries(readings))
    it(`read by ${name}`, () => assert.deepEqual(met(reading, post), ['scripts/domains.env']));

  const uses: Readonly<Record<string, Payload>> = {
    'a header': post,
    'a variable before the program': shell(`RAILWAY_TOKEN=${token} railway down`),
    'a variable in quotes': shell(`export T='${token}'; railway down`),
    'an address': shell(`curl https://user:${token}@api.example.net/x`),
    'a parameter': shell(`curl "https://api.example.net/x?key=${token}&y=1"`),
    'an argument of MCP': {
      kind: 'mcp',
      server: 'http',
      name: 'post',
      arguments: { headers: { auth: `Bearer ${token}` } },
    },
    'a file that is written': {
      kind: 'edit',
      edits: [{ kind: 'write', path: 'x.js', content: `const t = '${token}';` }],
    },
  };
  for (const [name, use] of Object.entries(uses))
    it(`used as ${name}`, () => {
      assert.deepEqual(met(shell('cat scripts/domains.env'), use), ['scripts/domains.env']);
      assert.deepEqual(met(shell('cat config.json'), use), ['config.json']);
    });

  /** Words that files and calls share, and that are no credentials. */
  const harmless: readonly (readonly [Payload, Payload])[] = [
    [shell('cat README.md'), shell('PORT=3000 npm start')],
    [shell('cat scripts/domains.env'), shell('PORT=3000 railway logs')],
    [shell('cat scripts/domains.env'), shell('echo RAILWAY_TOKEN')],
    [shell('ls scripts'), post],
    [shell('rm scripts/domains.env'), post],
    [shell('ssh web1 cat scripts/domains.env'), post],
    [shell('cat missing.env'), post],
  ];
  for (const [reading, using] of harmless)
    it(`nothing of ${JSON.stringify(reading)}`, () => assert.deepEqual(met(reading, using), []));

  it('keeps nothing of what they hold, and another salt gives other digests', () => {
    const text = JSON.stringify([marks(shell('cat scripts/domains.env')), marks(post)]);
    assert.equal(text.includes(token), false);
    const [one, other] = ['a', 'b'].map((salt) => new Set(marks(post, salt).used));
    assert.deepEqual(
      [...(one ?? [])].filter((mark) => other?.has(mark)),
      [],
    );
  });
});
