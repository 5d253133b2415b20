/** secretlint's recommended rules as a second opinion: what they know as a secret is not left in a text. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import * as fc from 'fast-check';
import { redacted } from '../../../src/core/record/redact.js';
import { projectFolder } from '../../support/components.js';
import { bareCarriers, carriers, knownKinds } from '../../support/secret-kinds.js';

const id = '@secretlint/secretlint-rule-preset-recommend';

async function foundIn(content: string): Promise<readonly string[]> {
  const result = await lintSource({
    source: { filePath: '/srv/app/run.txt', content, contentType: 'text' },
    options: { config: { rules: [{ id, rule: creator, options: {} }] }, noPhysicFilePath: true },
  });
  return result.messages.map(({ ruleId, range }) => `${ruleId}: ${content.slice(...range)}`);
}

describe("secretlint's rules", () => {
  it('know a secret where one is', async () => {
    for (const kind of ['GitHub token', 'npm token']) {
      const [secret = ''] = fc.sample(knownKinds[kind] ?? fc.constant(''), { numRuns: 1, seed: 7 });
      assert.equal((await foundIn(`publish ${secret} now`)).length, 1, kind);
    }
  });

  it('find none in what was redacted', async function () {
    this.timeout(120_000);
    for (const [kind, secrets] of Object.entries(knownKinds)) {
      const [secret = ''] = fc.sample(secrets, { numRuns: 1, seed: 7 });
      const all = Object.values({ ...carriers, ...bareCarriers }).map((carry) => redacted(carry(secret)));
      assert.deepEqual(await foundIn(all.join('\n\n')), [], kind);
    }
  });

  it('find none in what the corpora hold, once it is redacted', async function () {
    this.timeout(120_000);
    for (const name of ['dangerous', 'benign']) {
      const text = readFileSync(join(projectFolder, `test/corpora/${name}.jsonl`), 'utf8');
      const commands = text.split('\n').flatMap((line) => {
        const value: unknown = line === '' ? {} : JSON.parse(line);
        return typeof value === 'object' && value !== null && 'cmd' in value ? [String(value.cmd)] : [];
      });
      assert.ok(commands.length > 100);
      assert.deepEqual(await foundIn(commands.map((command) => redacted(command)).join('\n')), []);
    }
  });
});
