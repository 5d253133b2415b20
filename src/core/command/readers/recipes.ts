import { load } from 'js-yaml';
import { budgets } from '../../shared/budgets.js';
import type { Span } from '../../shared/span.js';
import { withLabel } from '../code.js';
import { OPAQUE_MARK, type Value } from '../invocation.js';
import type { Call, ExecutionContext, Machine, Reader, ReaderOutcome } from '../machine.js';
import { type Option, optionSet, readOption } from '../options.js';
import { isBlank, isKnown, known } from '../value.js';
import { type Makefile, parseMakefile } from './makefile.js';
import { scriptText } from './script-text.js';
import { findTaskUp } from './tasks.js';
import { within } from './unwrap.js';

interface Words {
  readonly options: readonly Option[];
  readonly targets: readonly string[];
  readonly variables: ReadonlyMap<string, string>;
}

function wordsOf(argv: readonly Value[], valued: string): Words {
  const options: Option[] = [];
  const targets: string[] = [];
  const variables = new Map<string, string>();
  let index = 1;
  while (index < argv.length) {
    const word = argv[index];
    if (word === undefined) break;
    index += 1;
    const assigned = /^(\w+)[:+?]?=(.*)$/s.exec(word.text);
    if (assigned !== null) variables.set(assigned[1] ?? '', assigned[2] ?? '');
    else if (word.text.startsWith('-')) index = readOption(word, argv, index, optionSet(valued), options);
    else targets.push(word.text);
  }
  return { options, targets, variables };
}

function optionText(words: Words, names: RegExp): Value | undefined {
  return words.options.find((option) => names.test(option.name))?.value;
}

/** `make TARGET`: the recipe lines of the target and of what it needs, from the Makefile's text. */
export const readMake: Reader = (call, machine) => {
  const words = wordsOf(call.argv, '-f --file --makefile -C --directory -j -l -I -o -W --eval -E');
  const folder = optionText(words, /^(?:-C|--directory)$/);
  const cwd = folder === undefined ? call.place.scope.cwd : within(call.place.scope.cwd, folder);
  const files = words.options.flatMap(({ name, value }) =>
    value !== undefined && /^(?:-f|--file|--makefile)$/.test(name) ? [value] : [],
  );
  const extra = optionText(words, /^(?:--eval|-E)$/);
  const place = placeIn(call.place, cwd);
  runRecipeShell(words.variables.get('SHELL'), call, place, machine);
  const text = makefileText(files, place, machine, call.span);
  if (text === undefined && extra === undefined) return undefined;
  const makefile = parseMakefile(`${text ?? ''}\n${extra?.text ?? ''}`, words.variables, (name) =>
    machine.report.spent(name, call.span),
  );
  for (const code of makefile.shells) run(code, 'make', call, place, machine);
  const targets =
    words.targets.length > 0 ? words.targets : makefile.first === undefined ? [] : [makefile.first];
  const seen = new Set<string>();
  let found = false;
  for (const target of targets) found = runTarget(target, makefile, seen, 0, call, place, machine) || found;
  return found ? unknownOutcome : undefined;
};

const shells = /(?:^|\/)(?:ba|z|da|k|a|fi)?sh(?:\.exe)?$/;

/** `make SHELL=…`: that program is given every line of every recipe. */
function runRecipeShell(
  shell: string | undefined,
  call: Call,
  place: ExecutionContext,
  machine: Machine,
): void {
  if (shell === undefined || shells.test(shell.trim())) return;
  machine.report.anomaly('opaque-code', `${call.program} SHELL`, call.span);
  run(`${shell} -c :`, `${call.program} SHELL`, call, place, machine);
}

const unknownOutcome: ReaderOutcome = { status: 'unknown', output: known('') };

/** True where targets need targets, deeper than is read. */
function tooDeep(depth: number, call: Call, machine: Machine): boolean {
  if (depth <= budgets.recipes.most) return false;
  machine.report.spent('recipes', call.span);
  return true;
}

function placeIn(place: ExecutionContext, cwd: Value): ExecutionContext {
  const scope = place.scope.child();
  scope.cwd = cwd;
  return { ...place, scope };
}

/** Of all files that are named, or of the first that make finds by itself. */
function makefileText(
  files: readonly Value[],
  place: ExecutionContext,
  machine: Machine,
  span: Span,
): string | undefined {
  const texts: string[] = [];
  for (const path of files.length > 0 ? files : usualMakefiles) {
    const text = place.frame.elsewhere === undefined ? scriptText(path, place, machine) : undefined;
    if (text === undefined) continue;
    if (isBlank(text)) machine.report.anomaly('opaque-code', path.text, path.span ?? span);
    else texts.push(text.text);
    if (files.length === 0) break;
  }
  return texts.length === 0 ? undefined : texts.join('\n');
}

const usualMakefiles = ['GNUmakefile', 'makefile', 'Makefile'].map((name) => known(name));

function runTarget(
  target: string,
  makefile: Makefile,
  seen: Set<string>,
  depth: number,
  call: Call,
  place: ExecutionContext,
  machine: Machine,
): boolean {
  const rule = makefile.rules.get(target);
  if (rule === undefined || seen.has(target)) return seen.has(target);
  if (tooDeep(depth, call, machine)) return true;
  seen.add(target);
  for (const need of rule.needs) runTarget(need, makefile, seen, depth + 1, call, place, machine);
  for (const line of rule.recipe)
    run(
      makefile.expand(line, target, rule.needs),
      `${call.program} ${target}`,
      call,
      { ...place, scope: place.scope.copy() },
      machine,
    );
  return true;
}

function run(text: string, label: string, call: Call, place: ExecutionContext, machine: Machine): void {
  const code: Value = { text, opaque: text.includes(OPAQUE_MARK) ? ['input'] : [], span: call.span };
  machine.read(code, label, { ...place, input: undefined });
}

/** `just RECIPE`: the indented lines of the recipe and of what it needs. */
export const readJust: Reader = (call, machine) => {
  const direct = call.argv.findIndex((word) => /^(?:-c|--command)$/.test(word.text));
  if (direct > 0 && direct + 1 < call.argv.length)
    return machine.start(call.argv.slice(direct + 1), withLabel(call.place, call.program), call.span);
  const words = wordsOf(call.argv, '-f --justfile -d --working-directory --set --shell --dotenv-path');
  const { cwd } = call.place.scope;
  if (!isKnown(cwd)) return undefined;
  const found =
    givenText(words, /^(?:-f|--justfile)$/, cwd.text, call, machine) ??
    findTaskUp(cwd.text, ['justfile', 'Justfile', '.justfile'], call.place, machine, (folder, text) => ({
      folder,
      text,
    }));
  if (found === undefined) return undefined;
  const recipes = parseJustfile(found.text);
  const name = words.targets[0] ?? [...recipes.keys()][0];
  if (name === undefined || !recipes.has(name)) return undefined;
  const place = placeIn(call.place, known(found.folder));
  runRecipe(name, words.targets.slice(1), recipes, found.text, 0, call, place, machine);
  return unknownOutcome;
};

/** The file that an option names in place of the one that is found. */
function givenText(
  words: Words,
  names: RegExp,
  folder: string,
  call: Call,
  machine: Machine,
): { readonly folder: string; readonly text: string } | undefined {
  const path = optionText(words, names);
  const text = path === undefined ? undefined : scriptText(path, call.place, machine);
  if (text !== undefined && isBlank(text))
    machine.report.anomaly('opaque-code', call.program, path?.span ?? call.span);
  return text === undefined ? undefined : { folder, text: text.text };
}

interface Recipe {
  readonly parameters: readonly string[];
  readonly needs: readonly string[];
  readonly lines: readonly string[];
}

function parseJustfile(text: string): ReadonlyMap<string, Recipe> {
  const recipes = new Map<string, Recipe>();
  let lines: string[] | undefined;
  for (const line of text.split('\n')) {
    const head = /^@?([A-Za-z_][\w-]*)((?:\s[^:]*)?):(?!=)(.*)$/s.exec(line);
    if (/^\s/.test(line)) lines?.push(line.trim());
    else if (head !== null) {
      lines = [];
      const parameters = (head[2] ?? '')
        .trim()
        .split(/\s+/)
        .filter((word) => word !== '');
      recipes.set(head[1] ?? '', {
        parameters,
        needs: (head[3] ?? '')
          .replace(/&&|[()]|#.*/g, ' ')
          .trim()
          .split(/\s+/)
          .filter((word) => word !== ''),
        lines,
      });
    } else if (line.trim() !== '') lines = undefined;
  }
  return recipes;
}

function runRecipe(
  name: string,
  args: readonly string[],
  recipes: ReadonlyMap<string, Recipe>,
  text: string,
  depth: number,
  call: Call,
  place: ExecutionContext,
  machine: Machine,
): void {
  const recipe = recipes.get(name);
  if (recipe === undefined || tooDeep(depth, call, machine)) return;
  for (const need of recipe.needs) runRecipe(need, [], recipes, text, depth + 1, call, place, machine);
  const values = new Map<string, string>();
  for (const match of text.matchAll(/^(?:export\s+)?(\w+)\s*:=\s*["']([^"']*)["']\s*$/gm))
    values.set(match[1] ?? '', match[2] ?? '');
  recipe.parameters.forEach((parameter, index) => {
    const [key = '', preset] = parameter.replace(/^[*+$]/, '').split('=');
    values.set(key, args[index] ?? (preset === undefined ? OPAQUE_MARK : presetOf(preset, values)));
  });
  const body = recipe.lines.map((line) =>
    line
      .replace(/^[@-]+/, '')
      .replace(
        /\{\{((?:[^{}]|\{(?!\{))*)\}\}/g,
        (_part, key: string) => values.get(key.trim()) ?? OPAQUE_MARK,
      ),
  );
  if (body[0]?.startsWith('#!') === true) run(body.join('\n'), `just ${name}`, call, place, machine);
  else
    for (const line of body)
      run(line, `just ${name}`, call, { ...place, scope: place.scope.copy() }, machine);
}

/** A default is an expression: a text in quotes, or the name of a variable. */
function presetOf(preset: string, values: ReadonlyMap<string, string>): string {
  const quoted = /^(["'])(.*)\1$/s.exec(preset)?.[2];
  return quoted ?? values.get(preset) ?? OPAQUE_MARK;
}

/** `task NAME`: the commands in Taskfile.yml. */
export const readTask: Reader = (call, machine) => {
  const words = wordsOf(call.argv, '-t --taskfile -d --dir -o --output');
  const { cwd } = call.place.scope;
  if (!isKnown(cwd)) return undefined;
  const names = ['Taskfile.yml', 'Taskfile.yaml', 'taskfile.yml', 'Taskfile.dist.yml'];
  const found =
    givenText(words, /^(?:-t|--taskfile)$/, cwd.text, call, machine) ??
    findTaskUp(cwd.text, names, call.place, machine, (folder, text) => ({ folder, text }));
  const tasks = found === undefined ? undefined : memberOf(parseYaml(found.text), 'tasks');
  if (found === undefined || tasks === undefined) return undefined;
  const name = words.targets[0] ?? 'default';
  if (memberOf(tasks, name) === undefined) return undefined;
  runTask(name, tasks, words, 0, call, placeIn(call.place, known(found.folder)), machine);
  return unknownOutcome;
};

function parseYaml(text: string): unknown {
  try {
    return load(text);
  } catch {
    return undefined;
  }
}

function memberOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

function runTask(
  name: string,
  tasks: unknown,
  words: Words,
  depth: number,
  call: Call,
  place: ExecutionContext,
  machine: Machine,
): void {
  const task = memberOf(tasks, name);
  if (task === undefined || tooDeep(depth, call, machine)) return;
  const deps = memberOf(task, 'deps');
  for (const dep of Array.isArray(deps) ? deps : [])
    runTask(String(memberOf(dep, 'task') ?? dep), tasks, words, depth + 1, call, place, machine);
  const given =
    typeof task === 'string' || Array.isArray(task)
      ? task
      : (memberOf(task, 'cmds') ?? memberOf(task, 'cmd'));
  for (const step of Array.isArray(given) ? given : [given]) {
    const inner = memberOf(step, 'task');
    if (typeof inner === 'string') runTask(inner, tasks, words, depth + 1, call, place, machine);
    const command = typeof step === 'string' ? step : memberOf(step, 'cmd');
    if (typeof command !== 'string') continue;
    const text = command.replace(
      /\{\{\s*\.(\w+)\b(?:[^{}]|\{(?!\{))*\}\}/g,
      (_part, key: string) => words.variables.get(key) ?? OPAQUE_MARK,
    );
    run(text, `task ${name}`, call, { ...place, scope: place.scope.copy() }, machine);
  }
}
