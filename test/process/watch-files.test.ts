import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchFiles } from '../../src/node/files/watch-files.js';
import { until } from '../support/until.js';

describe('watching files', function () {
  this.timeout(30_000);
  let folder = '';
  let stop: () => void = () => undefined;
  let told = 0;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cs-watch-'));
    told = 0;
  });

  afterEach(() => {
    stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (...names: readonly string[]): void => {
    stop = watchFiles(
      names.map((name) => join(folder, name)),
      () => {
        told += 1;
      },
    );
  };

  const tells = async (what: string, act: () => void): Promise<void> => {
    const before = told;
    act();
    await until(what, () => (told > before ? true : undefined));
  };

  it('tells of a file that is made, written, replaced and removed', async () => {
    start('a.json');
    const file = join(folder, 'a.json');
    await tells('made', () => writeFileSync(file, '1'));
    await tells('written', () => writeFileSync(file, '2'));
    writeFileSync(join(folder, 'new'), '2');
    await tells('replaced', () => renameSync(join(folder, 'new'), file));
    await tells('removed', () => rmSync(file));
  });

  it('tells of a file in a folder that is not there yet', async () => {
    start('later/a.json');
    await tells('made', () => {
      mkdirSync(join(folder, 'later'));
      writeFileSync(join(folder, 'later/a.json'), '1');
    });
    await tells('written', () => writeFileSync(join(folder, 'later/a.json'), '2'));
  });

  it('says nothing of other files, nor after it ended', async () => {
    start('a.json');
    let witnessed = 0;
    const witness = watchFiles([join(folder, 'a.json'), join(folder, 'b.json')], () => {
      witnessed += 1;
    });
    const seen = (what: string, before: number) => until(what, () => (witnessed > before ? true : undefined));
    writeFileSync(join(folder, 'b.json'), '1');
    await seen('another file', 0);
    stop();
    const before = witnessed;
    writeFileSync(join(folder, 'a.json'), '1');
    await seen('the file', before);
    witness();
    assert.equal(told, 0);
  });
});
