import assert from 'node:assert/strict';
import { type ImportLine, importsOf, sourceFiles } from '../support/source.js';

/** The order of the rooms inside core: a room imports only from those before it, and from itself. */
const coreOrder = [
  'shared',
  'toolcall',
  'command',
  'target',
  'git',
  'tool',
  'change',
  'risk',
  'policy',
  'approval',
  'countersign',
  'record',
];

/** Which rooms a room may import besides itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: [],
  ports: ['core'],
  protocol: ['core'],
  messages: ['core', 'protocol'],
  desk: ['core', 'ports', 'protocol', 'messages'],
  engine: ['core', 'ports'],
  node: ['core', 'ports', 'protocol', 'messages', 'engine', 'client'],
  agents: ['core', 'ports', 'protocol', 'messages'],
  client: ['protocol'],
  hook: ['protocol', 'client', 'messages'],
  askpass: [],
  mcp: ['core', 'protocol', 'messages', 'client'],
  terminal: ['protocol', 'messages', 'client'],
  'http-hook': ['core', 'protocol', 'messages', 'client'],
  offline: ['core', 'ports', 'protocol', 'messages', 'desk', 'engine', 'node', 'agents'],
  drill: ['core', 'protocol', 'messages'],
  cli: ['core', 'ports', 'protocol', 'messages', 'desk', 'engine', 'node', 'agents', 'offline', 'mcp'],
  vscode: ['core', 'ports', 'protocol', 'messages', 'desk', 'agents'],
  webview: ['protocol'],
  house: ['core', 'ports', 'protocol', 'messages', 'desk', 'engine', 'node', 'agents', 'http-hook', 'vscode'],
  extension: ['house'],
};

/** Modules of Node that core may use: hashing and verifying a signature are pure functions. */
const coreBuiltins = new Map(
  [
    'shared/digest',
    'countersign/ssh-signature',
    'countersign/ssh-signature-form',
    'record/checkpoint/note-signature',
  ].map((path) => [`src/core/${path}`, ['node:crypto']]),
);

const files = sourceFiles('src');
const imports = files.flatMap(importsOf);

function roomOf(path: string): string {
  return path.split('/')[1]?.replace(/\.ts$/, '') ?? '';
}

function wordOf(line: ImportLine): string {
  return `${line.from} imports ${line.to}`;
}

describe('the rooms', () => {
  it('are all on the map', () => {
    const unknown = [...new Set(files.map((file) => roomOf(file.path)))].filter((room) => !(room in allowed));
    assert.deepEqual(unknown, []);
  });

  it('import one way only', () => {
    const wrong = imports.filter((line) => {
      if (!line.to.startsWith('src/')) return false;
      const from = roomOf(line.from);
      const to = roomOf(line.to);
      return from !== to && !(allowed[from] ?? []).includes(to);
    });
    assert.deepEqual(wrong.map(wordOf), []);
  });

  it('inside core import only downward', () => {
    const wrong = imports.filter((line) => {
      if (!line.from.startsWith('src/core/') || !line.to.startsWith('src/core/')) return false;
      const from = coreOrder.indexOf(line.from.split('/')[2] ?? '');
      const to = coreOrder.indexOf(line.to.split('/')[2] ?? '');
      return from < 0 || to < 0 || to > from;
    });
    assert.deepEqual(wrong.map(wordOf), []);
  });

  it('have no cycles of imports, those of types included', () => {
    const edges = new Map<string, string[]>();
    for (const line of imports.filter((one) => one.to.startsWith('src/'))) {
      const from = line.from.replace(/\.ts$/, '');
      edges.set(from, [...(edges.get(from) ?? []), line.to]);
    }
    assert.deepEqual(cyclesIn(edges), []);
  });
});

describe('core', () => {
  it('imports nothing of Node', () => {
    const wrong = imports.filter(
      (line) =>
        line.from.startsWith('src/core/') &&
        line.to.startsWith('node:') &&
        !coreBuiltins.get(line.from.replace(/\.ts$/, ''))?.includes(line.to),
    );
    assert.deepEqual(wrong.map(wordOf), []);
  });

  it('has no clock, no randomness, no process', () => {
    const wrong = files
      .filter((file) => file.path.startsWith('src/core/'))
      .filter((file) =>
        /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bprocess\.|\bsetTimeout\b|\bfetch\(/.test(file.code),
      )
      .map((file) => file.path);
    assert.deepEqual(wrong, []);
  });
});

describe('the editor', () => {
  it('is imported only by the front door, the house and its room', () => {
    const wrong = imports.filter(
      (line) =>
        line.to === 'vscode' &&
        !['src/extension.ts', 'src/house.ts'].includes(line.from) &&
        !line.from.startsWith('src/vscode/'),
    );
    assert.deepEqual(wrong.map(wordOf), []);
  });

  it('is absent from most of the house', () => {
    const withEditor = new Set(imports.filter((line) => line.to === 'vscode').map((line) => line.from));
    assert.ok(
      withEditor.size / files.length < 0.3,
      `${withEditor.size} of ${files.length} files import vscode`,
    );
  });
});

describe('the doorbell', () => {
  it('uses Node built-ins, the client, protocol and its own refusals only', () => {
    const wrong = imports.filter(
      (line) =>
        /^src\/(hook|client)\/|^src\/messages\/answers\/refusal\./.test(line.from) &&
        !/^node:|^src\/(hook|client|protocol)\/|^src\/messages\/answers\/refusal$/.test(line.to),
    );
    assert.deepEqual(wrong.map(wordOf), []);
  });
});

/** Depth-first search; each cycle is reported once, as the path that closes it. */
function cyclesIn(edges: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (node: string, path: readonly string[]): void => {
    const at = path.indexOf(node);
    if (at >= 0) {
      cycles.push([...path.slice(at), node].join(' -> '));
      return;
    }
    if (done.has(node)) return;
    for (const next of edges.get(node) ?? []) visit(next, [...path, node]);
    done.add(node);
  };
  for (const node of edges.keys()) visit(node, []);
  return cycles;
}
