import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { EntryBody } from '../../src/core/record/entry.js';
import { lineOf, noPrevious } from '../../src/core/record/line.js';
import { fitsQuery, readQuery } from '../../src/core/record/query.js';
import { sha256 } from '../../src/core/shared/digest.js';
import { systemClock } from '../../src/node/clock.js';
import { homeFrom } from '../../src/node/files/home.js';
import { OpenReviews } from '../../src/node/record/open-reviews.js';
import { RecordReader } from '../../src/node/record/read-record.js';
import { RecordFile } from '../../src/node/record/record-file.js';
import { segmentName } from '../../src/node/record/segments.js';
import { itemOf } from '../../src/vscode/record/record-items.js';
import { RecordSearch } from '../../src/vscode/record/record-search.js';
import { type FoundEntries, RecordTree } from '../../src/vscode/record/record-tree.js';
import { graveFacts } from '../support/call-facts.js';
import { until } from '../support/until.js';

const facts = { ...graveFacts, agent: 'codex', targets: ['terraform:prod-eu'] } as const;

const extension = vscode.extensions.getExtension('countersign.countersign');

function tabs(label: RegExp): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter((tab) => label.test(tab.label));
}

/** A view of its own on a record of its own; the window's view is the product's. */
describe('the view of the record', () => {
  let home = '';
  let record: RecordFile;
  let shown: FoundEntries | undefined;

  before(async () => {
    await extension?.activate();
    home = mkdtempSync(join(tmpdir(), 'cs-view-'));
    layOut(450);
    record = recordIn(home);
  });
  after(() => {
    record.close();
    rmSync(home, { recursive: true, force: true });
  });

  const recordIn = (root: string): RecordFile =>
    new RecordFile({ folder: join(root, 'record'), machine: 'm', clock: systemClock, writer: 'ab' });
  const append = async (body: EntryBody): Promise<void> => assert.equal((await record.append(body)).ok, true);
  const callAt = (seq: number): EntryBody => ({
    ...facts,
    callId: `toolu_${seq}`,
    band: seq % 50 === 0 ? 'production' : 'quiet',
    type: 'call.passed',
  });

  /** A record of so many calls behind its beginning, written at once: what the disk takes is not what is tried here. */
  function layOut(calls: number): void {
    const folder = join(home, 'record', 'segments');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    let prev = noPrevious;
    const lines: string[] = [];
    for (let seq = 0; seq <= calls; seq += 1) {
      const body: EntryBody = seq === 0 ? { type: 'genesis', machine: 'm' } : callAt(seq);
      const line = lineOf({ v: 1, seq, prev, ts: Date.now(), writer: 'ab', body });
      assert.ok(line.ok);
      prev = sha256(line.value);
      lines.push(`${line.value}\n`);
    }
    writeFileSync(join(folder, segmentName(0)), lines.join(''));
  }

  function tree(more: PropertyDescriptorMap = {}): RecordTree {
    const made = Object.create(RecordTree.prototype, {
      newest: { value: (limit: number) => record.newest(limit) },
      reviews: { value: [] },
      changed: { value: new vscode.EventEmitter<void>() },
      view: { value: { visible: true } },
      found: { value: undefined, writable: true },
      older: { value: undefined, writable: true },
      ...more,
    });
    assert.ok(made instanceof RecordTree);
    return made;
  }

  const seqs = (view: RecordTree): readonly number[] =>
    view.getChildren().flatMap((row) => (row.kind === 'entry' ? [row.entry.seq] : []));

  it('has its commands', async () => {
    const commands = await vscode.commands.getCommands(true);
    for (const name of ['searchRecord', 'clearRecordSearch', 'showOlderEntries', 'openEntry', 'showOverview'])
      assert.ok(commands.includes(`countersign.${name}`), name);
  });

  it('fault 13: shows the newest entries, each of which opens, and goes on with older ones where they end', async () => {
    const view = tree();
    const rows = view.getChildren();
    assert.equal(rows.length, 201);
    const [first, last] = [rows[0], rows.at(-1)];
    assert.ok(first && last);
    assert.deepEqual(itemOf(first).command?.arguments, [450]);
    assert.equal(last.kind, 'older');
    const older = itemOf(last);
    assert.equal(older.command?.command, 'countersign.showOlderEntries');
    assert.equal(older.label, 'Show older entries');
    const read = record.newest(451);
    assert.ok(read.ok);
    view.showOlder(read.value.slice(200, 300), true);
    assert.deepEqual(
      seqs(view),
      Array.from({ length: 300 }, (_, at) => 450 - at),
    );
    await append(callAt(451));
    assert.equal(seqs(view)[0], 451);
    assert.equal(seqs(view).length, 301);
    view.showOlder(read.value.slice(200), false);
    assert.notEqual(view.getChildren().at(-1)?.kind, 'older');
  });

  it('shows what was found, and of what comes since that which fits', async () => {
    const query = readQuery('band:production');
    const view = tree();
    const reader = new RecordReader(
      join(home, 'record'),
      join(extension?.extensionPath ?? '', 'dist', 'record-reader.js'),
    );
    const lines: string[] = [];
    const isWhole = await reader.find({ query, before: 452, limit: 500 }, (some) => lines.push(...some));
    assert.equal(isWhole, true);
    assert.equal(lines.length, 9);
    const read = record.newest(452);
    assert.ok(read.ok);
    const fits: FoundEntries['fits'] = ({ body }) => fitsQuery({ ...body }, query);
    shown = { entries: read.value.filter(fits), hasMore: false, message: 'm', upTo: 451, fits };
    view.showFound(shown);
    assert.deepEqual(seqs(view), [450, 400, 350, 300, 250, 200, 150, 100, 50]);
    await append(callAt(452));
    await append(callAt(500));
    assert.deepEqual(seqs(view).slice(0, 2), [453, 450]);
    view.showFound(undefined);
    assert.equal(seqs(view)[0], 453);
  });

  it('fault 13: searches as it was told, tells how far it has come, and shows a failure', async () => {
    const told: (FoundEntries | undefined)[] = [];
    const program = join(extension?.extensionPath ?? '', 'dist', 'record-reader.js');
    const reader = new RecordReader(join(home, 'record'), program);
    const search = Object.create(RecordSearch.prototype, {
      typed: { value: '', writable: true },
      query: { value: readQuery(''), writable: true },
      upTo: { value: -1, writable: true },
      shown: { value: [], writable: true },
      running: { value: undefined, writable: true },
      parts: {
        value: {
          find: (...asked: Parameters<RecordReader['find']>) => reader.find(...asked),
          newest: (limit: number) => {
            const read = record.newest(limit);
            return read.ok ? read.value : [];
          },
          tree: {
            showFound: (found: FoundEntries | undefined) => told.push(found),
            showOlder: () => undefined,
          },
        },
      },
    });
    await search.search('band:production target:prod-eu');
    assert.match(told[0]?.message ?? '', /0 entries so far, looking on/);
    assert.match(told.at(-1)?.message ?? '', /^band:production target:prod-eu: 10 entries$/);
    assert.deepEqual(
      told
        .at(-1)
        ?.entries.slice(0, 2)
        .map(({ seq }) => seq),
      [453, 450],
    );
    await search.search('nothing like it');
    assert.match(told.at(-1)?.message ?? '', /no entry fits/);
    await search.search(' ');
    assert.equal(told.at(-1), undefined);
  });

  it('names a broken glass that nobody has looked at above all, as late as it is', async () => {
    const began = Date.now() - 10 * 3_600_000;
    const glassHome = mkdtempSync(join(tmpdir(), 'cs-glass-'));
    const glass = recordIn(glassHome);
    try {
      const due = { id: '0'.repeat(32), from: ['ben@example.com'], by: began + 3_600_000 };
      const signed = {
        statement: 'b'.repeat(64),
        person: 'mara@example.com',
        fingerprint: 'x',
        presence: 'none',
      } as const;
      const broken = {
        ...facts,
        ...signed,
        type: 'break-glass',
        request: 'CS-7',
        reason: 'down',
        review: due,
      } as const;
      assert.equal((await glass.append(broken)).ok, true);
      const reviews = await new OpenReviews(join(glassHome, 'record')).now();
      const view = tree({ reviews: { value: reviews } });
      const [row] = view.getChildren();
      assert.ok(row?.kind === 'review');
      const item = itemOf(row);
      assert.match(String(item.label), /CS-7/);
      assert.match(`${String(item.label)} ${String(item.description)} ${String(item.tooltip)}`, /overdue/);
      assert.ok(item.iconPath instanceof vscode.ThemeIcon);
      assert.equal(item.iconPath.id, 'flame');
      assert.deepEqual(item.iconPath.color, new vscode.ThemeColor('errorForeground'));
    } finally {
      glass.close();
      rmSync(glassHome, { recursive: true, force: true });
    }
  });
});

describe('an entry of the record in a real window', () => {
  it('opens as a page, once, and what is not there opens none', async () => {
    const own = new RecordFile({
      folder: homeFrom(process.env).record,
      machine: 'm',
      clock: systemClock,
      writer: 'ab',
    });
    const written = await own.append({ ...facts, type: 'call.passed' });
    own.close();
    assert.ok(written.ok);
    const { seq } = written.value;
    await vscode.commands.executeCommand('countersign.openEntry', seq);
    await until('it', () => tabs(new RegExp(`^Entry ${seq}$`))[0]);
    await vscode.commands.executeCommand('countersign.openEntry', seq);
    for (const none of [9_999_999, -1, 'x', undefined])
      void vscode.commands.executeCommand('countersign.openEntry', none);
    await vscode.commands.executeCommand('countersign.searchRecord', 'outcome:passed');
    await vscode.commands.executeCommand('countersign.clearRecordSearch');
    assert.equal(tabs(/^Entry \d+$/).length, 1);
    await vscode.window.tabGroups.close(tabs(/^Entry \d+$/));
  });
});

describe('whether the record is whole, and a report of it, in a real window', () => {
  const textOf = (label: RegExp): Promise<string> =>
    until('the page', () => {
      const page = vscode.window.activeTextEditor?.document;
      return page !== undefined && label.test(page.uri.path) && page.getText() !== ''
        ? page.getText()
        : undefined;
    });

  before(async () => {
    await extension?.activate();
    const own = new RecordFile({
      folder: homeFrom(process.env).record,
      machine: 'm',
      clock: systemClock,
      writer: 'ab',
    });
    for (const type of ['held', 'denied'] as const) {
      const more =
        type === 'held'
          ? ({ rule: 'r', type: 'call.held' } as const)
          : ({ by: 'person', reason: 'no', type: 'call.denied' } as const);
      assert.ok((await own.append({ ...facts, request: 'CS-990', ...more })).ok);
    }
    own.close();
  });

  it('says what verify says, on a page that nobody can write to', async () => {
    await vscode.commands.executeCommand('countersign.verifyRecord');
    const said = await textOf(/Is the record whole$/);
    assert.match(said, /^The record holds: \d+ entries, head [0-9a-f]{64}\n/);
    assert.match(said, /No witness: a rewrite by this account cannot be seen\./);
    assert.match(said, /Looked at 20\S+Z, by countersign verify\.\n$/);
    await vscode.window.tabGroups.close(tabs(/^Is the record whole$/));
  });

  it('reports a time, and says what is wrong with a time that is none', async () => {
    await vscode.commands.executeCommand('countersign.showIncidentReport', '2020-01-01');
    const report = await textOf(/Incident report\.md$/);
    assert.match(report, /^# Incident report\n/);
    assert.match(report, /### CS-990: `terraform destroy`/);
    assert.equal(vscode.window.activeTextEditor?.document.languageId, 'markdown');
    await vscode.window.tabGroups.close(tabs(/^Incident report\.md$/));
    await vscode.commands.executeCommand('countersign.showIncidentReport', 'x');
    assert.deepEqual(tabs(/^Incident report/), []);
  });
});

describe('the overview in a real window', () => {
  it('is one page, whatever range is asked for', async () => {
    const one = (): Promise<vscode.Tab> =>
      until('one page', () => {
        const [first, ...more] = tabs(/^Overview$/);
        return more.length === 0 ? first : undefined;
      });
    await vscode.commands.executeCommand('countersign.showOverview');
    await one();
    await vscode.commands.executeCommand('countersign.showOverview', 7);
    await vscode.commands.executeCommand('countersign.showOverview', 'x');
    await vscode.window.tabGroups.close(await one());
    assert.deepEqual(tabs(/^Overview$/), []);
  });
});
