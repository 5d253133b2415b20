/** The gate in processes of its own: many at once, and the workflow of the documents, step by step. */
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import * as v from 'valibot';
import { formatRoster } from '../../src/core/countersign/roster-text.js';
import { projectFolder } from '../support/components.js';
import { ben, rosterOf, softwareKeys, trustOf } from '../support/countersigners.js';
import { receiptFor, receiptText } from '../support/receipts.js';
import { shellCall } from '../support/requests.js';

const cli = join(projectFolder, 'dist', 'cli.js');

const workflow = v.object({
  jobs: v.object({
    deploy: v.object({
      environment: v.string(),
      steps: v.array(
        v.object({
          name: v.string(),
          uses: v.optional(v.string()),
          run: v.optional(v.string()),
          if: v.optional(v.string()),
          'continue-on-error': v.optional(v.boolean()),
          env: v.optional(v.record(v.string(), v.string())),
        }),
      ),
    }),
  }),
});

describe('the credential gate', function () {
  this.timeout(120_000);
  const keys = softwareKeys();
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'countersign-gates-'));
    writeFileSync(join(root, 'roster'), formatRoster(rosterOf(keys)));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function exitOf(args: readonly string[]): Promise<number> {
    return new Promise((resolve) => {
      const child = execFile(process.execPath, [cli, 'verify', ...args], {
        cwd: root,
        env: { PATH: process.env['PATH'] ?? '', HOME: root, COUNTERSIGN_HOME: join(root, 'home') },
      });
      child.once('exit', (code) => resolve(code ?? -1));
    });
  }

  for (const kind of ['folder', 'file'] as const)
    it(`lets one of 50 pass that ask at once: a ${kind}`, async () => {
      const receipt = receiptFor({ keys, at: Date.now() - 60_000, answers: [[ben]] });
      writeFileSync(join(root, 'receipt.json'), receiptText(receipt));
      if (kind === 'file') writeFileSync(join(root, 'store'), '');
      const args = ['receipt.json', '--require', 'countersigned', '--roster', 'roster', '--once', 'store'];
      const codes = await Promise.all(Array.from({ length: 50 }, () => exitOf(args)));
      assert.equal(codes.filter((code) => code === 0).length, 1, codes.join(' '));
      assert.equal(codes.filter((code) => code === 1).length, 49, codes.join(' '));
    });

  /** Runs the workflow's steps as a runner would, for one event; the names of those that ran to their end. */
  function runWorkflow(inputs: { readonly receipt: string; readonly command: string }): readonly string[] {
    const text = readFileSync(join(projectFolder, 'docs', 'credential-gate.yml'), 'utf8');
    const { deploy } = v.parse(workflow, load(text)).jobs;
    const bin = join(root, 'bin');
    const temporary = join(root, 'temporary');
    for (const folder of [bin, temporary]) mkdirSync(folder, { recursive: true });
    writeFileSync(join(bin, 'countersign'), `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`);
    chmodSync(join(bin, 'countersign'), 0o755);
    const known: Readonly<Record<string, string>> = {
      'github.event.inputs.receipt': inputs.receipt,
      'github.event.inputs.command': inputs.command,
      'vars.COUNTERSIGN_ROSTER': formatRoster(rosterOf(keys)),
      'vars.COUNTERSIGN_POLICY': trustOf(keys).digest,
      'vars.COUNTERSIGN_TARGET': 'aws:cost-explorer-*',
      'vars.COUNTERSIGN_STORE': join(root, 'used'),
    };
    const done: string[] = [];
    for (const step of deploy.steps) {
      assert.equal(
        step.if ?? step['continue-on-error'],
        undefined,
        'no step runs whatever became of the last',
      );
      assert.equal(/\$\{\{/.test(step.run ?? ''), false, 'nothing from outside is put into a script');
      if (step.run !== undefined) {
        const env = Object.entries(step.env ?? {}).map(([name, value]) => {
          const expression = /^\$\{\{ ([\w.]+) \}\}$/.exec(value)?.[1] ?? '';
          assert.ok(expression in known, value);
          return [name, known[expression] ?? ''] as const;
        });
        try {
          execFileSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
            cwd: root,
            stdio: 'pipe',
            env: {
              PATH: `${bin}:${process.env['PATH']}`,
              HOME: root,
              RUNNER_TEMP: temporary,
              ...Object.fromEntries(env),
            },
          });
        } catch {
          return done;
        }
      }
      done.push(step.name);
    }
    return done;
  }

  it('stands in a workflow before the role is taken', () => {
    const command = 'touch deployed';
    const at = Date.now() - 60_000;
    const given = { keys, at, request: { call: shellCall(command) }, answers: [[ben]] as const };
    const receipt = receiptText(receiptFor(given));
    assert.deepEqual(runWorkflow({ receipt, command: 'touch other' }), []);
    assert.deepEqual(runWorkflow({ receipt: 'x', command }), []);
    assert.deepEqual(
      runWorkflow({ receipt: receiptText(receiptFor({ ...given, answers: [] })), command }),
      [],
    );
    const glass = {
      ...given,
      answers: [],
      request: { ...given.request, kind: 'break-glass', reason: 'down' } as const,
    };
    assert.deepEqual(runWorkflow({ receipt: receiptText(receiptFor(glass)), command }), []);
    assert.equal(existsSync(join(root, 'deployed')), false);
    const all = ['Check the receipt', 'Take the role', 'Run what was countersigned'];
    assert.deepEqual(runWorkflow({ receipt, command }), all);
    assert.equal(existsSync(join(root, 'deployed')), true);
    assert.deepEqual(runWorkflow({ receipt, command }), [], 'a receipt passes once');
  });
});
