import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../support/until.js';

const extension = vscode.extensions.getExtension('countersign.countersign');
const home = join(homedir(), '.countersign');
const name = 'Countersign drill';

function drills(): readonly vscode.Terminal[] {
  return vscode.window.terminals.filter((terminal) => terminal.name === name);
}

/** The drill's own folder, as this window's gate has registered it. */
function claimed(): string | undefined {
  const texts = readdirSync(join(home, 'run'))
    .filter((file) => file.endsWith('.json'))
    .map((file) => readFileSync(join(home, 'run', file), 'utf8'));
  return /"([^"]*countersign-drill-[^"]*)"/.exec(texts.join('\n'))?.[1];
}

/** The state of the request for the rebuild in the drill's own folder; undefined before it is held. */
function held(folder: string): string | undefined {
  if (!existsSync(join(home, 'requests'))) return undefined;
  const texts = readdirSync(join(home, 'requests'))
    .filter((file) => /^CS-\d+\.json$/.test(file))
    .map((file) => readFileSync(join(home, 'requests', file), 'utf8'));
  const own = texts.find((text) => text.includes(folder) && text.includes('rebuild-environment'));
  return own === undefined ? undefined : /"state":\{[^}]*"kind":"(\w+)"/.exec(own)?.[1];
}

/** Runs last of its suites by its name: the request that it leaves parked would be in the others' way. */
describe('the drill in a window of another folder', function () {
  this.timeout(90_000);
  let folder = '';

  before(async () => {
    await extension?.activate();
    // The doorbell is installed after activation.
    await until('it', () => (existsSync(join(home, 'bin', 'hook.js')) ? true : undefined));
  });

  after(() => {
    for (const terminal of drills()) terminal.dispose();
  });

  it('is held at the rebuild, and this window answers for it', async () => {
    await vscode.commands.executeCommand('countersign.runDrill');
    assert.equal(drills().length, 1);
    folder = await until('it', claimed);
    assert.equal(await until('it', () => held(folder)), 'pending');
  });

  it('is not started a second time while it runs', async () => {
    await vscode.commands.executeCommand('countersign.runDrill');
    assert.equal(drills().length, 1);
  });

  it('ends with its terminal: the agent is gone, its folder too, the request stays', async () => {
    drills()[0]?.dispose();
    await until('it', () => (claimed() === undefined ? true : undefined));
    await until('it', () => (existsSync(folder) ? undefined : true));
    assert.equal(await until('it', () => (held(folder) === 'pending' ? undefined : held(folder))), 'parked');
  });
});
