import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { systemClock } from '../../src/node/clock.js';
import { homeFrom } from '../../src/node/files/home.js';
import { SaidPlacesHere } from '../../src/node/places/said-places.js';
import { RecordFile } from '../../src/node/record/record-file.js';
import { PlacesTree } from '../../src/vscode/places/places-tree.js';

/** The view on the record of this suite's home. */
describe('the view of places', () => {
  const home = homeFrom(process.env);
  const record = new RecordFile({ folder: home.record, machine: 'm', clock: systemClock, writer: 'cd' });
  const places = new SaidPlacesHere(home, record);
  const place = {
    system: 'kubernetes',
    name: 'acme\u202E-eu-1',
    knownBy: ['https://a1.eks.example.net'],
    environment: 'production',
  } as const;

  it('has its commands, and its place in the container', async () => {
    await vscode.extensions.getExtension('countersign.countersign')?.activate();
    const commands = await vscode.commands.getCommands(true);
    for (const command of ['countersign.forgetPlace', 'countersign.proposePlace', 'countersign.places.focus'])
      assert.ok(commands.includes(command), command);
  });

  it('shows what was said, when and by what it is known, with nothing that hides', async () => {
    await places.say(place, {});
    const tree = Object.create(PlacesTree.prototype, { places: { value: places } });
    assert.ok(tree instanceof PlacesTree);
    const [row] = tree.getChildren();
    assert.ok(row !== undefined);
    const item = tree.getTreeItem(row);
    assert.equal(item.label, 'acme\u27E8U+202E\u27E9-eu-1');
    assert.match(String(item.description), /^production, kubernetes, \d{4}-/);
    assert.match(String(item.tooltip), /known by https:\/\/a1\.eks\.example\.net, said /);
    assert.equal(item.contextValue, 'place');
    assert.deepEqual(tree.getChildren(row), []);
    await places.forget(place, {});
    assert.deepEqual(tree.getChildren(), []);
  });
});
