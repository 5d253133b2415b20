import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../../../src/protocol/ring.js';
import { root } from '../../support/source.js';

const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const contributes = isObject(manifest) && isObject(manifest['contributes']) ? manifest['contributes'] : {};
const walkthroughs = Array.isArray(contributes['walkthroughs']) ? contributes['walkthroughs'] : [];
const steps: readonly unknown[] =
  isObject(walkthroughs[0]) && Array.isArray(walkthroughs[0]['steps']) ? walkthroughs[0]['steps'] : [];

describe('the walkthrough', () => {
  it('begins with the drill', () => {
    assert.equal(isObject(walkthroughs[0]) ? walkthroughs[0]['id'] : '', 'countersign.start');
    assert.deepEqual(
      steps.map((step) => (isObject(step) ? step['id'] : '')),
      ['drill', 'pass', 'connect', 'places', 'team'],
    );
  });

  it('completes each step by what happened, not by a click on it', () => {
    const events = steps.map((step) =>
      isObject(step) && Array.isArray(step['completionEvents']) ? step['completionEvents'] : [],
    );
    assert.deepEqual(
      events.filter(
        (list) =>
          list.length === 0 ||
          list.some((event) => !/^on(Context|Command):countersign\./.test(String(event))),
      ),
      [],
    );
  });

  it('has pictures in the colours of the theme only', () => {
    for (const step of steps) {
      const media = isObject(step) && isObject(step['media']) ? step['media'] : {};
      const picture = readFileSync(join(root, String(media['svg'])), 'utf8');
      const colours = [...picture.matchAll(/(?:fill|stroke)="([^"]+)"/g)].map((found) => found[1] ?? '');
      assert.deepEqual(
        colours.filter((colour) => colour !== 'none' && !/^var\(--vscode-[\w-]+\)$/.test(colour)),
        [],
      );
    }
  });
});
