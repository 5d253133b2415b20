import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { field, items } from '../support/json.js';
import { until } from '../support/until.js';

const cli = join(process.cwd(), 'dist/cli.js');

/** No window is open: what the installed command, the record and the doctor see of calls that ran all the same. */
describe('what ran without a yes, with no window open', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'cs-noticed-')));
    mkdirSync(join(folder, 'work'));
    run(['connect', 'claude-code']);
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const home = (): string => join(folder, 'cs');
  const started = (program: string, args: readonly string[], input = '') =>
    spawnSync(program, args, {
      cwd: join(folder, 'work'),
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, COUNTERSIGN_HOME: home() },
      input,
      encoding: 'utf8',
    });
  const run = (args: readonly string[]): string => {
    const done = started(process.execPath, [cli, ...args]);
    assert.equal(done.error, undefined);
    return done.stdout;
  };

  /** Rings as Claude Code does, by the command in its own settings. */
  const rings = (event: string, command: string, id: string): ReturnType<typeof started> => {
    const settings: unknown = JSON.parse(readFileSync(join(folder, '.claude/settings.json'), 'utf8'));
    const [entry] = items(field(settings, 'hooks'), event);
    const [hook] = items(entry, 'hooks');
    const payload = {
      session_id: 's1',
      cwd: join(folder, 'work'),
      hook_event_name: event,
      permission_mode: 'bypassPermissions',
      tool_name: 'Bash',
      tool_input: { command },
      tool_use_id: id,
      transcript_path: transcript(),
    };
    return started('/bin/sh', ['-c', String(field(hook, 'command'))], JSON.stringify(payload));
  };
  const transcript = (): string => join(folder, '.claude/projects/-work/s1.jsonl');
  const tells = (...lines: readonly object[]): void => {
    mkdirSync(dirname(transcript()), { recursive: true });
    for (const content of lines)
      appendFileSync(transcript(), `${JSON.stringify({ message: { content: [content] } })}\n`);
  };
  const ran = (id: string, command: string): void =>
    tells(
      { type: 'tool_use', id, name: 'Bash', input: { command } },
      { type: 'tool_result', tool_use_id: id, content: 'done' },
    );

  const slips = (): readonly (readonly unknown[])[] => {
    const lines = run(['log', '--json', '--limit', '50']).split('\n').filter(Boolean);
    const bodies = lines.map((line) => field(JSON.parse(line), 'body'));
    return bodies
      .filter((body) => field(body, 'type') === 'call.slipped')
      .map((body) => [field(body, 'summary'), field(body, 'despite'), field(body, 'seen')]);
  };
  const problems = (): readonly unknown[] => {
    const agents = items(JSON.parse(run(['doctor', '--json'])), 'agents');
    const claude = agents.find((one) => field(one, 'agent') === 'claude-code');
    return items(claude, 'problems').map((one) => field(one, 'kind'));
  };

  const danger = 'terraform destroy -auto-approve';

  it('is an alarm of the record and of every doctor until a person has seen it', async () => {
    assert.match(rings('PreToolUse', danger, 't1').stdout, /"deny"/);
    rings('PostToolUse', danger, 't1');
    await until('the alarm', () => slips().length > 0 || undefined);
    assert.deepEqual(slips(), [[danger, 'denied', 'after']]);
    assert.deepEqual(problems(), ['ran-anyway']);
    assert.deepEqual(problems(), ['ran-anyway']);
    assert.equal(started(process.execPath, [cli, 'doctor', '--seen']).status, 1);
    assert.deepEqual(problems(), ['ran-anyway']);
  });

  it('is found by the doctor in a transcript that went on without the hook', async () => {
    assert.equal(rings('PreToolUse', 'ls', 't1').stdout.trim(), '{}');
    ran('t1', 'ls');
    assert.deepEqual(problems(), []);
    rmSync(join(folder, '.claude/settings.json'));
    ran('t2', danger);
    run(['connect', 'claude-code']);
    assert.deepEqual(slips(), []);
    assert.deepEqual(problems(), ['slipped']);
    assert.deepEqual(slips(), [[danger, undefined, 'transcript']]);
    problems();
    assert.equal(slips().length, 1);
  });

  it('is nothing where all that ran was let go', async () => {
    for (const id of ['t1', 't2']) {
      rings('PreToolUse', 'ls', id);
      rings('PostToolUse', 'ls', id);
      ran(id, 'ls');
    }
    assert.deepEqual(problems(), []);
    assert.deepEqual(slips(), []);
  });

  it("tells a doorbell whose bytes are not its install's, also from the installed program", () => {
    const bell = (program: string): unknown =>
      field(JSON.parse(started(process.execPath, [program, 'doctor', '--json']).stdout), 'doorbell');
    const installed = join(home(), 'bin/cli.js');
    assert.equal(field(bell(cli), 'kind'), 'same');
    assert.equal(field(bell(installed), 'kind'), 'itself');
    writeFileSync(join(home(), 'bin/offline.js'), 'console.log("{}")\n');
    for (const program of [cli, installed])
      assert.deepEqual(field(bell(program), 'files'), ['offline.js'], program);
  });
});
