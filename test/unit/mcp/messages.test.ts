import assert from 'node:assert/strict';
import { readClientLine } from '../../../src/mcp/client-message.js';
import { Lines } from '../../../src/mcp/lines.js';
import { stoppedLine, waitingLine } from '../../../src/mcp/replies.js';
import { serverEnvironment } from '../../../src/mcp/server-environment.js';
import { ToolHints } from '../../../src/mcp/tool-hints.js';

function read(text: string): readonly string[] {
  return readClientLine(Buffer.from(text), 1_000).map((message) => {
    if (message.kind === 'pass') return `pass ${String(message.line)}`;
    if (message.kind === 'cancel') return `cancel ${message.request}`;
    if (message.kind === 'refuse') return `refuse ${message.code} ${message.detail}`.trim();
    return `call ${message.call.id} ${message.call.name} ${message.call.line.trim()}`;
  });
}

describe('a line of a client', () => {
  it('passes as it came unless it is a call', () => {
    for (const line of [
      '{"jsonrpc":"2.0", "id":1,"method":"tools/list"}',
      '{"jsonrpc":"2.0","id":1,"result":{"method":"tools/call"}}',
      '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{}}',
      '{"jsonrpc":"2.0","id":1,"method":"x","params":{"n":123456789012345678901}}',
    ]) {
      assert.deepEqual(read(line), [`pass ${line}`]);
    }
  });

  it('is written anew where others could read it differently', () => {
    assert.deepEqual(read('{"id":1,"id":2,"method":"x"}'), ['pass {"id":2,"method":"x"}\n']);
    assert.deepEqual(read('{"id":1,\r"method":"x"}'), ['pass {"id":1,"method":"x"}\n']);
    assert.deepEqual(read('{"id":1,"method":"\u2028"}'), ['pass {"id":1,"method":"\\u2028"}\n']);
  });

  it('is several messages when it is a batch', () => {
    assert.deepEqual(
      read('[{"id":1,"method":"x"},{"id":2,"method":"tools/call","params":{"name":"t"}},7,[]]').map((one) =>
        one.slice(0, 8),
      ),
      ['pass {"i', 'call 2 t', 'refuse n', 'refuse n'],
    );
    assert.deepEqual(
      read('[{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"t"}}]').map((one) =>
        one.slice(0, 8),
      ),
      ['call a t'],
    );
  });

  it('cancels by the id of a request', () => {
    assert.deepEqual(
      read('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"7"}}'),
      ['cancel 7'],
    );
  });
});

describe('a stream', () => {
  it('is cut at line feeds, wherever its pieces end', () => {
    const lines: string[] = [];
    let tooLong = 0;
    const stream = new Lines(
      8,
      (line) => lines.push(String(line)),
      () => {
        tooLong += 1;
      },
    );
    for (const piece of ['ab', 'c\nde\r\n', '\n', '123456789', '0\nf', '\n', 'last'])
      stream.push(Buffer.from(piece));
    stream.end();
    assert.deepEqual([lines, tooLong], [['abc', 'de', 'f', 'last'], 1]);
  });
});

describe('what the gateway says itself', () => {
  it('is a result with its reason, and says that it is whole where that is asked for', () => {
    assert.equal(
      stoppedLine('a', 'no', false),
      '{"jsonrpc":"2.0","id":"a","result":{"content":[{"type":"text","text":"no"}],"isError":true}}\n',
    );
    assert.match(stoppedLine(1, 'no', true), /"result":\{"resultType":"complete",/);
  });

  it('grows, and stays below what a server says later', () => {
    const progress = [1, 2].map((count) => /"progress":([\d.e-]+)/.exec(waitingLine('t', count, 'w'))?.[1]);
    assert.deepEqual(progress.map(Number), [1e-6, 2e-6]);
  });
});

describe("a server's word about its tools", () => {
  it('stays when it is against a tool', () => {
    const hints = new ToolHints();
    const list = (annotations: Readonly<Record<string, boolean>>) => ({
      tools: [{ name: 't', annotations }],
    });
    hints.learn(list({ destructiveHint: true, readOnlyHint: false }));
    hints.learn(list({ destructiveHint: false, readOnlyHint: true }));
    assert.deepEqual(hints.of('t'), { destructiveHint: true, readOnlyHint: false });
    assert.deepEqual(hints.of('other'), {});
    hints.learn({ tools: [{ name: 'u', annotations: { readOnlyHint: 'yes' } }, { annotations: {} }, 7] });
    assert.deepEqual(hints.of('u'), {});
  });
});

describe("a server's environment", () => {
  it('is as the client gave it', () => {
    const given = { PATH: '/bin', NODE_OPTIONS: '--x', COUNTERSIGN_HOME: '/mine' };
    const launched = {
      PATH: '/bin',
      COUNTERSIGN_KEPT_NODE_OPTIONS: '--x',
      COUNTERSIGN_KEPT_COUNTERSIGN_HOME: '/mine',
      COUNTERSIGN_HOME: '/home/ada/.countersign',
      ELECTRON_RUN_AS_NODE: '1',
      COUNTERSIGN_LAUNCHED: 'COUNTERSIGN_HOME COUNTERSIGN_LAUNCHED ELECTRON_RUN_AS_NODE',
    };
    assert.deepEqual(serverEnvironment(launched), given);
    const odd = JSON.parse('{"__proto__":"1","COUNTERSIGN_KEPT___proto__":"2","COUNTERSIGN_LAUNCHED":"x"}');
    assert.deepEqual(Object.entries(serverEnvironment(odd)), [['__proto__', '2']]);
    assert.equal(serverEnvironment(given), given);
  });
});
