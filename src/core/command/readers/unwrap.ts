import { joinWords, runCode, runInput, withLabel } from '../code.js';
import { checkHook } from '../hooks.js';
import { CHOSEN_ENVIRONMENT, type Elsewhere, type Value } from '../invocation.js';
import type { Call, ExecutionContext, Machine, Reader, ReaderOutcome } from '../machine.js';
import {
  hasScanned,
  type Option,
  optionSet,
  readOption,
  type Scanned,
  scannedValue,
  scanOptions,
} from '../options.js';
import { resolvePath } from '../paths.js';
import { Scope } from '../scope.js';
import { isKnown, known, opaque, spanOf } from '../value.js';
import { withEnvironmentFiles } from './environment-file.js';
import { remoteWrappers } from './remote-wrappers.js';
import type { Wrapper } from './wrapper.js';
import { wrappers } from './wrappers.js';

/** Reads a wrapper's own words and runs what it wraps. Undefined when the call is not the wrapping form. */
function unwrap(call: Call, wrapper: Wrapper, machine: Machine): ReaderOutcome | undefined {
  const from = afterWords(call.argv, wrapper);
  if (from === undefined) return undefined;
  const own = readOwnWords(call.argv, from, wrapper);
  const label = wrapper.words === undefined ? call.program : `${call.program} ${wrapper.words}`;
  const program =
    wrapper.program === undefined
      ? undefined
      : (scannedValue(own, wrapper.program) ?? entryOf(own.operands[0]));
  const rest = [...(program === undefined ? [] : [program]), ...call.argv.slice(own.end)];
  const inner = innerPlace(call, wrapper, own, label, machine);
  if (wrapper.inside !== undefined) runInside(wrapper.inside, own, call, label, machine);
  if (wrapper.acts === true) machine.emit(call);
  else if (hasScanned(own, wrapper.writes ?? ''))
    machine.emit({ ...call, argv: call.argv.slice(0, own.end) });
  let outcome: ReaderOutcome | undefined;
  const codes = optionSet(wrapper.code ?? '');
  for (const option of own.options) {
    if (option.value !== undefined && codes.has(option.name))
      outcome = runCode(option.value, '', call, inner, machine);
  }
  if (rest.length > 0) return runRest(rest, wrapper, own, call, inner, machine);
  if (outcome !== undefined) return outcome;
  if (startsShell(wrapper, own)) return runInput('', call, inner, machine);
  return wrapper.acts === true ? { status: 'unknown', output: opaque('command-output') } : undefined;
}

function runInside(pattern: RegExp, own: OwnWords, call: Call, label: string, machine: Machine): void {
  for (const { value } of own.options) {
    const text = value === undefined ? undefined : pattern.exec(value.text)?.[1];
    if (value !== undefined && text !== undefined)
      runCode(
        { ...value, text },
        `${label} option`,
        call,
        { ...call.place, input: undefined, scope: call.place.scope.child() },
        machine,
      );
  }
}

const entries =
  /(?:^|\/)(?:(aws)-cli|(terraform|opentofu|terragrunt|kubectl|helm|pulumi|restic|rclone|git|curl|vault|consul|packer|eksctl|flyctl|doctl|gh|mc))(?=[:@]|$)/;

/** The program that an image of one tool starts: `hashicorp/terraform destroy` is `terraform destroy`. */
function entryOf(image: Value | undefined): Value | undefined {
  const names = image === undefined || !image.text.includes('/') ? null : entries.exec(image.text);
  const name = names?.[1] ?? names?.[2];
  return name === undefined ? undefined : known(name === 'opentofu' ? 'tofu' : name, image?.span);
}

interface OwnWords extends Scanned {
  readonly operands: readonly Value[];
}

/** Index after the sub-command's words; undefined when they are others. */
function afterWords(argv: readonly Value[], wrapper: Wrapper): number | undefined {
  let index = 1;
  if (wrapper.words === undefined) return index;
  for (const word of wrapper.words.split(' ')) {
    index = scanOptions(argv, index, optionSet(wrapper.globals ?? '')).end;
    if (argv[index]?.text !== word) return undefined;
    index += 1;
  }
  return index;
}

function readOwnWords(argv: readonly Value[], from: number, wrapper: Wrapper): OwnWords {
  const valued = optionSet(wrapper.valued ?? '');
  const options: Option[] = [];
  const operands: Value[] = [];
  const divides =
    wrapper.divided === true && (wrapper.operands === undefined || argv.some((word) => word.text === '--'));
  const wanted = divides ? Number.POSITIVE_INFINITY : (wrapper.operands ?? 0);
  let index = from;
  while (index < argv.length) {
    const word = argv[index];
    if (word === undefined) break;
    if (wanted > 0 && operands.length >= wanted && wrapper.loose !== true && word.text !== '--') break;
    if (optionSet(wrapper.until ?? '').has(word.text)) return { options, operands, end: index + 1 };
    if (word.text === '--') {
      index += 1;
      if (operands.length >= wanted || wrapper.divided === true || wrapper.elsewhere !== undefined) break;
      continue;
    }
    if (word.text.startsWith('-') && word.text.length > 1) {
      index = readOption(word, argv, index + 1, valued, options);
      continue;
    }
    if (wrapper.assigns === true && /^\w+=/.test(word.text)) {
      options.push({ name: '=', value: word });
      index += 1;
      continue;
    }
    if (operands.length >= wanted) break;
    if (
      options.some((option) => optionSet(wrapper.code ?? '').has(option.name)) &&
      wrapper.operands === undefined
    )
      break;
    operands.push(word);
    index += 1;
  }
  return { options, operands, end: index };
}

function innerPlace(
  call: Call,
  wrapper: Wrapper,
  own: OwnWords,
  label: string,
  machine: Machine,
): ExecutionContext {
  const labelled = environmentPlace(withLabel(call.place, label), call, wrapper, own, machine);
  if (wrapper.elsewhere !== undefined) return elsewherePlace(labelled, wrapper.elsewhere, call, own);
  const scope = labelled.scope.child();
  const directory = scannedValue(own, wrapper.directory ?? '');
  if (directory !== undefined) scope.cwd = within(scope.cwd, directory);
  if (wrapper.chooses === true) scope.assign(CHOSEN_ENVIRONMENT, known(ownText(own)), true);
  return { ...labelled, scope };
}

function environmentPlace(
  place: ExecutionContext,
  call: Call,
  wrapper: Wrapper,
  own: OwnWords,
  machine: Machine,
): ExecutionContext {
  const names = optionSet(wrapper.environment ?? '');
  if (names.size === 0) return place;
  const before = scanOptions(call.argv, 1, optionSet(wrapper.globals ?? '')).options;
  const files = [...before, ...own.options].flatMap(({ name, value }) =>
    value === undefined || !names.has(name) ? [] : [value],
  );
  return withEnvironmentFiles(place, files, machine);
}

function ownText(own: OwnWords): string {
  const values = own.options.flatMap((option) => option.value ?? []);
  return [...own.operands, ...values].map((word) => word.text).join(' ');
}

/** `path` as a new working directory seen from `cwd`. */
export function within(cwd: Value, path: Value): Value {
  if (!isKnown(path)) return opaque(path.opaque[0] ?? 'input');
  if (!isKnown(cwd) && !path.text.startsWith('/')) return cwd;
  const found = known(resolvePath(cwd.text, path.text));
  // A folder that a pattern names: which of them it is, only the disk tells.
  return path.glob === true || cwd.glob === true ? { ...found, glob: true } : found;
}

function elsewherePlace(
  place: ExecutionContext,
  kind: Elsewhere['kind'],
  call: Call,
  own: OwnWords,
): ExecutionContext {
  const name = own.operands[0] ?? optionAnywhere(call.argv, /^(?:-a|--app|-n|--name|-e)$/) ?? known('');
  if (kind === 'ssh' && isHere(name, call)) return atHome(place);
  const elsewhere: Elsewhere = { kind, name, argv: call.argv.slice(0, own.end) };
  return { ...place, scope: foreignScope(place), frame: { ...place.frame, elsewhere } };
}

const ownNames = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i;

/** `ssh localhost` is this machine; behind another port it may be a tunnel's end. */
function isHere({ text }: Value, { argv }: Call): boolean {
  const port = optionAnywhere(argv, /^-p$/)?.text ?? '22';
  return port === '22' && ownNames.test(text.replace(/^ssh:\/\//, '').replace(/^[^@]*@/, ''));
}

function atHome(place: ExecutionContext): ExecutionContext {
  const scope = place.scope.child();
  scope.cwd = known(place.scope.world.home);
  return { ...place, scope };
}

function optionAnywhere(argv: readonly Value[], name: RegExp): Value | undefined {
  const at = argv.findIndex((word) => name.test(word.text));
  return at < 0 ? undefined : argv[at + 1];
}

/** A shell on another machine: nothing of this one's files, directory or variables holds there. */
export function foreignScope(place: ExecutionContext): Scope {
  const scope = new Scope({ ...place.scope.world, env: {}, home: '~' });
  scope.cwd = opaque('input');
  return scope;
}

function runRest(
  rest: readonly Value[],
  wrapper: Wrapper,
  own: OwnWords,
  call: Call,
  place: ExecutionContext,
  machine: Machine,
): ReaderOutcome {
  for (const option of own.options)
    if (option.name === '=' && option.value !== undefined) setVariable(option.value, place, machine);
  if (wrapper.inner === 'each') {
    // An address is waited for, not run.
    const outcomes = rest
      .filter((word) => !/^https?(?:-get)?:\/\//.test(word.text))
      .map((word) => runCode(word, '', call, place, machine));
    return outcomes.at(-1) ?? { status: 'unknown', output: opaque('command-output') };
  }
  if (
    wrapper.inner === 'shell' ||
    (wrapper.shell !== undefined && wrapper.shell !== 'always' && hasScanned(own, wrapper.shell))
  ) {
    return runCode(joinWords(rest), '', call, place, machine);
  }
  const [first, ...more] = rest;
  const started =
    first === undefined
      ? rest
      : wrapper.script !== undefined && /\.py$/.test(first.text)
        ? [known(wrapper.script), ...rest]
        : wrapper.packaged === true
          ? [{ ...first, text: withoutVersion(first.text) }, ...more]
          : rest;
  return machine.start(started, place, spanOf(rest) ?? call.span, call.redirections);
}

/** `@scope/name@1.2` is the package `@scope/name`. */
function withoutVersion(name: string): string {
  const at = name.lastIndexOf('@');
  return at > 0 && !name.includes('/', at) ? name.slice(0, at) : name;
}

/** A `name=value` word that becomes part of the environment. */
export function setVariable(word: Value, place: ExecutionContext, machine: Machine): void {
  const equals = word.text.indexOf('=');
  const name = word.text.slice(0, equals);
  const value: Value = { ...word, text: word.text.slice(equals + 1) };
  place.scope.assign(name, value, true);
  checkHook(name, value, place, machine, true);
}

function startsShell(wrapper: Wrapper, own: OwnWords): boolean {
  if (wrapper.shell === undefined) return false;
  return wrapper.shell === 'always' || hasScanned(own, wrapper.shell);
}

/** The rows as readers, by program. */
export function wrapperReaders(): ReadonlyMap<string, Reader> {
  const rows = new Map<string, Wrapper[]>();
  for (const wrapper of [...remoteWrappers, ...wrappers]) {
    for (const program of wrapper.programs.split(' '))
      rows.set(program, [...(rows.get(program) ?? []), wrapper]);
  }
  const readers = new Map<string, Reader>();
  for (const [program, forms] of rows) {
    readers.set(program, (call, machine) => {
      for (const form of forms) {
        const outcome = unwrap(call, form, machine);
        if (outcome !== undefined) return outcome;
      }
      return undefined;
    });
  }
  return readers;
}
