import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compressors } from '../../../src/core/tool/tools/compressors.js';
import { asks, ids, judged } from '../../support/judged.js';

const guards = [
  '~/.claude/settings.json',
  '~/.countersign/bin/hook.js',
  '/etc/countersign/policy.yaml',
  '/etc/claude-code/managed-settings.json',
];
/** What each takes to remove its operand, where it keeps it by itself. */
const taking: Readonly<Record<string, string>> = {
  brotli: '--rm',
  unbrotli: '-j',
  lzop: '-U',
  unlzop: '--rm',
  lrzip: '-D',
  lrunzip: '-D',
};
const keeps = /^(?:(?:un)?zstd(?:mt)?|(?:un)?lz4|pixz)$/;
const spelled = (program: string): string =>
  `${program} ${taking[program] ?? (keeps.test(program) ? '--rm' : '')}`.trim();

describe('what replaces its operand', () => {
  it('is held where that is a guard, whichever program it is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...compressors.programs),
        fc.constantFrom(...guards),
        fc.constantFrom('', '-9', '-f', '-v'),
        (program, file, option) => {
          const command = `${spelled(program)} ${option} ${file}`;
          assert.ok(ids(judged(command)).includes('guard-change'), command);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('is held where it takes a folder of guards, or of the system', () => {
    for (const program of ['gzip', 'xz', 'bzip2', 'pigz', 'zstd --rm', 'lz4 -m --rm', 'gunzip', 'compress'])
      for (const folder of ['~/.claude', '~/.countersign/bin', '~', '~/.config', '/etc'])
        assert.ok(asks(judged(`${program} -r ${folder}`)), `${program} -r ${folder}`);
    assert.ok(asks(judged('sudo xz /etc/passwd')));
  });

  it('is held where what comes out is a guard', () => {
    for (const program of [
      'gunzip',
      'gunzip -k',
      'gzip -d',
      'gzip -dk',
      'unzstd',
      'zstd -d',
      'xz -dk',
      'lz4 -d',
      'uncompress',
      'brotli -d',
    ])
      assert.ok(asks(judged(`${program} ~/.claude/settings.json.gz`)), program);
    assert.ok(asks(judged('zstd -d a.zst -o ~/.claude/settings.json')));
  });

  it('stays quiet in a project, and where the file is kept, printed or looked at', () => {
    for (const command of [
      'gzip app.log',
      'gzip -9 logs/app.log',
      'xz dump.sql',
      'gunzip x.gz',
      'pigz -p 4 data.csv',
      'gzip -r logs',
      'zstd ~/.claude/settings.json',
      'gzip -k ~/.claude/settings.json',
      'gzip -c ~/.claude/settings.json > /tmp/s.gz',
      'gzip -lv ~/.claude/settings.json.gz',
      'xz -t ~/.claude/settings.json.xz',
      'gunzip -c ~/.claude/settings.json.gz',
      'gzip < ~/.claude/settings.json',
      'dasel -f ~/.claude/settings.json hooks',
      'mlr --icsv --ojson cat a.csv',
    ])
      assert.ok(!asks(judged(command)), command);
  });

  it('and what chooses from files is held where it writes back', () => {
    for (const command of [
      'dasel delete -f ~/.claude/settings.json hooks',
      'dasel put -f ~/.claude/settings.json -t string -v x hooks',
      'dasel put -f a.json -o ~/.claude/settings.json -v x hooks',
      'mlr -I --json cut -x -f hooks ~/.claude/settings.json',
    ])
      assert.ok(asks(judged(command)), command);
  });
});
