import { runCode, withLabel } from '../code.js';
import { isHarmlessHelper } from '../hooks.js';
import type { Value } from '../invocation.js';
import type { Call, ExecutionContext, Machine, Reader, ReaderOutcome } from '../machine.js';
import { type Option, optionSet, readOption } from '../options.js';
import { spanOf } from '../value.js';
import { within } from './unwrap.js';

const globals = optionSet('-C -c --git-dir --work-tree --namespace --super-prefix --config-env --exec-path');

/** Configuration keys whose value git runs. */
const runs =
  /^(?:core\.(?:pager|editor|sshcommand|fsmonitor|askpass|gitproxy)|diff\..*(?:external|textconv|command)|difftool\..*\.cmd|mergetool\..*\.cmd|merge\..*\.driver|credential\..*helper|credential\.helper|sequence\.editor|gpg\..*program|gpg\.program|pager\..*|filter\..*\.(?:clean|smudge|process)|uploadpack\.packobjectshook|remote\..*\.(?:uploadpack|receivepack|vcs)|interactive\.difffilter|ssh\.variant)$/i;

const known =
  'add am annotate apply archive bisect blame branch bundle cat-file check-ignore checkout cherry cherry-pick clean clone commit config count-objects describe diff difftool fetch filter-branch filter-repo format-patch fsck gc grep hash-object help init lfs log ls-files ls-remote ls-tree maintenance merge merge-base mergetool mv name-rev notes prune pull push range-diff rebase reflog remote repack replace request-pull rerere reset restore rev-list rev-parse revert rm send-email shortlog show show-ref sparse-checkout stash status submodule switch symbolic-ref tag update-index update-ref version whatchanged worktree write-tree';
const subcommands = new Set(known.split(' '));

/** git, and every way in which it runs other programs: configuration, aliases, hooks of its sub-commands. */
export const readGit: Reader = (call, machine) => {
  const options: Option[] = [];
  let index = 1;
  while (index < call.argv.length) {
    const word = call.argv[index];
    if (word === undefined || !word.text.startsWith('-')) break;
    index = readOption(word, call.argv, index + 1, globals, options);
  }
  const place = gitPlace(call, options);
  const aliases = readConfiguration(options, call, place, machine);
  const sub = call.argv[index]?.text ?? '';
  const rest = call.argv.slice(index + 1);
  const alias = aliases.get(sub) ?? (subcommands.has(sub) ? undefined : aliasInFiles(sub, place, machine));
  if (alias !== undefined) return runAlias(alias, rest, call, place, machine);
  readSubcommand(sub, rest, call, place, machine);
  return machine.emit(call);
};

function gitPlace(call: Call, options: readonly Option[]): ExecutionContext {
  const directory = options.findLast((option) => option.name === '-C')?.value;
  if (directory === undefined) return call.place;
  const scope = call.place.scope.copy();
  scope.cwd = within(scope.cwd, directory);
  return { ...call.place, scope };
}

/** Runs what `-c KEY=VALUE` would run; returns the aliases that it defines. */
function readConfiguration(
  options: readonly Option[],
  call: Call,
  place: ExecutionContext,
  machine: Machine,
): ReadonlyMap<string, Value> {
  const aliases = new Map<string, Value>();
  for (const { name, value } of options) {
    if (name !== '-c' || value === undefined) continue;
    const equals = value.text.indexOf('=');
    const key = value.text.slice(0, equals);
    const set: Value = { ...value, text: value.text.slice(equals + 1) };
    if (/^alias\./i.test(key)) aliases.set(key.slice(6), set);
    else runSetting(key, set, call, place, machine);
  }
  return aliases;
}

function runSetting(key: string, set: Value, call: Call, place: ExecutionContext, machine: Machine): void {
  const hook = (): void => machine.report.anomaly('environment-hook', key, set.span ?? call.span);
  if (/^core\.hookspath$/i.test(key)) {
    const path = machine.resolve(set.text, place);
    const { cwd } = machine.world;
    if (path !== '/dev/null' && set.text !== '' && path?.startsWith(`${cwd}/`) !== true) hook();
    if (path !== undefined && place.frame.elsewhere === undefined) runHooks(path, call, place, machine);
    return;
  }
  const text = set.text.replace(/^!/, '');
  if (!runs.test(key) || helpers.test(text) || isHarmlessHelper(text)) return;
  const before = machine.report.count();
  runCode({ ...set, text }, `git -c ${key}`, call, { ...place, scope: place.scope.child() }, machine);
  if (
    machine.report
      .programsSince(before)
      .some((program) => !helpers.test(program) && !isHarmlessHelper(program))
  )
    hook();
}

/** Which of them git starts hangs on the sub-command and on what it finds: each that lies there is read. */
const hookNames = [
  'pre-commit',
  'prepare-commit-msg',
  'commit-msg',
  'post-commit',
  'pre-push',
  'pre-rebase',
  'post-checkout',
  'post-merge',
  'post-rewrite',
  'pre-merge-commit',
  'applypatch-msg',
  'pre-applypatch',
  'reference-transaction',
  'post-index-change',
  'fsmonitor-watchman',
];

function runHooks(folder: string, call: Call, place: ExecutionContext, machine: Machine): void {
  for (const name of hookNames) {
    const path = `${folder}/${name}`;
    if (machine.disk.script(path) === undefined) continue;
    machine.start(
      [{ text: path, opaque: [], span: call.span }],
      withLabel({ ...place, scope: place.scope.child() }, `git hook ${name}`),
      call.span,
      [],
    );
  }
}

/** What people give these settings: credential helpers and switches. */
const helpers =
  /^(?:true|false|store|cache(?: --timeout=\d+)?|manager(?:-core)?|osxkeychain|libsecret|git-lfs|gh|gpg2?|aws|code|meld|opendiff|p4merge|kdiff3|bcomp)$/;

function runAlias(
  alias: Value,
  rest: readonly Value[],
  call: Call,
  place: ExecutionContext,
  machine: Machine,
): ReaderOutcome {
  const label = 'git alias';
  if (alias.text.startsWith('!')) {
    const scope = place.scope.child();
    scope.positional = rest;
    const code: Value = { ...alias, text: `${alias.text.slice(1)} "$@"` };
    return runCode(code, label, call, { ...place, scope }, machine);
  }
  const words = alias.text.split(/\s+/).map((text): Value => ({ ...alias, text }));
  const argv = [call.argv[0] ?? { text: 'git', opaque: [] }, ...words, ...rest];
  return machine.start(argv, withLabel(place, label), call.span, call.redirections);
}

/** An alias in the repository's or the person's own configuration, read as text. */
function aliasInFiles(sub: string, place: ExecutionContext, machine: Machine): Value | undefined {
  if (!/^[\w-]+$/.test(sub) || place.frame.elsewhere !== undefined) return undefined;
  for (const path of [
    machine.resolve('.git/config', place),
    machine.resolve(`${machine.world.home}/.gitconfig`, place),
  ]) {
    const text = path === undefined ? undefined : machine.disk.script(path)?.text;
    if (text === undefined) continue;
    const section = /\[alias\]([^[]*)/i.exec(text)?.[1] ?? '';
    const line = section.split('\n').find((each) => each.split('=')[0]?.trim() === sub);
    if (line !== undefined)
      return {
        text: line
          .slice(line.indexOf('=') + 1)
          .trim()
          .replace(/^"(.*)"$/s, '$1'),
        opaque: [],
      };
  }
  return undefined;
}

const filters = optionSet(
  '--tree-filter --index-filter --msg-filter --env-filter --commit-filter --parent-filter --tag-name-filter --setup',
);

function readSubcommand(
  sub: string,
  rest: readonly Value[],
  call: Call,
  place: ExecutionContext,
  machine: Machine,
): void {
  const run = (code: Value | undefined, label: string): void => {
    if (code !== undefined)
      runCode(code, label, call, { ...place, scope: place.scope.child(), input: undefined }, machine);
  };
  switch (sub) {
    case 'rebase':
      run(valueAfter(rest, /^(?:-x|--exec)$/, /^(?:-x|--exec=)(.+)$/), 'git rebase --exec');
      return;
    case 'bisect':
      if (rest[0]?.text === 'run') startWords(rest.slice(1), 'git bisect run', call, place, machine);
      return;
    case 'submodule': {
      const at = rest.findIndex((word) => word.text === 'foreach');
      const words = rest.slice(at + 1).filter((word, index) => index > 0 || word.text !== '--recursive');
      if (at >= 0 && words.length === 1) run(words[0], 'git submodule foreach');
      else if (at >= 0) startWords(words, 'git submodule foreach', call, place, machine);
      return;
    }
    case 'filter-branch':
      rest.forEach((word, index) => {
        if (filters.has(word.text)) run(rest[index + 1], `git filter-branch ${word.text}`);
      });
      return;
    case 'difftool':
      run(valueAfter(rest, /^(?:-x|--extcmd)$/, /^(?:-x|--extcmd=)(.+)$/), 'git difftool');
      return;
    case 'grep':
      run(valueAfter(rest, /^$/, /^(?:-O|--open-files-in-pager=)(.+)$/), 'git grep');
      return;
    case 'config':
      readConfig(rest, call, place, machine);
      return;
    case 'clone':
    case 'fetch':
    case 'pull':
    case 'push':
    case 'ls-remote':
    case 'archive':
      readTransport(rest, run);
      return;
    default:
  }
}

function startWords(
  words: readonly Value[],
  label: string,
  call: Call,
  place: ExecutionContext,
  machine: Machine,
): void {
  if (words.length === 0) return;
  machine.start(
    words,
    { ...withLabel(place, label), scope: place.scope.child() },
    spanOf(words) ?? call.span,
  );
}

/** A setting that is written down now and runs later. */
function readConfig(rest: readonly Value[], call: Call, place: ExecutionContext, machine: Machine): void {
  const words = rest.filter((word) => !word.text.startsWith('-') && word.text !== 'set');
  const [key, value] = words;
  if (key === undefined || value === undefined) return;
  if (/^alias\./i.test(key.text)) {
    if (value.text.startsWith('!'))
      runCode(
        { ...value, text: value.text.slice(1) },
        'git config alias',
        call,
        { ...place, scope: place.scope.child() },
        machine,
      );
    return;
  }
  runSetting(key.text, value, call, place, machine);
}

function readTransport(rest: readonly Value[], run: (code: Value | undefined, label: string) => void): void {
  run(
    valueAfter(
      rest,
      /^(?:-u|--upload-pack|--receive-pack|--exec)$/,
      /^--(?:upload-pack|receive-pack|exec)=(.+)$/,
      /[\s/;|]/,
    ),
    'git transport',
  );
  for (const word of rest)
    if (word.text.startsWith('ext::'))
      run({ ...word, text: word.text.slice(5).replaceAll('% ', '\\ ') }, 'git ext::');
}

function valueAfter(
  words: readonly Value[],
  apart: RegExp,
  joined: RegExp,
  wanted?: RegExp,
): Value | undefined {
  for (const [index, word] of words.entries()) {
    const inside = joined.exec(word.text)?.[1];
    const value =
      inside !== undefined ? { ...word, text: inside } : apart.test(word.text) ? words[index + 1] : undefined;
    if (value !== undefined && (wanted === undefined || wanted.test(value.text))) return value;
  }
  return undefined;
}
