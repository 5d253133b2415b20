import type { Judge } from '../ports/judge.js';
import { isUnjudged } from './beyond-judging.js';

/** Commands of every day, in every kind of reading that judging does: by them the engine becomes quick before anyone waits. */
const everyday = [
  'ls -la src && git status --short | head -20',
  'cd packages/app && npm test -- --grep "the card" 2>&1 | tail -40',
  'for f in $(find . -name "*.tmp"); do rm -f "$f"; done',
  'kubectl --context staging -n shop get pods -o json | jq ".items[].metadata.name"',
  'aws s3 ls s3://reports/2025 --recursive --profile dev; terraform plan -out plan.bin',
  'docker compose up -d db && psql -h localhost -c "select count(*) from orders"',
  'python3 -c "import os; print(os.listdir(\'.\'))" > out.txt; sed -i s/a/b/ README.md',
  'ssh build.example.org "cd /srv/app && git pull && make" && curl -sS https://example.org/health',
];

/** Judges what nobody asked about, a little at a time, until `isWanted` says that somebody asks. */
export async function warm(
  judge: Pick<Judge, 'judge'>,
  rounds: number,
  isWanted: () => boolean,
): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    for (const command of everyday) {
      if (isWanted()) return;
      const payload = { kind: 'shell', shell: 'bash', command } as const;
      const call = {
        agent: 'claude-code',
        session: '',
        callId: '',
        tool: 'Bash',
        cwd: '/',
        payload,
      } as const;
      const assessment = await judge.judge(call, { cwd: '/', env: {}, elsewhere: true });
      if (isUnjudged(assessment)) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
