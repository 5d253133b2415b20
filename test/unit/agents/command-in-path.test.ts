import assert from 'node:assert/strict';
import {
  type CommandGround,
  commandPlace,
  commandPlaces,
  hiddenBy,
  planCommand,
  planNoCommand,
} from '../../../src/agents/command-in-path.js';
import { err, ok } from '../../../src/core/shared/result.js';
import { commandDoneText, pathLine } from '../../../src/messages/agents/command-in-path.js';
import type { ConfigFiles } from '../../../src/ports/ports.js';

const unix: CommandGround = {
  platform: 'posix',
  home: '/home/ada',
  path: '/usr/bin:/home/ada/.local/bin:/home/ada/bin/:relative:/usr/bin',
  launcher: '/home/ada/.countersign/bin/countersign',
  isFolder: () => true,
  isTaken: () => false,
};
const windows: CommandGround = {
  platform: 'win32',
  home: 'C:\\Users\\Ada',
  path: 'C:\\Windows;c:\\users\\ada\\.local\\bin;.\\here',
  launcher: 'C:\\Users\\Ada\\.countersign\\bin\\countersign.cmd',
  isFolder: () => true,
  isTaken: () => false,
};

/** A disk with these files; null is one that cannot be read as text. */
function disk(texts: Readonly<Record<string, string | null>>): ConfigFiles {
  return {
    read: (path) => {
      const text = texts[path];
      if (text === undefined) return ok(null);
      return text === null ? err({ code: 'unreadable', detail: 'EISDIR' }) : ok(text);
    },
    replace: () => ok(undefined),
    original: () => undefined,
  };
}

function over(ground: CommandGround, texts: Readonly<Record<string, string | null>>): CommandGround {
  return { ...ground, isTaken: (path) => path in texts };
}

function written(ground: CommandGround, folder: string): string {
  const plan = planCommand(ground, commandPlace(ground, folder, disk({})), disk({}));
  assert.ok(plan.ok && plan.value.after !== null);
  return plan.value.after;
}

describe('the command in PATH', () => {
  for (const [what, ground, expected] of [
    ['both usual folders, where PATH has them', unix, ['/home/ada/.local/bin in', '/home/ada/bin in']],
    ['the first one, where PATH has none', { ...unix, path: '/usr/bin' }, ['/home/ada/.local/bin out']],
    [
      'first what PATH has',
      { ...unix, path: '/home/ada/bin' },
      ['/home/ada/bin in', '/home/ada/.local/bin out'],
    ],
    [
      'no folder that is not there',
      { ...unix, isFolder: (path: string) => !path.endsWith('ada/bin') },
      ['/home/ada/.local/bin in'],
    ],
    ['a folder of Windows, whatever its case', windows, ['C:\\Users\\Ada\\.local\\bin in']],
  ] as const)
    it(`is offered: ${what}`, () =>
      assert.deepEqual(
        commandPlaces(ground, disk({})).map(({ folder, isInPath }) => `${folder} ${isInPath ? 'in' : 'out'}`),
        expected,
      ));

  const file = '/home/ada/bin/countersign';
  const ours = written(unix, '/home/ada/bin');
  for (const [what, texts, state] of [
    ['nothing there', {}, 'free'],
    ['what was written', { [file]: ours }, 'ours'],
    ["an older version's", { [file]: `${ours}# more\n` }, 'ours'],
    ["somebody's script", { [file]: '#!/bin/sh\nexec node cli.js\n' }, 'foreign'],
    ['a script that only speaks of it', { [file]: `#!/bin/sh\n\n${ours}` }, 'foreign'],
    ['an empty file', { [file]: '' }, 'foreign'],
    ['a program that is no text, or a folder', { [file]: null }, 'foreign'],
  ] as const)
    it(`writes over its own alone: ${what}`, () => {
      const ground = over(unix, texts);
      const files = disk(texts);
      const place = commandPlace(ground, '/home/ada/bin', files);
      assert.equal(place.state, state);
      assert.equal(planCommand(ground, place, files).ok, state !== 'foreign');
      assert.equal(planNoCommand(file, files) !== undefined, state === 'ours');
    });

  it('writes over no link that leads nowhere', () => {
    const ground = { ...unix, isTaken: () => true };
    assert.equal(planCommand(ground, commandPlace(ground, '/home/ada/bin', disk({})), disk({})).ok, false);
  });

  it('names a program that a terminal finds first', () => {
    const npm = (path: string): boolean => path === '/usr/bin/countersign';
    assert.equal(hiddenBy(unix, '/home/ada/bin', npm), '/usr/bin/countersign');
    assert.equal(hiddenBy({ ...unix, path: '/home/ada/bin:/usr/bin' }, '/home/ada/bin', npm), undefined);
    assert.equal(hiddenBy(unix, '/home/ada/elsewhere', npm), undefined);
  });

  it('starts what the window keeps current, whatever the name of the home', () => {
    const odd = { ...unix, launcher: "/home/o'neil $x/.countersign/bin/countersign" };
    assert.match(written(odd, '/x'), /launcher='\/home\/o'\\''neil \$x\/\.countersign\/bin\/countersign'\n/);
    const percent = { ...windows, launcher: 'C:\\100%\\countersign.cmd' };
    assert.match(written(percent, 'C:\\x'), /\r\n"C:\\100%%\\countersign\.cmd" %\*\r\n/);
  });

  it('says what is left to do', () => {
    const done = { file: '/f/countersign', folder: '/f', platform: 'posix', hiddenBy: undefined } as const;
    assert.match(commandDoneText({ ...done, isInPath: true }), /Type countersign --version/);
    assert.match(commandDoneText({ ...done, isInPath: false }), /No terminal finds it yet.*\/f to PATH/);
    assert.match(
      commandDoneText({ ...done, isInPath: false, platform: 'win32' }),
      /Path under "Edit environment variables/,
    );
    assert.match(
      commandDoneText({ ...done, isInPath: true, hiddenBy: '/g/countersign' }),
      /\/g\/countersign/,
    );
    assert.equal(pathLine('/home/ada/.local/bin', '/home/ada'), 'export PATH="$HOME/.local/bin:$PATH"');
    assert.equal(pathLine('/opt/a$b"c', '/home/ada'), 'export PATH="/opt/a\\$b\\"c:$PATH"');
  });
});
