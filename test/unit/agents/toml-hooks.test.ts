import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parse, stringify } from 'smol-toml';
import { launcherName } from '../../../src/agents/adapter.js';
import { kimiCode } from '../../../src/agents/kimi-code.js';
import { tomlPresence, withoutTomlHooks, withTomlHooks } from '../../../src/agents/toml-hooks.js';
import { planErrorText } from '../../../src/messages/agents/plan-error.js';
import { field, items } from '../../support/json.js';

const doorbell = { launcher: "/home/ada/.counter sign's/bin/countersign-hook", platform: 'posix' } as const;
const entries = kimiCode.entries(doorbell);

function put(text: string): string {
  const done = withTomlHooks(text, entries);
  assert.ok(done.ok, JSON.stringify(done));
  return done.value;
}

function taken(text: string): string {
  const done = withoutTomlHooks(text);
  assert.ok(done.ok, JSON.stringify(done));
  return done.value;
}

/** Pieces of settings as people write them; each ends a line, and no piece gives a key twice. */
const pieces = [
  '# a note\n',
  '\n',
  '[[hooks]]\nevent = "Stop"\ncommand = "lint"\n',
  '  [[ hooks ]]  # theirs\n  event = "Stop"\n  command = """\nsay [done]\n# not a comment\n"""\n\n# behind it\n',
  "[[hooks]]\r\nevent = 'PreToolUse'\r\ncommand = 'echo \"x\"'\r\n",
  '[[others]]\nlist = [\n  [1],\n  [2],\n]\n',
  '[[hooks]]\nevent = "PreToolUse"\ncommand = \'[[hooks]]\'\n\n\n',
];

describe('hooks in tables of TOML', () => {
  it('are at the end, each with the four fields that Kimi Code knows, and are read as they were meant', () => {
    const hooks = items(parse(put('')), 'hooks');
    assert.deepEqual(
      hooks.map((hook) => [field(hook, 'event'), field(hook, 'timeout')]),
      [
        ['PreToolUse', 600],
        ['PostToolUse', 60],
        ['PostToolUseFailure', 60],
      ],
    );
    for (const hook of hooks) assert.deepEqual(Object.keys(Object(hook)), ['event', 'command', 'timeout']);
    assert.match(put('a = 1'), /^a = 1\n\n\[\[hooks\]\]\n/);
  });

  it('leave every byte of what is foreign, wherever ours stand', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...pieces)),
        fc.array(fc.constantFrom(...pieces)),
        (before, after) => {
          const [head, tail] = [before.join(''), after.join('')];
          const text = put(head) + tail;
          assert.deepEqual(tomlPresence(text, entries), { ok: true, value: 'present' });
          assert.equal(put(text), text);
          const rest = taken(text);
          assert.doesNotMatch(rest, /countersign/);
          assert.deepEqual(parse(rest), parse(head + tail));
          const kept = (all: string): string => all.replace(/\n\s*\n/g, '\n').trim();
          assert.equal(kept(rest), kept(head + tail));
          if (tail === '') assert.equal(rest, head);
        },
      ),
    );
  });

  it('are known after Kimi Code has written its settings anew', () => {
    const anew = stringify(
      parse(put('# gone\nmodel = "k"\n\n[[hooks]]\nevent = "Stop"\ncommand = "lint"\n')),
    );
    assert.deepEqual(tomlPresence(anew, entries), { ok: true, value: 'present' });
    assert.equal(
      JSON.stringify(parse(taken(anew))),
      '{"model":"k","hooks":[{"event":"Stop","command":"lint"}]}',
    );
  });

  it('of another version are put right, once', () => {
    const old = put('a = 1\n').replaceAll(launcherName, `old/${launcherName}`);
    assert.deepEqual(tomlPresence(old, entries), { ok: true, value: 'drifted' });
    assert.equal(put(old), put('a = 1\n'));
    const twice = put('') + put('');
    assert.deepEqual(tomlPresence(twice, entries), { ok: true, value: 'drifted' });
    assert.equal(put(twice), put(''));
  });

  it('are left to a person where a list is written otherwise', () => {
    const inline = 'a = 1\nhooks = [{ event = "Stop", command = "lint" }]\n';
    assert.deepEqual(withTomlHooks(inline, entries), {
      ok: false,
      error: { code: 'hooks-not-apart', line: 2 },
    });
    const ours = `hooks = [{ event = "PreToolUse", command = "${launcherName}" }]\n`;
    assert.deepEqual(withoutTomlHooks(ours), { ok: false, error: { code: 'hooks-not-apart', line: 1 } });
    assert.deepEqual(withTomlHooks('[hooks]\na = 1\n', entries).ok, false);
    assert.equal(
      planErrorText({ code: 'hooks-not-apart', path: '/c.toml', line: 2 }),
      '/c.toml line 2: expected each hook in a table of its own, [[hooks]], got another form. Nothing was changed; correct it, then try again.',
    );
    assert.match(planErrorText({ code: 'malformed', path: '/c.toml', line: 3 }), /expected valid TOML, got/);
  });

  it('are said to be dropped by what Kimi Code does not read', () => {
    const flaw = (more: string): number | undefined =>
      kimiCode.flaw?.(`${put('')}\n[[hooks]]\nevent = "Stop"\ncommand = "lint"\n${more}`);
    const line = put('').split('\n').length + 1;
    assert.equal(flaw(''), undefined);
    assert.equal(flaw('matcher = "("\ntimeout = 600\n'), undefined);
    for (const more of [
      'name = "x"\n',
      'timeout = 601\n',
      'timeout = 1.5\n',
      'timeout = "5"\n',
      'matcher = 1\n',
    ])
      assert.equal(flaw(more), line, more);
    for (const hook of [
      'event = "Nope"\ncommand = "x"\n',
      'event = "Stop"\n',
      'event = "Stop"\ncommand = ""\n',
    ])
      assert.equal(kimiCode.flaw?.(`[[hooks]]\n${hook}`), 1, hook);
  });
});
