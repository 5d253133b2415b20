/** What real servers and clients answered to looks, as `test/process/look-*` once had it, read again without any of them. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createJudge } from '../../../src/engine/judge.js';
import { previewText } from '../../../src/messages/cli/preview.js';
import type { Site } from '../../../src/ports/judge.js';
import { noon, shellCall } from '../../support/requests.js';

type Answer = Parameters<ReturnType<typeof createJudge>['changeSeen']>[3][number];

/** `{folder}` stands for the folder that is the home and the directory of the call. */
interface Recorded {
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
  readonly credentials?: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  readonly answers: readonly Pick<Answer, 'heard'>[];
  readonly text: string;
}

const update = process.env['UPDATE_GOLDEN'] === '1';

/** The line with another text; all else as it was written. */
function withText(line: string, text: string): string {
  const recorded: Recorded = JSON.parse(line);
  return line.replace(JSON.stringify(recorded.text), () => JSON.stringify(text));
}

const lines = readFileSync('test/golden/looks.jsonl', 'utf8').trimEnd().split('\n');

describe('what was heard on a look', () => {
  const judge = createJudge();
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cs-looks-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const told = [...lines];
  after(() => {
    if (update) writeFileSync('test/golden/looks.jsonl', `${told.join('\n')}\n`);
  });

  for (const [index, line] of lines.entries()) {
    const { command }: Recorded = JSON.parse(line);
    it(`is told as it was: ${index + 1}, ${command.slice(0, 80)}`, async () => {
      const recorded: Recorded = JSON.parse(line.replaceAll('{folder}', folder));
      for (const [name, text] of Object.entries(recorded.files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text, { mode: name.includes('/') ? 0o600 : 0o755 });
      }
      const call = { ...shellCall(recorded.command), cwd: folder };
      const site: Site = {
        cwd: folder,
        env: { HOME: folder, PATH: '/usr/bin:/bin', ...recorded.env },
        ...(recorded.credentials === undefined ? {} : { credentials: recorded.credentials }),
      };
      const assessment = await judge.judge(call, site);
      const planned = await judge.looksOf(call, assessment, site);
      assert.equal(planned.length, recorded.answers.length);
      const answers = planned.map((one, at) => ({ ...one, heard: recorded.answers[at]?.heard ?? [] }));
      const change = await judge.changeSeen(call, assessment, site, answers, noon);
      const text = change === undefined ? '' : previewText(change);
      if (!update) assert.equal(text, recorded.text);
      else told[index] = withText(line, text.replaceAll(folder, '{folder}'));
    });
  }
});
