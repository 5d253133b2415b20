import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../support/until.js';

const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const file = join(folder, '.vscode', 'mcp.json');
const original = '{ "servers": { "shop": { "command": "npx", "args": ["shop"] } } }\n';
const text = (): string => readFileSync(file, 'utf8');

interface Asked {
  readonly tab: vscode.Tab;
  readonly shown: vscode.Uri;
  readonly done: Thenable<unknown>;
}

function shownTab(): vscode.Tab | undefined {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .find(({ label }) => label.startsWith('MCP servers: '));
}

function isOf(asked: Asked | undefined, { input }: vscode.Tab): boolean {
  return input instanceof vscode.TabInputTextDiff && input.modified.toString() === asked?.shown.toString();
}

/** Asks to guard the one server of the file, as far as the difference. */
async function ask(before?: Asked): Promise<Asked> {
  const done = vscode.commands.executeCommand('countersign.guardMcpServers');
  const tab = await until('the difference', async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    const shown = shownTab();
    return shown === undefined || isOf(before, shown) ? undefined : shown;
  });
  const { input } = tab;
  if (!(input instanceof vscode.TabInputTextDiff)) throw new Error('expected a difference');
  return { tab, shown: input.modified, done };
}

describe('fault 5: a file to be written is agreed to in the title of its difference', () => {
  before(async () => {
    await vscode.extensions.getExtension('countersign.countersign')?.activate();
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, original);
  });
  after(() => rmSync(file));

  it('closing it says no', async () => {
    const { tab, done } = await ask();
    await vscode.window.tabGroups.close(tab);
    await done;
    assert.equal(text(), original);
  });

  it('no command says yes that does not come from what is shown, and a later question takes its place', async () => {
    const first = await ask();
    const guesses = [
      undefined,
      first.shown.toString(),
      first.shown.with({ query: '' }),
      first.shown.with({ query: 'a'.repeat(32) }),
      first.shown.with({ scheme: 'countersign' }),
    ];
    for (const guess of guesses) await vscode.commands.executeCommand('countersign.writeShown', guess);
    assert.ok(shownTab());
    assert.equal(text(), original);
    const second = await ask(first);
    await first.done;
    await vscode.commands.executeCommand('countersign.writeShown', first.shown);
    assert.equal(text(), original);
    await vscode.commands.executeCommand('countersign.cancelShown', second.shown);
    await second.done;
    assert.equal(text(), original);
    assert.equal(shownTab(), undefined);
  });

  it('its own button writes exactly what is shown', async () => {
    const { shown, done } = await ask();
    const after = (await vscode.workspace.openTextDocument(shown)).getText();
    await vscode.commands.executeCommand('countersign.writeShown', shown);
    await until('the gateway', () => (text().includes('countersign-mcp') ? true : undefined));
    assert.equal(text(), after);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    void done;
  });
});
