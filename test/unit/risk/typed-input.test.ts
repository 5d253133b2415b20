import assert from 'node:assert/strict';
import type { AgentId } from '../../../src/core/toolcall/toolcall.js';
import { asks, emptyWorld, ids, judgedPayload } from '../../support/judged.js';

function isTyped(command: string, agent: AgentId = 'codex'): boolean {
  const assessment = judgedPayload({ kind: 'shell', shell: 'bash', command }, emptyWorld, { agent });
  const found = ids(assessment).includes('typed-input');
  if (found) assert.ok(asks(assessment), command);
  return found;
}

describe('a program that Codex starts to type into', () => {
  it('is asked about: what is typed later rings no doorbell', () => {
    for (const command of [
      'bash -i',
      'bash',
      'sh -l',
      'env X=1 zsh',
      'python3',
      'python3 -i a.py',
      'cd a && node',
    ]) {
      assert.equal(isTyped(command), true, command);
    }
  });

  it('is none where it has its program already', () => {
    for (const command of [
      'bash -c ls',
      'bash -lc "git status"',
      'bash build.sh',
      'python3 a.py',
      'python3 -m pytest',
      'python3 --version',
      'node -e 1',
      'echo ls | bash',
      'bash < build.sh',
      'bash <<< ls',
      'perl -i -pe s/a/b/ a.txt',
      'tmux ls',
      'git status',
    ]) {
      assert.equal(isTyped(command), false, command);
    }
  });

  it('is no matter to an agent whose typing rings too', () => {
    assert.equal(isTyped('bash -i', 'claude-code'), false);
    assert.equal(isTyped('bash -i', 'copilot-cli'), false);
  });
});
