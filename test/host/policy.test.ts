import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../support/until.js';

const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const file = join(folder, '.countersign', 'policy.json');
const settings = join(folder, '.vscode', 'settings.json');

const broken = `{
  // Ours.
  "version": 1,
  "rules": [
    { "id": "a", "match": { "verb": ["delete"] }, "ceremony": "countersign", "by": [{ "group": "nobody" }] },
    { "id": "b", "match": { "path": ["./infra/**"] }, "ceremony": "typed" }
  ],
}
`;

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

async function opened(text: string): Promise<vscode.TextDocument> {
  write(file, text);
  const document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document);
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, whole, text);
  if (document.getText() !== text) await vscode.workspace.applyEdit(edit);
  return document;
}

function said(document: vscode.TextDocument, source: string): readonly string[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter((one) => one.source === source)
    .map((one) => `${one.range.start.line + 1} ${String(one.code)}`);
}

/** The newest page of the effective policy. */
async function effective(): Promise<string> {
  await vscode.commands.executeCommand('countersign.showEffectivePolicy');
  const page = vscode.window.activeTextEditor?.document;
  assert.equal(page?.uri.scheme, 'countersign-policy');
  return page?.getText() ?? '';
}

function recorded(type: string): readonly string[] {
  const segments = join(homedir(), '.countersign', 'record', 'segments');
  return readdirSync(segments)
    .sort()
    .flatMap((name) => readFileSync(join(segments, name), 'utf8').split('\n'))
    .filter((line) => line.includes(`"type":"${type}"`));
}

describe('a team policy in the editor', () => {
  after(() => {
    for (const path of [dirname(file), dirname(settings)]) rmSync(path, { recursive: true, force: true });
  });

  it('is where the rule of a card leads: to its line in the file, to the page, or to the setting', async () => {
    await opened(broken);
    const led = async (rule: string): Promise<string> => {
      await vscode.commands.executeCommand('countersign.showEffectivePolicy', rule);
      const editor = vscode.window.activeTextEditor;
      const line = editor?.document.lineAt(editor.selection.active.line).text.trim() ?? '';
      return `${editor?.document.uri.scheme} ${line}`;
    };
    assert.match(await led('team/b'), /^file \{ "id": "b"/);
    assert.match(
      await led('built-in/production-write'),
      /^countersign-policy .*A write to production needs its name typed/,
    );
    assert.match(await led('team/not-there'), /^countersign-policy /);
    await vscode.commands.executeCommand('countersign.showEffectivePolicy', 'user/ask-from');
    await until('the settings', () =>
      vscode.window.tabGroups.activeTabGroup.activeTab?.label === 'Settings' ? true : undefined,
    );
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('fault 14: says when the remote was last looked at, each time that it is shown', async () => {
    const looked = (text: string): string => /last looked at on (.*)\./.exec(text)?.[1] ?? '';
    const first = await until('a look', async () => looked(await effective()) || undefined);
    await until('a later one', async () => (looked(await effective()) > first ? true : undefined));
  });

  it('is JSON with comments, and says what its schema cannot', async () => {
    const document = await opened(broken);
    assert.equal(document.languageId, 'jsonc');
    const found = await until('it', () =>
      said(document, 'countersign').length > 0 ? said(document, 'countersign') : undefined,
    );
    assert.deepEqual(found, ['5 unknown-group']);
    await opened(broken.replace('nobody', 'anyone'));
    const remarks = await until('it', () =>
      said(document, 'countersign')[0] === '6 never-fits' ? said(document, 'countersign') : undefined,
    );
    assert.deepEqual(remarks, ['6 never-fits']);
  });

  it('is completed and explained by the editor\u2019s own JSON support', async () => {
    const text =
      '{\n  "version": 1,\n  "rules": [{ "id": "a", "match": { "verb": ["delete"] }, "ceremony": "" }]\n}\n';
    const document = await opened(text);
    const inside = document.positionAt(text.indexOf('"ceremony": "') + '"ceremony": "'.length);
    const labels = await until('it', async () => {
      const list: vscode.CompletionList = await vscode.commands.executeCommand(
        'vscode.executeCompletionItemProvider',
        document.uri,
        inside,
      );
      const names = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      return names.some((name) => name.includes('countersign')) ? names : undefined;
    });
    for (const ceremony of ['confirm', 'typed', 'countersign', 'forbid']) {
      assert.ok(
        labels.some((label) => label.includes(ceremony)),
        labels.join(' '),
      );
    }
    const hovers = await until('it', async () => {
      const list: vscode.Hover[] = await vscode.commands.executeCommand(
        'vscode.executeHoverProvider',
        document.uri,
        document.positionAt(text.indexOf('verb') + 1),
      );
      const words = list.flatMap(({ contents }) =>
        contents.map((one) => (typeof one === 'string' ? one : one.value)),
      );
      return words.length > 0 ? words : undefined;
    });
    assert.match(hovers.join(' '), /What the call would do/);
  });

  it('shows what holds, each line with its origin', async () => {
    const page = await effective();
    assert.match(page, /^Effective policy\nThe strictest of all that fits speaks\./);
    assert.match(page, /type the name +built in +A write to production needs its name typed\n/);
    assert.match(page, /built in +a person is asked from score 40\n/);
    assert.match(page, /This repository has no team policy/);
  });

  it('does not follow what a workspace sets, tells it, and records it once', async () => {
    const before = recorded('policy.loosening').length;
    write(settings, '{\n  "countersign.ask.from": 69\n}\n');
    const line = await until('it', () => recorded('policy.loosening')[before]);
    assert.match(line, /sets countersign\.ask\.from to 69/);
    const page = await until('it', async () => {
      const text = await effective();
      return text.includes('Not followed') ? text : undefined;
    });
    assert.match(
      page,
      /Not followed, because a workspace cannot loosen anything\n +workspace +sets countersign\.ask\.from to 69, in \S+settings\.json\n/,
    );
    assert.match(page, /built in +a person is asked from score 40\n/);
    write(settings, '{\n  "countersign.ask.from": 69\n}\n');
    write(settings, '{\n  "countersign.ask.from": 68\n}\n');
    assert.match(await until('the next', () => recorded('policy.loosening')[before + 1]), /ask\.from to 68/);
  });
});
