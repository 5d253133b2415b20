import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeTeamPolicy } from '../../../src/core/policy/decode-team-policy.js';
import { lintPolicy } from '../../../src/core/policy/lint.js';
import { root } from '../../support/source.js';

describe('the format of a policy', () => {
  it('is the same in the decoder, in the JSON Schema and in the table', () => {
    const script = join(root, 'scripts/policy-schema.mjs');
    execFileSync(process.execPath, [script, '--check'], { cwd: root, timeout: 60_000 });
  });

  it('is that of the example in the README, which says nothing in vain', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const example = /```jsonc\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    assert.match(example, /"rules"/);
    const decoded = decodeTeamPolicy(example);
    assert.ok(decoded.ok, JSON.stringify(decoded));
    assert.equal(decoded.value.rules.length, 3);
    assert.deepEqual(lintPolicy(example), { problems: [], remarks: [], looser: [] });
  });
});
