import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const id = 'countersign.countersign';

describe('the extension in a real window', () => {
  it('is there and activates', async () => {
    const extension = vscode.extensions.getExtension(id);
    assert.ok(extension, `${id} is not among the installed extensions`);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
