/** The command `countersign` in a folder of PATH: started where no Node is, able to do what the package can, and taken away again. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CommandGround,
  commandMode,
  commandPlace,
  planCommand,
} from '../../src/agents/command-in-path.js';
import { applyEdit } from '../../src/agents/connect.js';
import { configFilesOn } from '../../src/node/agents/config-files.js';
import { homeAt } from '../../src/node/files/home.js';
import { commandLauncherPath, install } from '../../src/node/install/install.js';

const bundles = join(process.cwd(), 'dist');

describe('the command in PATH, as a process', function () {
  this.timeout(60_000);
  let folder: string;
  let bin: string;

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'cs-command-')));
    bin = join(folder, '.local', 'bin');
    mkdirSync(join(folder, 'work'));
    const runtime = { executable: process.execPath, isEditor: false };
    assert.ok(install({ home: home(), bundles, runtime, version: '0.1.0' }).ok);
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const home = () => homeAt(join(folder, '.countersign'));
  const put = (): string => {
    const ground: CommandGround = {
      platform: 'posix',
      home: folder,
      path: bin,
      launcher: commandLauncherPath(home()),
      isFolder: existsSync,
      isTaken: existsSync,
    };
    const files = configFilesOn(home());
    const plan = planCommand(ground, commandPlace(ground, bin, files), files);
    assert.ok(plan.ok);
    assert.ok(applyEdit(plan.value, files, commandMode).ok);
    return plan.value.path;
  };
  /** With a PATH that has no Node. */
  const run = (...words: readonly string[]) => {
    const programs = join(folder, 'programs');
    if (!existsSync(programs)) {
      mkdirSync(programs);
      for (const name of ['sh', 'cat', 'git', 'perl']) {
        const at = ['/usr/bin', '/bin'].map((one) => join(one, name)).find(existsSync);
        if (at !== undefined)
          writeFileSync(join(programs, name), `#!/bin/sh\nexec ${at} "$@"\n`, { mode: 0o755 });
      }
    }
    const done = spawnSync('sh', ['-c', 'countersign "$@"', 'sh', ...words], {
      cwd: join(folder, 'work'),
      env: { PATH: `${bin}:${programs}`, HOME: folder, COUNTERSIGN_HOME: home().root },
      encoding: 'utf8',
    });
    return { code: done.status, out: done.stdout, err: done.stderr };
  };

  it('runs where there is no Node in PATH, whoever may run it', () => {
    const file = put();
    assert.equal(statSync(file).mode & 0o777, 0o755);
    const told = run('--version');
    assert.equal(told.code, 0, told.err);
    assert.match(told.out, /^countersign \S+, build [0-9a-f]{12}\n$/);
    assert.equal(run('check', '--', 'kubectl delete ns shop').code, 10);
  });

  it('does what the package does: connects, and says which files a lock would write', () => {
    put();
    const connected = run('connect', 'claude-code');
    assert.equal(connected.code, 0, connected.err);
    assert.match(readFileSync(join(folder, '.claude/settings.json'), 'utf8'), /countersign-hook/);
    // It stays current: an older version's install does not replace it.
    const note = readFileSync(join(home().root, 'doorbell.json'), 'utf8');
    assert.match(note, /"version":/);
    assert.match(run('lock', '--dry-run').out, /locked\.js/);
  });

  it('is taken away by uninstall, and a program of somebody else is not', () => {
    const file = put();
    assert.equal(run('uninstall').code, 0);
    assert.equal(existsSync(file), false);
    const runtime = { executable: process.execPath, isEditor: false };
    assert.ok(install({ home: home(), bundles, runtime }).ok);
    put();
    writeFileSync(file, '#!/bin/sh\necho mine\n', { mode: 0o755 });
    const removed = spawnSync(commandLauncherPath(home()), ['uninstall'], {
      env: { PATH: process.env['PATH'], HOME: folder, COUNTERSIGN_HOME: home().root },
    });
    assert.equal(removed.status, 0);
    assert.equal(readFileSync(file, 'utf8'), '#!/bin/sh\necho mine\n');
  });

  it('says what to do where nothing is left that it could start', () => {
    const file = put();
    rmSync(home().bin, { recursive: true });
    const lost = run('--version');
    assert.equal(lost.code, 1);
    assert.match(
      lost.err,
      /^countersign: expected .*bin\/countersign, got no such program: open an editor .* or delete /,
    );
    assert.ok(lost.err.includes(file), lost.err);
  });

  it('is started by an editor as Node, whose servers behind the gateway do not become Node', () => {
    const editor = join(folder, 'editor');
    writeFileSync(
      editor,
      `#!/bin/sh\n[ "$ELECTRON_RUN_AS_NODE" = 1 ] || exit 9\nexec '${process.execPath}' "$@"\n`,
      { mode: 0o755 },
    );
    assert.ok(install({ home: home(), bundles, runtime: { executable: editor, isEditor: true } }).ok);
    put();
    const told = run('--version');
    assert.equal(told.code, 0, told.err);
    const server = run('mcp', '--', 'sh', '-c', 'echo "run as node: [$ELECTRON_RUN_AS_NODE]" >&2');
    assert.match(server.err, /run as node: \[\]/);
  });
});
