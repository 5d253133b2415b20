/** The tree beside a record on disk: behind the entries, made anew where it was lost, and no word for a record that it does not know. */
import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCheckpoint } from '../../../../src/core/record/checkpoint/checkpoint.js';
import { CompactTree } from '../../../../src/core/record/tree/compact.js';
import { leafHash, sameHash } from '../../../../src/core/record/tree/hashes.js';
import { treeRoot } from '../../../../src/core/record/tree/proofs.js';
import { systemClock } from '../../../../src/node/clock.js';
import { RecordFile } from '../../../../src/node/record/record-file.js';
import { Tiles } from '../../../../src/node/record/tiles.js';
import { Tree, type TreeState } from '../../../../src/node/record/tree.js';

describe('the tree beside the entries', function () {
  this.timeout(60_000);
  let home: string;
  const trees: Tree[] = [];

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'cs-tree-'));
  });

  afterEach(() => {
    for (const tree of trees.splice(0)) tree.close();
    rmSync(home, { recursive: true, force: true });
  });

  const folder = (): string => join(home, 'record');
  const segment = (): string => join(folder(), 'segments/000000.jsonl');
  const lines = (): readonly string[] => readFileSync(segment(), 'utf8').split('\n').slice(0, -1);

  const tree = (): Tree => {
    const made = new Tree(folder());
    trees.push(made);
    return made;
  };

  const append = async (count: number): Promise<void> => {
    const record = new RecordFile({ folder: folder(), machine: 'm', clock: systemClock, writer: 'ab' });
    for (let n = 0; n < count; n += 1)
      assert.equal((await record.append({ type: 'agent.connected', agent: 'codex', file: `${n}` })).ok, true);
    record.close();
  };

  const rewrite = (change: (all: readonly string[]) => readonly string[]): void =>
    writeFileSync(segment(), `${change(lines()).join('\n')}\n`);

  const isOver = (state: TreeState, entries: readonly string[]): void => {
    assert.equal(state.kind, 'current', JSON.stringify(state));
    const whole = new CompactTree();
    for (const line of entries) whole.add(leafHash(line));
    const read = state.kind === 'current' ? readCheckpoint(state.checkpoint) : undefined;
    assert.equal(read?.size, entries.length);
    assert.ok(sameHash(read?.root, whole.root()));
  };

  it('follows the entries, whoever wrote them', async () => {
    const [one, other] = [tree(), tree()];
    assert.deepEqual(one.advance(), { kind: 'empty' });
    for (const count of [3, 1, 300, 0, 2]) {
      await append(count);
      isOver(one.advance(), lines());
      await append(1);
      isOver(other.advance(), lines());
    }
    assert.equal(statSync(join(folder(), 'tree/0')).size, 32 * lines().length);
    assert.equal(statSync(join(folder(), 'tree/1')).size, 32);
    assert.equal(statSync(join(home, 'checkpoint')).mode & 0o777, 0o600);
  });

  it('takes in no line that is not finished', async () => {
    await append(2);
    const whole = lines();
    appendFileSync(segment(), '{"body":{"type":"call.pas');
    isOver(tree().advance(), whole);
    await append(1);
    assert.match(lines().at(-2) ?? '', /"type":"recovery"/);
    isOver(tree().advance(), lines());
  });

  for (const [what, damage] of [
    ['gone', (path: string) => rmSync(path, { recursive: true })],
    ['cut', (path: string) => truncateSync(join(path, '0'), 50)],
    ['too long', (path: string) => appendFileSync(join(path, '0'), 'x'.repeat(75))],
    ['damaged', (path: string) => writeFileSync(join(path, '0'), 'x'.repeat(32 * 301))],
    ['without its upper levels', (path: string) => rmSync(join(path, '1'))],
  ] as const) {
    it(`is made anew where its files are ${what}`, async () => {
      await append(300);
      isOver(tree().advance(), lines());
      damage(join(folder(), 'tree'));
      await append(1);
      isOver(tree().advance(), lines());
      const tiles = new Tiles(join(folder(), 'tree'), 'read');
      assert.equal(tiles.size, lines().length);
      assert.equal(treeRoot(tiles.read, 256).length, 32);
      tiles.close();
    });
  }

  for (const [what, how, change] of [
    ['cut', 'shorter', (all: readonly string[]) => all.slice(0, -2)],
    ['emptied', 'shorter', () => []],
    [
      'rewritten',
      'differs',
      (all: readonly string[]) => all.map((line) => line.replace('"m"', '"n"').replace('codex', 'cline')),
    ],
  ] as const) {
    it(`signs nothing over a record that was ${what}, whether it saw that happen or not`, async () => {
      await append(5);
      const saw = tree();
      isOver(saw.advance(), lines());
      const signed = readFileSync(join(home, 'checkpoint'), 'utf8');
      if (what === 'emptied') truncateSync(segment(), 0);
      else rewrite(change);
      for (const one of what === 'rewritten' ? [tree()] : [saw, tree()]) {
        const state = one.advance();
        assert.deepEqual(state, { kind: 'forked', how, size: 6 });
        assert.deepEqual(one.advance(), state);
      }
      assert.equal(readFileSync(join(home, 'checkpoint'), 'utf8'), signed);
    });
  }

  it('leaves nothing of its locks', async () => {
    await append(1);
    const one = tree();
    one.advance();
    one.close();
    assert.deepEqual(
      readdirSync(folder()).filter((name) => name.includes('lock')),
      [],
    );
  });
});
