/** Everything in the documents that can be checked: links, headings, commands, titles, settings, figures and policies. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { copyLimits } from '../../src/core/change/copyable.js';
import { harmless } from '../../src/drill/story.js';
import { messageLimitBytes } from '../../src/ports/courier.js';
import { field, items } from '../support/json.js';

const project = process.cwd();
const cli = join(project, 'dist', 'cli.js');
const manifest: unknown = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));

const pages = [
  ...readdirSync(project).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(project, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
].map((name) => ({ name, text: readFileSync(join(project, name), 'utf8') }));
const read = pages.filter(({ name }) => !/^(?:CHANGELOG|CONTRIBUTING)\.md$/.test(name));

/** Outside of blocks of code, whose brackets are no links. */
function prose(text: string): string {
  return text.replace(/^ *```[\s\S]*?^ *```/gm, '');
}

/** The anchor of a heading, as hosts of Markdown make it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

describe('the documents', () => {
  it('are there, one for each need', () => {
    const needed =
      'README SECURITY SUPPORT CODE_OF_CONDUCT CONTRIBUTING docs/install docs/uninstall docs/faq docs/troubleshooting docs/platforms docs/team docs/policies docs/policy docs/record docs/publishing';
    const names = pages.map(({ name }) => name);
    assert.deepEqual(
      needed.split(' ').filter((name) => !names.includes(`${name}.md`)),
      [],
    );
    const index = readFileSync(join(project, 'docs', 'README.md'), 'utf8');
    const unlisted = names.filter(
      (name) => /^docs\/(?!README)/.test(name) && !index.includes(`(${name.slice(5)})`),
    );
    assert.deepEqual(unlisted, []);
  });

  for (const { name, text } of pages)
    it(`lead somewhere: ${name}`, () => {
      const links = [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => to);
      const broken = links.filter((to) => !/^https?:/.test(to)).filter((to) => !leads(name, to));
      assert.deepEqual(broken, []);
    });

  it('name commands of the editor by their titles', () => {
    const titles = Object.entries(JSON.parse(readFileSync(join(project, 'package.nls.json'), 'utf8')))
      .filter(([key]) => key.startsWith('command.'))
      .map(([, title]) => String(title).replace('…', ''));
    const named = read.flatMap(({ name, text }) =>
      [...text.matchAll(/\*\*Countersign: ([^*]+?)…?\*\*/g)].map(([, title = '']) => ({
        name,
        title: title.replace(/\s+/g, ' '),
      })),
    );
    assert.ok(named.length > 10);
    assert.deepEqual(
      named.filter(({ title }) => !titles.includes(title)),
      [],
    );
  });

  it('name settings that there are', () => {
    const known = Object.keys(
      Object(field(field(field(manifest, 'contributes'), 'configuration'), 'properties')),
    );
    const named = read.flatMap(({ text }) => [...text.matchAll(/`(countersign(?:\.[a-z][A-Za-z]*){2,})`/g)]);
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.map(([, id = '']) => id).filter((id) => id !== 'countersign.countersign' && !known.includes(id)),
      [],
    );
  });

  it('say the figures that the product has', () => {
    const all = read.map(({ text }) => text.replace(/\s+/g, ' ')).join('\n');
    const settings = field(field(field(manifest, 'contributes'), 'configuration'), 'properties');
    const numbers: Readonly<Record<string, number>> = { eight: 8, fifteen: 15 };
    const held = (pattern: RegExp, right: number): void => {
      const said = [...all.matchAll(pattern)].map(
        ([, got = '']) => numbers[got.toLowerCase()] ?? Number(got),
      );
      assert.ok(said.length > 0, String(pattern));
      assert.deepEqual(
        said.filter((got) => got !== right),
        [],
        String(pattern),
      );
    };
    held(/copy is kept \(up to (\d+) MB/g, copyLimits.bytes / 1024 / 1024);
    held(/\bfor (\d+) days\b/g, copyLimits.days);
    held(
      /for exactly that call, for (\w+) minutes/g,
      Number(field(field(settings, 'countersign.approval.minutes'), 'default')),
    );
    held(/(\w+) harmless calls pass/g, harmless.length);
    held(/no more is read than (\d+) kB/g, messageLimitBytes / 1024);
  });

  it('say the versions that the manifest says', () => {
    const version = String(field(manifest, 'version'));
    const engines = field(manifest, 'engines');
    const all = read.map(({ text }) => text).join('\n');
    const wrong = (pattern: RegExp, right: string): readonly string[] =>
      [...all.matchAll(pattern)].map(([, got = '']) => got).filter((got) => got !== right);
    assert.deepEqual(wrong(/countersign-(\d[\d.]*\d)\.(?:vsix|tgz)/g, version), []);
    const node = /\d+\.\d+/.exec(String(field(engines, 'node')))?.[0] ?? '';
    assert.deepEqual(wrong(/Node\W+(\d+\.\d+) or newer/g, node), []);
    const editor = /\d+\.\d+/.exec(String(field(engines, 'vscode')))?.[0] ?? '';
    assert.deepEqual(wrong(/VS Code (1\.\d+)(?: or newer|, the oldest)/g, editor), []);
    assert.match(all, new RegExp(`VS Code ${editor.replace('.', '\\.')} or newer`));
  });
});

function leads(page: string, to: string): boolean {
  const [path = '', anchor] = to.split('#');
  const file = path === '' ? join(project, page) : resolve(project, dirname(page), path);
  if (!existsSync(file) || relative(project, file).startsWith('..')) return false;
  if (anchor === undefined) return true;
  const headings = [...prose(readFileSync(file, 'utf8')).matchAll(/^#+ (.+)$/gm)];
  return headings.some(([, heading = '']) => anchorOf(heading) === anchor);
}

/** Lines of the blocks `sh`, without remarks behind them. A line that goes on is one with the next. */
const commands = read.flatMap(({ name, text }) =>
  [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)]
    .filter(([, block = '']) => !block.startsWith('#!'))
    .flatMap(([, block = '']) =>
      block
        .replace(/\\\n\s*/g, '')
        .trim()
        .split('\n'),
    )
    .map((line) => ({ name, line: line.trim().replace(/\s{2,}#.*$/, '') })),
);

/** What is run elsewhere, and by whom: each of these files runs it, or starts the script that it is. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ['npm ci && npm test', '.ci/run'],
  ['npm ci && npm run package', 'scripts/suites.mjs'],
  ['node scripts/release/prepare.mjs --tag v0.1.0 --rehearse', 'test/process/release.test.ts'],
  ['node scripts/release/publish.mjs marketplace --dry-run', 'test/process/release.test.ts'],
  ['node scripts/release/actions.mjs', 'test/process/release.test.ts'],
  ['npx countersign --version', 'test/process/npm-package.test.ts'],
  ['npm install --global countersign', 'test/process/npm-package.test.ts'],
  ['npm uninstall --global countersign', 'test/process/npm-package.test.ts'],
  ['source <(countersign completion bash)', 'test/process/completion.test.ts'],
  ['source <(countersign completion zsh)', 'test/process/completion.test.ts'],
  ['countersign completion fish | source', 'test/process/completion.test.ts'],
  ['code --install-extension countersign-0.1.0.vsix', 'test/support/editor-server.ts'],
  ['codium --install-extension countersign-0.1.0.vsix', 'test/support/editor-server.ts'],
  ['cursor --install-extension countersign-0.1.0.vsix', 'test/support/editor-server.ts'],
  ['code-server --install-extension countersign-0.1.0.vsix', 'test/support/editor-server.ts'],
  ['countersign receipt CS-142 --dir receipt', 'test/process/record-receipt.test.ts'],
  ['countersign verify receipt/record-receipt.json', 'test/process/record-receipt.test.ts'],
  ['countersign requests --accept DIGEST', 'test/process/countersign.test.ts'],
  ['countersign requests', 'test/process/countersign.test.ts'],
  ['countersign show CS-142', 'test/process/countersign.test.ts'],
  ['countersign approve CS-142', 'test/process/countersign.test.ts'],
  ["countersign deny CS-142 --reason 'Not before the backup'", 'test/process/countersign.test.ts'],
  ['countersign places set kubernetes acme-eu-1 production', 'test/process/places.test.ts'],
  ['sudo countersign unlock', 'test/process/lock.test.ts'],
]);

/** Exit codes that are no 0: somebody would be asked. */
const asks = /^countersign (?:check|policy explain)\b.*\b(?:destroy|delete|rebuild-environment)\b/;

describe('the commands of the documents', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'cs-documents-'));
  const home = join(folder, 'home');
  const work = join(folder, 'work');
  const programs = join(folder, 'programs');

  before(() => {
    for (const path of [home, programs, join(work, '.countersign')]) mkdirSync(path, { recursive: true });
    writeFileSync(join(programs, 'countersign'), `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`, {
      mode: 0o755,
    });
    const readme = readFileSync(join(project, 'README.md'), 'utf8');
    const policy = /```jsonc\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    writeFileSync(join(work, '.countersign', 'policy.json'), policy);
    const connected = run('countersign connect claude-code');
    assert.equal(connected.code, 0, connected.said);
  });

  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  const run = (line: string): { readonly code: number | null; readonly said: string } => {
    const env = { HOME: home, PATH: `${programs}:${process.env['PATH']}`, LANG: 'C.UTF-8' };
    const done = spawnSync('bash', ['-c', line], { cwd: work, env, encoding: 'utf8' });
    return { code: done.status, said: done.stdout + done.stderr };
  };

  it('are there', () => assert.ok(commands.length > 30));

  it('that run elsewhere are in the documents, and where it says', () => {
    for (const [line, file] of elsewhere) {
      assert.ok(
        commands.some((one) => one.line === line),
        line,
      );
      assert.ok(existsSync(join(project, file)), file);
    }
  });

  const ready = [
    ...new Set(commands.filter(({ name }) => name !== 'docs/credential-gate.md').map(({ line }) => line)),
  ]
    .filter((line) => !elsewhere.has(line))
    // Whatever takes away runs last.
    .sort((a, b) => Number(/uninstall|disconnect/.test(a)) - Number(/uninstall|disconnect/.test(b)));
  for (const line of ready)
    it(`work: ${line}`, () => {
      const { code, said } = run(line);
      assert.equal(code, asks.test(line) ? 10 : 0, said);
    });

  it('in the text have a name and options that their help knows', () => {
    const wrong: string[] = [];
    const helps = new Map<string, string>();
    const helpOf = (name: string): string => {
      const known = helps.get(name) ?? run(`countersign ${name} --help`).said;
      helps.set(name, known);
      return known;
    };
    const spoken = read.flatMap(({ text }) =>
      [
        ...prose(text)
          .replace(/\s+/g, ' ')
          .matchAll(/`(?:sudo |npx )?countersign ([a-z][^`]*)`/g),
      ].map(([, one = '']) => one),
    );
    assert.ok(spoken.length > 15);
    for (const one of [...new Set(spoken)]) {
      const [name = '', ...words] = (one.split(' -- ')[0] ?? '').split(' ');
      const help = helpOf(name);
      if (!help.startsWith(`countersign ${name}`)) wrong.push(one);
      for (const word of words)
        if (/^--[a-z]/.test(word) && !help.includes(word)) wrong.push(`${one}: ${word}`);
    }
    assert.deepEqual(wrong, []);
  });
});

describe('the policy cookbook', function () {
  this.timeout(60_000);
  const text = readFileSync(join(project, 'docs', 'policies.md'), 'utf8');
  const stacks = text
    .split(/^## /m)
    .slice(1)
    .map((section) => ({
      title: section.split('\n')[0] ?? '',
      policy: /```jsonc\n([\s\S]*?)```/.exec(section)?.[1] ?? '',
      rows: [...section.matchAll(/^\| `([^`]+)` \| (\w+) \| (\w+) \| ?(\S*) ?\|$/gm)].map(
        ([, command = '', without = '', within = '', rule = '']) => ({ command, without, within, rule }),
      ),
    }));
  const folder = mkdtempSync(join(tmpdir(), 'cs-cookbook-'));

  before(() => mkdirSync(join(folder, 'home')));
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  const tell = (words: readonly string[], input = ''): string => {
    const env = { HOME: join(folder, 'home'), PATH: process.env['PATH'] };
    const options = { cwd: folder, env, encoding: 'utf8', input } as const;
    const { stdout, stderr } = spawnSync(process.execPath, [cli, ...words], options);
    assert.equal(stderr, '');
    return stdout;
  };
  const decisions = (commands: readonly string[], policy: readonly string[]): readonly string[] =>
    tell(['check', '--jsonl', ...policy], commands.map((cmd) => `${JSON.stringify({ cmd })}\n`).join(''))
      .trim()
      .split('\n')
      .map((line) => String(field(JSON.parse(line), 'decision')));

  it('has eight stacks, each with a call that is let alone and one that is not', () => {
    assert.equal(stacks.length, 8);
    for (const { title, rows } of stacks) {
      assert.ok(rows.length >= 3, title);
      assert.ok(
        rows.some(({ within, rule }) => within !== 'allow' && rule !== ''),
        title,
      );
    }
    assert.ok(stacks.flatMap(({ rows }) => rows).filter(({ within }) => within === 'allow').length >= 6);
  });

  for (const { title, policy, rows } of stacks)
    it(`is true: ${title}`, () => {
      const file = join(folder, 'policy.json');
      writeFileSync(file, policy);
      const all = rows.map(({ command }) => command);
      assert.deepEqual(
        decisions(all, []),
        rows.map(({ without }) => without),
      );
      assert.deepEqual(
        decisions(all, ['--policy', file]),
        rows.map(({ within }) => within),
      );
      for (const { command, rule } of rows.filter((row) => row.rule !== '')) {
        const told: unknown = JSON.parse(
          tell(['policy', 'explain', '--policy', file, '--json', '--', command]),
        );
        const ids = items(told, 'rules').map((one) => field(one, 'id'));
        assert.ok(ids.includes(rule), `${command}: ${ids.join(' ')}`);
      }
    });
});
