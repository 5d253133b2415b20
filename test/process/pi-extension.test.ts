/** What `connect pi` installs, beside other extensions that Pi gives the same call to. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pi } from '../../src/agents/pi.js';
import { field } from '../support/json.js';
import { until } from '../support/until.js';

type Handler = (event: object, context: object) => unknown;

describe("Pi's extension", function () {
  this.timeout(20_000);
  let folder: string;
  let rung: string;
  /** While it is there the doorbell gives no answer. */
  let held: string;
  let handlers: Map<string, Handler>;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cs-pi-'));
    [rung, held] = [join(folder, 'rung'), join(folder, 'held')];
    const launcher = join(folder, 'countersign-hook');
    writeFileSync(
      launcher,
      `#!/bin/sh\ncat >> '${rung}'\nwhile [ -e '${held}' ]; do sleep 0.02; done\necho '{}'\n`,
      { mode: 0o755 },
    );
    const text = 'text' in pi ? pi.text({ launcher, platform: 'posix' }) : '';
    const loaded: unknown = await import(
      `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`
    );
    const load: unknown = field(loaded, 'default');
    assert.ok(typeof load === 'function');
    handlers = new Map();
    load({ on: (event: string, handler: Handler) => handlers.set(event, handler) });
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));

  const context = { cwd: '/w', sessionManager: { getSessionId: () => 's' } };
  const call = (input: object) => ({ toolName: 'edit', toolCallId: 'c', input });
  const judge = async (event: object): Promise<unknown> => handlers.get('tool_call')?.(event, context);

  it('blocks a call that another extension changes while it is judged', async () => {
    const input = { path: 'a', edits: [{ oldText: 'x', newText: 'y' }] };
    writeFileSync(held, '');
    const judged = judge(call(input));
    await until('the ring', () => (existsSync(rung) ? true : undefined));
    input.edits.push({ oldText: 'p', newText: 'q' });
    rmSync(held);
    await assert.rejects(judged, /was changed after Countersign judged it/);
  });

  it('lets no later extension change what was judged, at any depth', async () => {
    const input = { path: 'a', edits: [{ oldText: 'x', newText: 'y' }] };
    const before = JSON.stringify(input);
    await judge(call(input));
    for (const change of [
      () => Object.assign(input, { path: 'b' }),
      () => Object.assign(input, { more: 1 }),
      () => Object.assign(input.edits[0] ?? {}, { newText: 'z' }),
      () => input.edits.push({ oldText: 'p', newText: 'q' }),
    ])
      assert.throws(change, TypeError);
    assert.equal(JSON.stringify(input), before);
  });

  it('judges what an earlier extension has made of a call', async () => {
    const input = { path: 'a', edits: [{ oldText: 'x', newText: 'y' }] };
    Object.assign(input, { path: '/etc/passwd' });
    assert.equal(await judge(call(input)), undefined);
    const said: unknown = JSON.parse(readFileSync(rung, 'utf8'));
    assert.deepEqual(field(field(said, 'output'), 'args'), input);
    assert.deepEqual(field(said, 'input'), { tool: 'edit', sessionID: 's', callID: 'c' });
  });
});
