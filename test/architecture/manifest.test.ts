import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../../src/protocol/ring.js';
import { root, sourceFiles } from '../support/source.js';

/** Ids that the code gives to the editor and that the manifest need not name. */
const internal = [
  'countersign.request',
  'countersign.status',
  'countersign.overview',
  'countersign.openEntry',
  'countersign.showOlderEntries',
];

const manifestText = readFileSync(join(root, 'package.json'), 'utf8');
const manifest: unknown = JSON.parse(manifestText);
const contributes = at(manifest, 'contributes');
const editorCode = sourceFiles('src')
  .filter((file) => file.path.startsWith('src/vscode/') || file.path === 'src/house.ts')
  .map((file) => file.text)
  .join('\n');

/** Every `'countersign.x'` in the editor's code. */
const literals = unique(editorCode.matchAll(/'(countersign\.[A-Za-z.]+)'/g));
/** Context keys by which the manifest shows, hides or completes something. */
const contextKeys = unique(
  manifestText.matchAll(/"(?:when|enablement)":\s*"(?:[^"]*?\s)?!?(?<!== )(countersign\.[A-Za-z]+)\b/g),
).concat(unique(manifestText.matchAll(/onContext:(countersign\.[A-Za-z]+)/g)));

describe('the manifest', () => {
  it('names each command that the code registers, and no other', () => {
    const declared = list(at(contributes, 'commands')).map((command) => text(at(command, 'command')));
    assert.ok(declared.length > 0);
    assert.deepEqual(
      declared.filter((command) => !literals.includes(command) && !registeredByTable(command)),
      [],
    );
  });

  it('knows every id that the code speaks of', () => {
    const known = new Set([
      ...internal,
      ...contextKeys,
      ...list(at(contributes, 'commands')).map((command) => text(at(command, 'command'))),
      ...list(at(at(contributes, 'views'), 'countersign')).map((view) => text(at(view, 'id'))),
      ...list(at(contributes, 'walkthroughs')).map((walkthrough) => text(at(walkthrough, 'id'))),
    ]);
    assert.deepEqual(
      literals.filter((id) => !known.has(id)),
      [],
    );
  });

  it('has its context keys set by the code', () => {
    const names = contextKeys.map((key) => key.replace('countersign.', ''));
    assert.ok(names.length > 0);
    assert.deepEqual(
      names.filter((name) => !new RegExp(`['.]${name}\\b`).test(editorCode)),
      [],
    );
  });

  it('declares each setting that the code reads, and the code reads each one declared', () => {
    const properties = at(at(contributes, 'configuration'), 'properties');
    const declared = Object.keys(isObject(properties) ? properties : {}).map((key) =>
      key.replace('countersign.', ''),
    );
    const read = unique(editorCode.matchAll(/\.(?:get|update)(?:<\w+>)?\(\s*'([a-z]+(?:\.[A-Za-z]+)*)'/g));
    assert.deepEqual(read.sort(), declared.sort());
  });

  it('uses nothing that its oldest editor lacks: the types are those of that editor, and no API is proposed', () => {
    const floor = /^\^(\d+\.\d+\.\d+)$/.exec(text(at(at(manifest, 'engines'), 'vscode')))?.[1];
    assert.ok(floor !== undefined, 'expected a caret range');
    assert.equal(text(at(at(manifest, 'devDependencies'), '@types/vscode')), floor);
    const installed: unknown = JSON.parse(
      readFileSync(join(root, 'node_modules', '@types', 'vscode', 'package.json'), 'utf8'),
    );
    assert.equal(text(at(installed, 'version')), floor);
    assert.equal(at(manifest, 'enabledApiProposals'), undefined);
    // A cast to reach what the types do not have would pass them by.
    const cast = sourceFiles('src')
      .filter(({ code }) =>
        /\bas unknown as typeof vscode\b|\bvscode as \{|\bvscode as any\b|\bvscode\[/.test(code),
      )
      .map(({ path }) => path);
    assert.deepEqual(cast, []);
    // The language as well: what its Node has.
    const config = readFileSync(join(root, 'tsconfig.json'), 'utf8');
    assert.match(config, /"lib": \["ES2023"\]/);
    assert.match(readFileSync(join(root, 'scripts/bundles.mjs'), 'utf8'), /target: 'node20'/);
  });

  it('keeps what could loosen anything out of reach of a workspace', () => {
    const properties = at(at(contributes, 'configuration'), 'properties');
    const scopes = Object.values(isObject(properties) ? properties : {}).map((one) => at(one, 'scope'));
    assert.deepEqual(
      scopes.filter((scope) => scope !== 'application'),
      [],
    );
  });

  it('lets no synchronisation carry what could loosen anything to another machine', () => {
    const properties = at(at(contributes, 'configuration'), 'properties');
    // The demo shows an example and judges nothing.
    const settings = Object.entries(isObject(properties) ? properties : {}).filter(
      ([key, one]) => key !== 'countersign.demo' && at(one, 'ignoreSync') !== true,
    );
    assert.deepEqual(
      settings.map(([key]) => key),
      [],
    );
  });

  it('offers no command that approves', () => {
    const commands = list(at(contributes, 'commands')).map((command) => text(at(command, 'command')));
    assert.deepEqual(
      commands.filter((command) => /approv|allow|grant|countersignNow/i.test(command)),
      [],
    );
    assert.equal(at(contributes, 'uriHandlers'), undefined);
  });
});

describe('the words of the manifest', () => {
  const words: unknown = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8'));
  const keys = Object.keys(isObject(words) ? words : {});
  const used = unique(manifestText.matchAll(/"%([\w.]+)%"/g));

  it('are all there', () => {
    assert.deepEqual(
      used.filter((key) => !keys.includes(key)),
      [],
    );
  });

  it('are all used', () => {
    assert.deepEqual(
      keys.filter((key) => !used.includes(key)),
      [],
    );
  });
});

/** Commands can be registered from a table whose keys stand without the prefix. */
function registeredByTable(command: string): boolean {
  const name = command.replace('countersign.', '');
  return new RegExp(`\\b${name}:|'${name}'`).test(editorCode);
}

function at(value: unknown, key: string): unknown {
  return isObject(value) ? value[key] : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function unique(matches: Iterable<RegExpMatchArray>): string[] {
  return [...new Set([...matches].map((match) => match[1] ?? ''))];
}
