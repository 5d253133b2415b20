/** Commands that a project gives its framework itself, and what its test runner does before any test: read as the code that they are. */
import { budgets } from '../../shared/budgets.js';
import type { Call, Machine, Reader, ReaderOutcome } from '../machine.js';
import { programName, resolvePath } from '../paths.js';
import { isBlank, isKnown, known } from '../value.js';
import { readCode } from './languages.js';
import { loadedBy } from './modules.js';
import { scriptText } from './script-text.js';

/** Code that runs, and where it stands. */
interface Piece {
  readonly path: string;
  readonly text: string;
}

function filesAt(paths: readonly string[], call: Call, machine: Machine): readonly Piece[] {
  if (call.place.frame.elsewhere !== undefined) return [];
  return [...new Set(paths)].slice(0, budgets.modules.most).flatMap((path) => {
    const text = scriptText(known(path), call.place, machine);
    return text === undefined || isBlank(text) ? [] : [{ path, text: text.text }];
  });
}

/** A variable, as the shell has it or as a file gives it that the framework loads. */
function variable(name: string, files: readonly string[], call: Call, machine: Machine): string | undefined {
  const { value } = call.place.scope.variable(name);
  if (value !== undefined) return isKnown(value) ? value.text : undefined;
  return filesAt(files, call, machine).flatMap(
    ({ text }) => new RegExp(`^(?:export )?${name}=["']?([^"'\\s]*)`, 'm').exec(text)?.[1] ?? [],
  )[0];
}

/** `flask NAME`: the function that the application gives this name. */
export const readFlask: Reader = (call, machine) => {
  const at = call.argv.slice(0, 3).findIndex((word) => programName(word.text) === 'flask');
  if (at < 0) return undefined;
  const words = call.argv.slice(at + 1).map(({ text }) => text);
  const valued = /^(?:--app|-A|-e|--env-file)$/;
  const command = words.find((word, index) => !word.startsWith('-') && !valued.test(words[index - 1] ?? ''));
  if (command === undefined || /^(?:run|shell|routes|db)$/.test(command)) return undefined;
  const named =
    words.flatMap((word, index) =>
      /^(?:--app|-A)$/.test(word) ? (words[index + 1] ?? []) : (/^--app=(.+)/.exec(word)?.[1] ?? []),
    )[0] ?? variable('FLASK_APP', ['.env', '.flaskenv'], call, machine);
  const own = named?.split(':', 1)[0] ?? '';
  const paths = own.endsWith('.py') ? [own] : own === '' ? ['wsgi.py', 'app.py'] : modulePaths(own);
  const apps = filesAt(paths, call, machine);
  const loaded = apps.flatMap(({ path, text }) => {
    const folder = path.includes('/') ? `${path.slice(0, path.lastIndexOf('/'))}/` : '';
    return loadedBy('python', text).flatMap((one) => [...one, ...one.map((inner) => `${folder}${inner}`)]);
  });
  const quoted = command.replace(/\W/g, '\\$&');
  const plain = command.replace(/\W/g, '_');
  const isMeant = new RegExp(`command\\((?:name=)?["']${quoted}["']|def ${plain}\\w*\\(`);
  const pieces = [...apps, ...filesAt(loaded, call, machine)].filter(({ text }) => isMeant.test(text));
  return runAll(pieces, 'python', call, machine, command);
};

function modulePaths(name: string): readonly string[] {
  const path = name.replaceAll('.', '/');
  return [`${path}.py`, `${path}/__init__.py`, `${path}/app.py`];
}

/** `rake a:b`, `rails a:b`: the task of that name in the project's own files. */
export const readRakeTask: Reader = (call, machine) => {
  const { cwd } = call.place.scope;
  const at = call.argv.slice(0, 3).findIndex((word) => /^(?:rake|rails)$/.test(programName(word.text)));
  const names = call.argv.slice(at + 1).filter(({ text }) => /^[\w:]+(?:\[.*\])?$/.test(text));
  if (at < 0 || names.length === 0 || !isKnown(cwd)) return undefined;
  const folder = resolvePath(cwd.text, 'lib/tasks');
  const tasks = machine.world.files.list(folder).filter((name) => name.endsWith('.rake'));
  const files = filesAt(['Rakefile', ...tasks.map((name) => `${folder}/${name}`)], call, machine);
  const pieces = names.flatMap(({ text }) => files.flatMap((file) => taskIn(file, text.replace(/\[.*/, ''))));
  return runAll(pieces, 'ruby', call, machine);
};

/** The text of one task: to the next one that begins. */
function taskIn({ path, text }: Piece, name: string): readonly Piece[] {
  const parts = name.split(':');
  const last = parts.pop() ?? '';
  if (!parts.every((part) => new RegExp(`\\bnamespace[ (]+[:"']?${part}\\b`).test(text))) return [];
  const from = new RegExp(`^[ \\t]*task[ (]+[:"']?${last}\\b`, 'm').exec(text)?.index;
  if (from === undefined) return [];
  const rest = text.slice(from);
  const to = /^[ \t]*(?:task|namespace|desc)\b/m.exec(rest.slice(rest.indexOf('\n') + 1))?.index;
  return [{ path, text: to === undefined ? rest : rest.slice(0, rest.indexOf('\n') + 1 + to) }];
}

const helpers =
  'spec/spec_helper.rb spec/rails_helper.rb spec/support/database_cleaner.rb test/test_helper.rb features/support/env.rb'.split(
    ' ',
  );

const empties = /\bDatabaseCleaner(?:\[[^\]\n]{0,60}\])?\.clean(?:_with|!)?\b(?!ing)/;

/** True where a remote DATABASE_URL is what tests would run against. */
function isRemote(call: Call, machine: Machine): boolean {
  const url = variable('DATABASE_URL', ['.env.test', '.env'], call, machine) ?? '';
  const host = /^[a-z\d+]+:\/\/(?:[^@/]*@)?([^/:?]+\.[^/:?]+)/.exec(url)?.[1];
  return host !== undefined && !/^127\.|^0\.0\.0\.0$|\.(?:local|localhost|internal)$/.test(host);
}

/** A test runner whose helper empties the database empties the one that a remote DATABASE_URL names. */
export const readTestHelpers: Reader = (call, machine) => {
  const at = call.argv.slice(0, 3).findIndex((word) => runners.test(programName(word.text)));
  const runner = programName(call.argv[at]?.text ?? '');
  const isTest = /^r[ak]/.test(runner)
    ? /^(?:test|spec|t)(?::|$)/.test(call.argv[at + 1]?.text ?? '')
    : at >= 0;
  if (!isTest || !isRemote(call, machine)) return undefined;
  if (runner === 'pytest')
    return runAll(filesAt(['conftest.py', 'tests/conftest.py'], call, machine), 'python', call, machine);
  if (/^(?:jest|vitest)$/.test(runner))
    return runAll(filesAt(setupsOf(call, machine), call, machine), 'javascript', call, machine);
  if (!filesAt(helpers, call, machine).some(({ text }) => empties.test(text))) return undefined;
  const outcome = machine.emit(call);
  const words = ['rails', 'db:truncate_all'].map((text) => ({ ...known(text), span: call.span }));
  machine.emit({ ...call, program: 'rails', argv: words });
  return outcome;
};

const runners = /^(?:rspec|cucumber|rails|rake|pytest|jest|vitest)$/;

/** `globalSetup`, `setupFiles`: what runs before any test. */
function setupsOf(call: Call, machine: Machine): readonly string[] {
  const names = ['js', 'ts', 'mjs', 'cjs', 'json'].flatMap((end) => [
    `jest.config.${end}`,
    `vitest.config.${end}`,
  ]);
  return filesAt([...names, 'package.json'], call, machine).flatMap(({ text }) =>
    [
      ...text.matchAll(
        /\b(?:globalSetup|setupFiles(?:AfterEnv)?)["']?\s{0,8}:\s{0,8}\[?\s{0,80}["']([^"'\n]{1,400})["']/g,
      ),
    ].map(([, path = '']) => path.replace('<rootDir>/', '')),
  );
}

function runAll(
  pieces: readonly Piece[],
  language: string,
  call: Call,
  machine: Machine,
  command?: string,
): ReaderOutcome | undefined {
  let outcome: ReaderOutcome | undefined;
  for (const { path, text } of pieces) {
    outcome ??= machine.emit(call);
    const code = { ...known(text), span: call.span };
    readCode(language, code, 'framework', `${call.program} ${path}`, call, machine, '', undefined, command);
  }
  return outcome;
}
