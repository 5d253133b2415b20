import type { Invocation } from '../command/invocation.js';
import type { World } from '../shared/world.js';
import { classify } from '../target/verdict.js';
import { clue } from '../target/whereabouts.js';
import type { Effect, Trait, Verb } from './effect.js';
import { guardKindOf } from './guard/places.js';
import type { ToolContext } from './table.js';
import { endingWord, verbOfTask } from './task-words.js';

/** A program in no table: nothing is claimed but what its own words say, and it is never a read. */
export function unknownProgram(invocation: Invocation, world: World, context: ToolContext): Effect {
  const program = invocation.program === '' ? 'program' : invocation.program;
  const opaque = invocation.argv[0] !== undefined && invocation.argv[0].opaque.length > 0;
  const words = invocation.argv.slice(1, 40).map((word) => word.text);
  const said = opaque ? undefined : whatItSays(program, words);
  const clues =
    said === undefined
      ? []
      : [program, ...words].flatMap((word) =>
          clue('mention', 'argument', /\s/.test(word) ? undefined : word),
        );
  const target = classify({ system: program, name: program, clues }, [], context.environments);
  const harmless = said?.verb === 'modify' && target.environment !== 'production';
  const fetched = /^(?:git\+)?https?:\/\//i.test(invocation.argv[0]?.text ?? '');
  return {
    verb: fetched ? 'execute' : said === undefined || harmless ? 'unknown' : said.verb,
    resource: said === undefined || harmless ? program : said.what,
    target,
    argv: invocation.argv.map((word) => word.text),
    via: invocation.via,
    opaque: opaque ? [invocation.argv[0]?.text ?? ''] : [],
    span: invocation.span,
    traits: [...traitsOf(opaque, words, world), ...(fetched ? (['remote-code'] as const) : [])],
    reach: 1,
    ...(invocation.elsewhere === undefined ? {} : { elsewhere: true as const }),
  };
}

function traitsOf(opaque: boolean, words: readonly string[], world: World): readonly Trait[] {
  const guard = words.some(
    (word) =>
      /[./\\]/.test(word) &&
      guardKindOf(`/${word.replace(/\\/g, '/')}`, world.env['COUNTERSIGN_HOME']) === 'guard',
  );
  return [...(opaque ? (['opaque-program'] as const) : []), ...(guard ? (['guard'] as const) : [])];
}

const harmlessWords = /^(?:--help|-h|help|--version|--dry-run|--dryrun|--check|--whatif|--list)$/i;

/** `pd team delete P1`, `./deploy.sh prod`. Words after an option are its value and do not count. */
function whatItSays(
  program: string,
  words: readonly string[],
): { readonly verb: Verb; readonly what: string } | undefined {
  if (words.some((word) => harmlessWords.test(word)) || isRehearsal(words)) return undefined;
  const cmdlet = verbOfCmdlet(program);
  if (cmdlet !== undefined) return { verb: cmdlet, what: thingOfCmdlet(program, words) };
  const leading = words.slice(0, 4).filter((word) => /^[A-Za-z][\w:.-]*$/.test(word) && !isFileName(word));
  const ends = leading.findIndex((word, index) => endingWord(word) || (index > 0 && shortEnding.test(word)));
  if (ends >= 0) return { verb: 'delete', what: thingOf(leading, ends) };
  if (/-uninstall(?:\.\w+)?$/.test(program)) return { verb: 'destroy', what: program };
  const task = [program, ...leading.slice(0, 2)].map(verbOfTask).find((found) => found !== undefined);
  return task === undefined
    ? undefined
    : { verb: task.verb, what: [program, ...words.slice(0, 3)].join(' ') };
}

/** What ends the thing that the word before it names: `repo rm acme/app`, `fs rm`. */
const shortEnding = /^(?:rm|del|rmr|rmi|reset|uninstall)$/;

/** `-n` alone is a rehearsal; with a word behind it, it may as well name a namespace. */
function isRehearsal(words: readonly string[]): boolean {
  return words.some((word, index) => word === '-n' && /^(?:$|-)/.test(words[index + 1] ?? ''));
}

/** Words that name a file say nothing of what happens to it; `db.drop` is no file. */
function isFileName(word: string): boolean {
  const [, name = '', last] = /^(.*)\.([a-z][a-z0-9]{0,7})$/i.exec(word) ?? [];
  if (last === undefined) return false;
  return /^(?:Dockerfile|Makefile|Jenkinsfile|Procfile|Containerfile)$/.test(name) || !endingWord(last);
}

/** `volumes delete vol-1` acts on `volume/vol-1`. */
function thingOf(words: readonly string[], at: number): string {
  const noun = (words[at]?.split(':').at(-2) ?? words[at - 1]?.split(':').at(-1) ?? 'object')
    .replace(/ies$/, 'y')
    .replace(/([^s])s$/, '$1');
  const name = words[at + 1];
  return name === undefined ? noun.toLowerCase() : `${noun.toLowerCase()}/${name}`;
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
