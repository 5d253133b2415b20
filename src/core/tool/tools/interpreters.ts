import { optionGrammar } from '../../command/arguments.js';
import { CHOSEN_ENVIRONMENT } from '../../command/invocation.js';
import { clue, type ToolInvocation, type Whereabouts } from '../../target/whereabouts.js';
import type { Draft, Tool } from '../table.js';
import { endingWord, verbOfTask } from '../task-words.js';
import { perlInPlace } from './edit-in-place.js';

/** Programs that run what they are given. What could be read of it is told as programs of its own; this is what remains. */
export const interpreters: Tool = {
  programs:
    'source . sh bash zsh dash ksh ash fish csh tcsh pwsh powershell cmd python python2 python3 pypy pypy3 ipython node nodejs deno bun-run ts-node tsx ruby perl perl5 php lua luajit Rscript R osascript elixir erl escript groovy scala kotlin julia java swift-run racket guile tclsh expect'.split(
      ' ',
    ),
  system: 'script',
  grammar: optionGrammar({ valued: '-m -c -e -E -r --require -I -W -X -jar -cp -classpath -s', stopAtOperand: true }),
  clues: 'none',
  help: ['--help', '--version', '-V'],
  target: scriptTarget,
  rows: [],
  beyond: (setting) => {
    const network = setting.args.operands.some((word) => word.opaque.includes('network'));
    if (setting.invocation.fedFromNetwork === true || network)
      return [{ verb: 'execute', resource: 'text from a network', traits: ['remote-code'], where: { system: 'script', name: 'network', clues: [] } }];
    if (attaches(setting)) return [{ verb: 'modify', resource: 'a running process', traits: ['guard'] }];
    const changed = /^(?:perl|ruby)/.test(setting.invocation.program) ? perlInPlace(setting) : [];
    return changed.length > 0 ? changed : [scriptDraft(setting)];
  },
};

/** `node inspect -p PID`, `node inspect HOST:PORT`: a debugger in somebody else's process. */
function attaches({ args, invocation }: ToolInvocation): boolean {
  const [first, second] = args.operands;
  if (!/^node(?:js)?$/.test(invocation.program) || first?.text !== 'inspect') return false;
  return /^(?:-p|--port=.*|[\w.-]+:\d+|\d+)$/.test(second?.text ?? '');
}

function scriptTarget(setting: ToolInvocation): Whereabouts {
  const [script] = setting.args.operands;
  return { system: 'script', name: baseName(script?.text ?? setting.invocation.program), clues: [] };
}

/** A script is known by its name, and a management script by its first word. */
function scriptDraft(setting: ToolInvocation): Draft {
  const words = setting.args.operands.map((word) => word.text);
  const jar = setting.args.options.get('-jar')?.[0]?.text;
  const module = setting.args.options.get('-m')?.[0]?.text;
  if (module === 'twine' && words[0] === 'upload')
    return { verb: 'create', resource: 'package', traits: ['published'], where: { system: 'pypi', name: 'pypi', clues: [] } };
  if (checksOnly(setting)) return { verb: 'unknown', resource: setting.invocation.program };
  if (module !== undefined) return moduleDraft(module, words, setting);
  const script = jar ?? words[0];
  if (script === undefined) return { verb: 'unknown', resource: setting.invocation.program };
  const given = jar === undefined ? words.slice(1) : words;
  const ends = given
    .filter((word) => !word.startsWith('-'))
    .slice(0, 4)
    .find((word) => jar !== undefined && endingWord(word));
  if (ends !== undefined) return named('delete', `${ends} ${given.at(-1) ?? ''}`.trim(), setting);
  const [command = ''] = given;
  return taskDraft(/^[a-z]+[:.][a-z]/i.test(command) ? command : baseName(script), given, setting);
}

/** `bash -n`, `perl -c`, `php -l`, `node --check` read a script; `node --test` runs the tests in it. */
function checksOnly({ args, invocation }: ToolInvocation): boolean {
  const { program } = invocation;
  if (/^(?:ba|z|da|k)?sh$/.test(program)) return args.options.has('-n');
  if (/^(?:perl5?|ruby)$/.test(program)) return args.options.has('-c');
  if (/^node(?:js)?$|^deno$/.test(program)) return args.options.has('--check') || args.options.has('--test');
  return program === 'php' && args.options.has('-l');
}

/** A module is known by its own name and by its first words; names of files say nothing. */
function moduleDraft(module: string, words: readonly string[], setting: ToolInvocation): Draft {
  if (/^(?:pytest|unittest|doctest|coverage|nose2?|behave|robot|timeit|cProfile|pdb)$/.test(module)) return { verb: 'unknown', resource: module };
  const commands = words.slice(0, 3).filter((word) => /^[A-Za-z][\w:-]*$/.test(word));
  const ends = commands.find(endingWord);
  if (ends !== undefined && !/^(?:pip|venv|ensurepip|poetry|uv|pipx)$/.test(module)) return named('delete', `${ends} ${words.at(-1) ?? ''}`.trim(), setting);
  return taskDraft(module, words, setting);
}

/** What a task's or a script's name promises. A deploy that names no place is published all the same. */
export function taskDraft(task: string, words: readonly string[], setting: ToolInvocation): Draft {
  const rehearses = setting.invocation.argv.some((word) => /^--?(?:dry-?run|check|local|plan|help|preview|whatif)$/i.test(word.text));
  const found = rehearses ? undefined : verbOfTask(task);
  const where = production(setting, [task, ...words]);
  if (found === undefined) return { verb: 'unknown', resource: task };
  if (found.verb === 'modify')
    return { verb: 'modify', resource: `task ${task}`, where, traits: /^(?:deploy|release|publish|promote|ship)/.test(found.word) ? ['published'] : [] };
  return { verb: found.verb, resource: `task ${task}`, where };
}

function named(verb: Draft['verb'], resource: string, setting: ToolInvocation): Draft {
  return {
    verb,
    resource,
    where: production(
      setting,
      setting.args.operands.map((word) => word.text),
    ),
  };
}

/** Any word beside the task may say production: `ENV=prod`, `--stage prod`, `deploy:prod`. */
function production(setting: ToolInvocation, words: readonly string[]): Whereabouts {
  const variables = [...setting.invocation.env].flatMap(([name, value]) =>
    value === null ? [] : clue('mention', name === CHOSEN_ENVIRONMENT ? 'wrapper' : name, value.text),
  );
  const others = setting.invocation.argv.slice(1, 40).map((word) => word.text);
  const mentions = [...new Set([...words, ...others])].flatMap((word) => clue('mention', 'argument', /\s/.test(word) ? undefined : word));
  return { system: 'script', name: words[0] ?? 'script', clues: [...mentions, ...variables] };
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
