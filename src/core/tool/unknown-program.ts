import { optionGrammar, readArguments } from '../command/arguments.js';
import type { Invocation } from '../command/invocation.js';
import { budgets } from '../shared/budgets.js';
import type { World } from '../shared/world.js';
import { withOwnFiles } from '../target/places/walk.js';
import { classify } from '../target/verdict.js';

import { clue, type ToolInvocation } from '../target/whereabouts.js';
import { endedByApi } from './api-words.js';
import { saidByCode } from './code-words.js';
import { endsSomething, saidBy } from './command-words.js';

import { nounOf } from './derived.js';
import { disarms } from './disarmed.js';
import type { Effect, Trait, Verb } from './effect.js';
import { placeElsewhere } from './elsewhere.js';
import { guardKindOf } from './guard/places.js';
import type { ToolContext } from './table.js';
import { endingWord, verbOfTask } from './task-words.js';

/** A program in no table: nothing is claimed but what its own words say, and it is never a read. */
export function unknownProgram(invocation: Invocation, world: World, context: ToolContext): Effect {
  const program = invocation.program === '' ? 'program' : invocation.program;
  const opaque = invocation.argv[0] !== undefined && invocation.argv[0].opaque.length > 0;
  const words = invocation.argv.slice(1, budgets.guardWords.most).map((word) => word.text);
  const said = opaque ? undefined : whatItSays(program, words);
  const clues =
    said === undefined
      ? []
      : [program, ...words.slice(0, 40)].flatMap((word) =>
          clue('mention', 'argument', /\s/.test(word) ? undefined : word),
        );
  const where = { system: program, name: program, clues };
  const own = said === undefined ? where : withOwnFiles(where, plainSetting(invocation, world));
  const told = placeElsewhere(own, invocation, world, new Map());
  const target = classify(told, [], context.environments);
  const disarmed = said !== undefined && disarms(words);
  const harmless = said?.verb === 'modify' && !disarmed && target.environment !== 'production';
  const fetched = /^(?:git\+)?https?:\/\//i.test(invocation.argv[0]?.text ?? '');
  return {
    verb: fetched ? 'execute' : said === undefined || harmless ? 'unknown' : said.verb,
    resource: said === undefined || harmless ? program : said.what,
    target,
    argv: invocation.argv.map((word) => word.text),
    via: invocation.via,
    opaque: opaque ? [invocation.argv[0]?.text ?? ''] : [],
    span: invocation.span,
    traits: [
      ...traitsOf(opaque, words, world),
      ...(disarmed ? (['protection-off'] as const) : []),
      ...(fetched ? (['remote-code'] as const) : []),
    ],
    reach: 1,
    ...(invocation.elsewhere === undefined ? {} : { elsewhere: true as const }),
  };
}

/** Without a table no option is known to take a value. */
function plainSetting(invocation: Invocation, world: World): ToolInvocation {
  return { invocation, args: readArguments(invocation.argv, optionGrammar({})), world, switches: new Map() };
}

function traitsOf(opaque: boolean, words: readonly string[], world: World): readonly Trait[] {
  const guard = words.some(
    (word) =>
      /[./\\]/.test(word) &&
      guardKindOf(`/${word.replace(/\\/g, '/')}`, world.env['COUNTERSIGN_HOME']) === 'guard',
  );
  return [...(opaque ? (['opaque-program'] as const) : []), ...(guard ? (['guard'] as const) : [])];
}

/** Options after which nothing is done: what a program does not know it refuses, and what it knows it only shows. */
const rehearsals = /^--(?:dry-?run|what-?if|simulate|no-?op)(?:=(.*))?$/i;

/** True when the words ask for help or a rehearsal. An option's value may be called so too, and a later word may take it back. */
function isHarmless(words: readonly string[]): boolean {
  const own = words.includes('--') ? words.slice(0, words.indexOf('--')) : words;
  if (own.some((word) => /^--no-?(?:dry-?run|what-?if|simulate|help)$/i.test(word))) return false;
  if (own.includes('--help') || own[0] === 'help' || own.at(-1) === '-h') return true;
  if (own.length > 0 && own.every((word) => word.startsWith('-')))
    return own.every((word) => /^-(?:[hvV]|-version)$/.test(word));
  const given = own.flatMap((word) => rehearsals.exec(word) ?? []);
  return (
    own.some((word) => rehearsals.test(word)) &&
    !given.some((value) => /^(?:false|none|no|off|0)$/i.test(value ?? ''))
  );
}

/** `pd team delete P1`, `./deploy.sh prod`. */
function whatItSays(
  program: string,
  words: readonly string[],
): { readonly verb: Verb; readonly what: string } | undefined {
  if (isHarmless(words)) return undefined;
  const cmdlet = verbOfCmdlet(program);
  if (cmdlet !== undefined) return { verb: cmdlet, what: thingOfCmdlet(program, words) };
  const code = saidByCode(words);
  if (code !== undefined) return code;
  const own = commandWordsOf(words);
  const path = endedByApi(own, words);
  if (path !== undefined) return { verb: 'delete', what: path };
  if (collectsAfar(own, words)) return { verb: 'delete', what: `what ${program} ${own[0]} collects` };
  const said = saidBy(own);
  if (said !== undefined && endsSomething(own, said)) return { verb: said.verb, what: thingOf(own, said.at) };
  const option = own.length === 0 ? undefined : words.find((word) => endingOption.test(word));
  if (option !== undefined) return { verb: 'delete', what: [program, own[0], option].join(' ') };
  if (disarms(words)) return { verb: 'modify', what: [program, ...own.slice(0, 3)].join(' ') };
  if (/-uninstall(?:\.\w+)?$/.test(program)) return { verb: 'destroy', what: program };
  const rehearses = words.some((word) => /^--(?:check|list)$/.test(word)) || asksBriefly(words);
  const names =
    said?.verb === 'read' && said.sure
      ? [program]
      : [program, ...own.slice(0, 2).filter((word) => !/[./]/.test(word))];
  const task = rehearses ? undefined : names.map(verbOfTask).find((found) => found !== undefined);
  return task === undefined
    ? undefined
    : { verb: task.verb, what: [program, ...words.slice(0, 3)].join(' ') };
}

/** Options that say of any command that what was there is gone. */
const endingOption =
  /^--(?:(?:delete|remove|destroy|purge|drop|truncate|wipe|replace|overwrite)-(?:all|everything|existing|data|tables)|destroy|purge|truncate|wipe|overwrite|force-reset)$/;

/** What is unused goes, and not only on this machine: `dvc gc --cloud`. */
function collectsAfar(own: readonly string[], words: readonly string[]): boolean {
  return (
    /^(?:gc|prune|cleanup|clean|vacuum|sweep|garbage-collect)$/.test(own[0] ?? '') &&
    words.some((word) => /^--(?:cloud|remote|remotes|server|registry|all-remotes)(?:=|$)/.test(word))
  );
}

/** `-n` alone is a rehearsal of what else only changes; with a word behind it, it may as well name a namespace. */
function asksBriefly(words: readonly string[]): boolean {
  return words.some((word, index) => word === '-n' && /^(?:$|-)/.test(words[index + 1] ?? ''));
}

/** Options of any program that take no value. */
const flags =
  /^-(?:[vyfqrRa]|-(?:verbose|yes|force|quiet|debug|silent|recursive|all|json|trace|no-\w[\w-]*|non-interactive|assume-yes|versions|global|confirm|wait|insecure|auto-approve|cascade))$/;

/** Options whose value is looked for, or is a name. */
const asking =
  /^-(?:[keglmtpbnq]|-(?:grep|pattern|filter|match|tests?|name|message|search|title|body|text|tags?|labels?|rules?|only|testNamePattern))$/;

/** The words that are no options and no values of options. What follows an option that is not known may be either. */
function commandWordsOf(words: readonly string[]): readonly string[] {
  const own: string[] = [];
  for (const [index, word] of words.entries()) {
    if (word === '--') break;
    if (word.startsWith('-')) continue;
    const option = words[index - 1];
    const isValue = option?.startsWith('-') === true && !option.includes('=') && !flags.test(option);
    if (!isValue) own.push(word);
    else if (!asking.test(option) && mayCommand(word, words[index + 1])) own.push(word);
  }
  return own;
}

/** Behind an option that may be a flag, only a word that is nothing but a final verb counts, and only with an object. */
function mayCommand(word: string, next: string | undefined): boolean {
  return next !== undefined && !/^-|[/*]/.test(next) && endingWord(word);
}

/** `volumes delete vol-1` acts on `volume/vol-1`. */
function thingOf(words: readonly string[], at: number): string {
  const noun = nounOf(words.slice(0, at), words[at] ?? '') ?? 'object';
  const name = words[at + 1];
  return name === undefined ? noun : `${noun}/${name}`;
}

/** `Remove-AzVM -Name web` acts on `azvm/web`. */
function thingOfCmdlet(program: string, words: readonly string[]): string {
  const noun = program.slice(program.indexOf('-') + 1).toLowerCase();
  const name = words.find((word) => !word.startsWith('-'));
  return name === undefined ? noun : `${noun}/${name}`;
}

/** PowerShell names its commands by verb and noun: `Remove-AzResourceGroup`. */
function verbOfCmdlet(program: string): Verb | undefined {
  const verb = /^([A-Z][a-z]+)-[A-Z]\w+$/.exec(program)?.[1];
  if (verb === undefined) return undefined;
  if (/^(?:Remove|Clear|Uninstall|Unregister|Revoke)$/.test(verb)) return 'delete';
  if (/^(?:Reset|Restore)$/.test(verb)) return 'replace';
  if (/^(?:Stop|Disable|Suspend|Restart|Block)$/.test(verb)) return 'stop';
  if (/^(?:Grant|Unblock|Unprotect)$/.test(verb)) return 'expose';
  return /^(?:Set|Update|New|Add|Install|Register|Publish|Invoke|Start|Enable|Move|Rename|Import|Send|Push)$/.test(
    verb,
  )
    ? 'modify'
    : undefined;
}
