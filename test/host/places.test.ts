import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { systemClock } from '../../src/node/clock.js';
import { homeFrom } from '../../src/node/files/home.js';
import { SaidPlacesHere } from '../../src/node/places/said-places.js';
import { RecordFile } from '../../src/node/record/record-file.js';
import { PlacesTree } from '../../src/vscode/places/places-tree.js';
import { until } from '../support/until.js';

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
    for (const command of [
      'countersign.findPlaces',
      'countersign.forgetPlace',
      'countersign.proposePlace',
      'countersign.places.focus',
    ])
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

  it('is filled from a list of what is found: what looks like production is ticked, and said when accepted', async () => {
    const folder = join(homedir(), '.kube');
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'config'),
      'contexts:\n- name: shop-prod\n  context: { cluster: c1 }\n- name: acme-eu-1\n  context: { cluster: c1 }\n' +
        'clusters:\n- name: c1\n  cluster: { server: "https://c1.example.net" }\n',
    );
    try {
      const done = vscode.commands.executeCommand('countersign.findPlaces');
      await until('the place is said', async () => {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        await places.refresh();
        return places.list().length > 0 || undefined;
      });
      await done;
      assert.deepEqual(
        places.list().map(({ system, name, environment, knownBy }) => [system, name, environment, knownBy]),
        [['kubernetes', 'shop-prod', 'production', ['https://c1.example.net']]],
      );
    } finally {
      rmSync(folder, { recursive: true });
      for (const one of places.list()) await places.forget(one, {});
    }
  });
});
