import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { claudeCode } from '../../../src/agents/claude-code.js';
import { presenceIn, withEntries, withoutEntries } from '../../../src/agents/config-text.js';
import { compareVersions } from '../../../src/agents/versions.js';
import { vscode } from '../../../src/agents/vscode.js';

const doorbell = { launcher: '/home/ada/.countersign/bin/countersign-hook', platform: 'posix' } as const;
const entries = claudeCode.entries(doorbell);

function connected(text: string): string {
  const done = withEntries(text, entries);
  assert.ok(done.ok);
  return done.value;
}

function disconnected(text: string): string {
  const done = withoutEntries(text);
  assert.ok(done.ok);
  return done.value;
}

const foreign = `{
    "model": "opus",
    "hooks": {
        "PreToolUse": [
            { "matcher": "Bash", "hooks": [ { "type": "command", "command": "lint" } ] }
        ],
        "Stop": []
    },
    "permissions": { "allow": ["Bash(ls)"] }
}
`;

describe('connecting', () => {
  it('writes an explicit limit and a block on failure', () => {
    const value: unknown = JSON.parse(connected(''));
    const text = JSON.stringify(value);
    assert.match(text, /"timeout":3600,"onFailure":"block"/);
    assert.match(text, /"matcher":"\*"/);
    assert.deepEqual(Object.keys(Object(Object(value).hooks)), [
      'PreToolUse',
      'PostToolUse',
      'PostToolUseFailure',
    ]);
  });

  it('keeps every byte of what is foreign', () => {
    const text = connected(foreign);
    const added = text.split('\n').filter((line) => !foreign.split('\n').includes(line));
    const kept = text.split('\n').filter((line) => foreign.split('\n').includes(line));
    assert.ok(added.length > 10);
    assert.deepEqual(
      kept.filter((line) => /model|lint|permissions/.test(line)),
      ['    "model": "opus",', '    "permissions": { "allow": ["Bash(ls)"] }'],
    );
    assert.ok(
      text.includes(
        '            { "matcher": "Bash", "hooks": [ { "type": "command", "command": "lint" } ] },\n            {\n                "matcher": "*"',
      ),
    );
  });

  it('keeps line ends and tabs', () => {
    const text = connected('{\r\n\t"a": 1\r\n}\r\n');
    assert.equal(text.replaceAll('\r\n', '').includes('\n'), false);
    assert.match(text, /\r\n\t"hooks": \{\r\n\t\t"PreToolUse"/);
  });

  it('twice is once', () => {
    for (const text of ['', '{}', foreign]) assert.equal(connected(connected(text)), connected(text));
  });

  it('replaces an entry of an older form, also inside a group with others', () => {
    const old = `{"hooks":{"PreToolUse":[{"matcher":"Bash","hooks":[{"type":"command","command":"lint"},{"type":"command","command":"/old/countersign-hook claude-code"}]}]}}`;
    assert.deepEqual(presenceIn(old, entries), { ok: true, value: 'drifted' });
    const text = connected(old);
    assert.deepEqual(presenceIn(text, entries), { ok: true, value: 'present' });
    assert.equal(text.includes('/old/'), false);
    assert.ok(text.includes('"lint"'));
  });

  it('sees a changed entry', () => {
    const changes: readonly [string, string][] = [
      ['3600', '1'],
      ['"block"', '"warn"'],
      ['"*"', '"Bash"'],
    ];
    for (const [from, to] of changes) {
      assert.deepEqual(
        presenceIn(connected(foreign).replace(from, to), entries),
        { ok: true, value: 'drifted' },
        from,
      );
    }
    assert.deepEqual(presenceIn(foreign, entries), { ok: true, value: 'absent' });
  });

  it('refuses what it cannot read, with the line', () => {
    const cases: readonly [string, string, number][] = [
      ['{\n  "a": 1,\n  oops\n}', 'malformed', 3],
      ['{\n  // note\n}', 'malformed', 2],
      ['{"a": 1,}', 'malformed', 1],
      ['{"hooks": {},\n"hooks": {}}', 'malformed', 2],
      ['{"hooks": {"PreToolUse": [],\n"PreToolUse": []}}', 'malformed', 2],
      ['[]', 'not-an-object', 1],
      ['{\n"hooks": []\n}', 'hooks-not-an-object', 2],
      ['{\n"hooks": {\n"PreToolUse": {}\n}\n}', 'event-not-a-list', 3],
    ];
    assert.deepEqual(
      cases.map(([text]) => withEntries(text, entries)),
      cases.map(([, code, line]) => ({ ok: false, error: { code, line } })),
    );
  });
});

describe('disconnecting', () => {
  it('leaves what is foreign, and nothing of ours', () => {
    const text = disconnected(connected(foreign));
    assert.deepEqual(JSON.parse(text), JSON.parse(foreign));
    assert.equal(disconnected(foreign), foreign);
    assert.deepEqual(JSON.parse(disconnected(connected('{}'))), {});
  });

  it('takes back what connecting did to any settings', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })),
        fc.constantFrom(1, 2, '\t'),
        (value, indent) => {
          const { hooks: _, ...settings } = value;
          const text = JSON.stringify(settings, undefined, indent);
          assert.deepEqual(JSON.parse(disconnected(connected(text))), JSON.parse(text));
        },
      ),
    );
  });
});

describe("VS Code's agent mode", () => {
  it('gets a file of its own, flat, with an explicit limit', () => {
    const done = withEntries('', vscode.entries(doorbell));
    assert.ok(done.ok);
    assert.match(
      JSON.stringify(JSON.parse(done.value)),
      /^\{"hooks":\{"PreToolUse":\[\{"type":"command","command":".*","timeout":3600\}\]/,
    );
    assert.equal(
      vscode.file('workspace', { home: '/h', workspace: '/w' }),
      '/w/.github/hooks/countersign.json',
    );
  });
});

describe('versions', () => {
  it('compare as numbers', () => {
    const order = ['2.1.197', '2.1.295', '2.1.1000', '2.2', '10.0.0'];
    for (const [at, version] of order.entries()) {
      for (const [other, against] of order.entries()) {
        assert.equal(Math.sign(compareVersions(version, against)), Math.sign(at - other));
      }
    }
    assert.equal(compareVersions('2.1.0 (Claude Code)', '2.1'), 0);
  });
});

describe('Claude Code by HTTP', () => {
  const http = { port: 20_000, token: 'a'.repeat(64) };
  const byHttp = claudeCode.entries({ ...doorbell, http });

  it('starts no program before or after a call, and one when a session starts', () => {
    const kinds = byHttp.map(({ event, entry }) => [
      event,
      /"type":"(\w+)"/.exec(JSON.stringify(entry))?.[1],
    ]);
    assert.deepEqual(kinds, [
      ['SessionStart', 'command'],
      ['PreToolUse', 'http'],
      ['PostToolUse', 'http'],
      ['PostToolUseFailure', 'http'],
    ]);
  });

  it('is known again, stands once, gives way to commands, and is taken out wholly', () => {
    const once = withEntries(foreign, byHttp);
    assert.ok(once.ok);
    assert.deepEqual(presenceIn(once.value, byHttp), { ok: true, value: 'present' });
    assert.deepEqual(presenceIn(once.value, entries), { ok: true, value: 'drifted' });
    assert.deepEqual(withEntries(once.value, byHttp), once);
    const back = withEntries(once.value, entries);
    assert.ok(back.ok);
    assert.deepEqual(presenceIn(back.value, entries), { ok: true, value: 'present' });
    assert.doesNotMatch(back.value, /Bearer/);
    assert.equal(disconnected(once.value), disconnected(connected(foreign)));
  });
});
