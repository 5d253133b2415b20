import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../support/until.js';

const home = join(homedir(), '.countersign');
const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const remove = 'aws elasticbeanstalk rebuild-environment --environment-name cost-explorer-prod';

/** The command of each kept request of a terminal that is in a state. */
function commandsIn(state: string): readonly string[] {
  const requests = join(home, 'requests');
  return (existsSync(requests) ? readdirSync(requests) : [])
    .filter((name) => /^CS-\d+\.json$/.test(name))
    .map((name) => readFileSync(join(requests, name), 'utf8'))
    .filter((text) => text.includes('"agent":"terminal"') && text.includes(`"state":{"kind":"${state}"`))
    .map((text) => /"command":"([^"]*)"/.exec(text)?.[1] ?? '');
}

function textOf(file: string): string | undefined {
  const text = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  return text === '' ? undefined : text;
}

describe('the terminal guard in a real window', () => {
  const open: vscode.Terminal[] = [];

  before(() => vscode.extensions.getExtension('countersign.countersign')?.activate());

  afterEach(() => {
    for (const terminal of open.splice(0)) terminal.dispose();
  });

  const terminal = async (env: Readonly<Record<string, string>>): Promise<vscode.Terminal> => {
    await until('the launcher', () => (existsSync(join(home, 'guard', 'bin', 'aws')) ? true : undefined));
    const made = vscode.window.createTerminal({ name: 'guarded', cwd: folder, env });
    open.push(made);
    return made;
  };

  it('stands in front of PATH in a terminal that the editor makes', async () => {
    const file = join(folder, 'which');
    (await terminal({})).sendText(`command -v aws >'${file}'`);
    const found = await until('the path of aws', () => textOf(file));
    assert.equal(found, join(home, 'guard', 'bin', 'aws'));
  });

  it('holds what an agent starts there, and parks it when the terminal is closed', async () => {
    const made = await terminal({ CLAUDECODE: '1' });
    made.sendText(`sh -c '${remove}'`);
    const command = await until('a request', () => commandsIn('pending')[0]);
    assert.equal(command, remove);
    assert.equal(existsSync(join(homedir(), 'aws-ran')), false);
    made.dispose();
    await until('the parked request', () => commandsIn('parked')[0]);
  });

  it('lets a person type', async () => {
    (await terminal({})).sendText('aws elasticbeanstalk describe-environments');
    await until('the run', () => textOf(join(homedir(), 'aws-ran')));
  });
});
