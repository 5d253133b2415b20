import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../support/until.js';

describe('the command line of a window', () => {
  it('can be put into PATH, by the palette', async () => {
    await vscode.extensions.getExtension('countersign.countersign')?.activate();
    const found = await until('the command', async () =>
      (await vscode.commands.getCommands(true)).includes('countersign.installCommand') ? true : undefined,
    );
    assert.equal(found, true);
  });

  it("runs by the window's own program, with no Node in PATH", async () => {
    const name = process.platform === 'win32' ? 'countersign.cmd' : 'countersign';
    const launcher = join(homedir(), '.countersign', 'bin', name);
    await until('the launcher', () => (existsSync(launcher) ? true : undefined));
    const run = (...words: readonly string[]) =>
      spawnSync(launcher, words, {
        env: { PATH: '/nowhere', HOME: homedir() },
        shell: process.platform === 'win32',
        encoding: 'utf8',
      });
    const told = await until('its version', () => {
      const { status, stdout } = run('--version');
      return status === 0 ? stdout : undefined;
    });
    assert.match(told, /^countersign \S+, build [0-9a-f]{12}/);
    assert.equal(run('check', '--', 'aws rds delete-db-instance --db-instance-identifier orders').status, 10);
  });
});
