/** What a language says of the machine it runs on is known: a program that starts itself again starts what its words say. */
import assert from 'node:assert/strict';
import type { Assessment } from '../../../src/core/risk/assessment.js';
import { memoryJudge } from '../../support/judge.js';
import { asks } from '../../support/judged.js';

async function judgedCode(program: string, code: string): Promise<Assessment> {
  const command = `${program} - <<'EOF'\n${code}\nEOF\n`;
  const payload = { kind: 'shell', shell: 'bash', command } as const;
  const call = {
    agent: 'claude-code',
    session: '',
    callId: '',
    tool: 'Bash',
    cwd: '/projects/app',
    payload,
  } as const;
  return memoryJudge().judge(call, { cwd: '/projects/app', env: {}, home: '/home/ada' });
}

const starts: readonly (readonly [program: string, code: (words: string) => string])[] = [
  ['python3', (words) => `import subprocess, sys\nsubprocess.run([sys.executable, ${words}], check=True)`],
  [
    'python3',
    (words) =>
      `import subprocess as sp\nimport sys as system\nsp.check_call([system.executable] + [${words}])`,
  ],
  [
    'python3',
    (words) =>
      `from sys import executable as python\nfrom subprocess import run\ncmd = [python, ${words}]\nrun(cmd)`,
  ],
  ['node', (words) => `require('node:child_process').execFileSync(process.execPath, [${words}]);`],
  [
    'node',
    (words) =>
      `import { spawnSync } from 'child_process';\nimport { execPath } from 'node:process';\nspawnSync(execPath, [${words}]);`,
  ],
];

describe('a program that starts its own interpreter', () => {
  for (const [program, code] of starts) {
    const flag = program === 'node' ? '-e' : '-c';
    const loss =
      program === 'node'
        ? "\"require('fs').rmSync('/srv/data', { recursive: true })\""
        : '"import shutil; shutil.rmtree(\'/srv/data\')"';

    it(`is quiet with plain words: ${code("'-m'")}`, async () => {
      const words = program === 'node' ? "'--test', 'test/a.test.js'" : "'-m', 'pytest', '-q'";
      const found = await judgedCode(program, code(words));
      assert.ok(!asks(found), JSON.stringify(found.findings.map(({ id }) => id)));
    });

    it(`does what its words do: ${code("'-c'")}`, async () => {
      assert.ok(asks(await judgedCode(program, code(`'${flag}', ${loss}`))));
    });
  }

  it('asks where the program is not known', async () => {
    const code = 'import subprocess\nsubprocess.run([input(), "-m", "pytest"])';
    assert.ok(asks(await judgedCode('python3', code)));
  });
});
