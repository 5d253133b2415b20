import { optionGrammar, optionValue } from '../../../command/arguments.js';
import { isLoopback } from '../../../target/aws.js';
import { hostOfUrl } from '../../../target/host.js';
import { clue, type ToolInvocation, variable, type Whereabouts } from '../../../target/whereabouts.js';
import { findRow, resourceName, rowSpan } from '../../rows.js';
import type { Draft, Row, Tool } from '../../table.js';
import { verbOfWords } from '../../task-words.js';
import { wordsIn } from '../../word-list.js';

/** A service's command line in its shortest form: what is not said in `rows` is derived from its words. */
export interface ServiceForm {
  readonly programs: string;
  readonly system: string;
  /** Go's single dashes, as HashiCorp's programs have them. */
  readonly style?: 'single-dash';
  /** Options that take a value. */
  readonly valued?: string;
  readonly flags?: string;
  /** Options, then variables, that say which app, project, host or environment is meant. */
  readonly selectors?: string;
  readonly variables?: string;
  readonly rows?: readonly Row[];
  readonly dryRun?: readonly string[];
  readonly beyond?: Tool['beyond'];
  /** Places that a file of the workspace names, when no option does. */
  readonly whereabouts?: (setting: ToolInvocation) => Partial<Whereabouts>;
}

export function service(form: ServiceForm): Tool {
  return {
    programs: wordsIn(form.programs),
    system: form.system,
    grammar: optionGrammar({
      ...(form.style === undefined ? {} : { style: form.style }),
      valued: `${form.valued ?? ''} ${form.selectors ?? ''}`,
      flags: form.flags ?? '',
    }),
    clues: 'words',
    dryRun: form.dryRun ?? ['--dry-run', '--dryrun'],
    target: targetOf(form),
    rows: form.rows ?? [],
    unlisted: derived,
    beyond: (setting, context) => form.beyond?.(setting, context) ?? endingBehind(form.rows ?? [], setting),
  };
}

function targetOf(form: ServiceForm): (setting: ToolInvocation) => Whereabouts {
  const options = (form.selectors ?? '').split(' ').filter((name) => name !== '');
  const variables = (form.variables ?? '').split(' ').filter((name) => name !== '');
  return (setting) => {
    const given = options.flatMap((name) => {
      const value = optionValue(setting.args, name);
      return value === undefined ? [] : [{ source: name, value }];
    });
    const set = variables.flatMap((name) => {
      const value = variable(setting, name);
      return value === undefined ? [] : [{ source: name, value }];
    });
    const all = [...given, ...set];
    const usual = form.whereabouts?.(setting) ?? {};
    const name = all[0]?.value.text ?? usual.name ?? form.system;
    return {
      ...usual,
      system: form.system,
      name: /:\/\//.test(name) ? hostOfUrl(name) : name,
      clues: [
        ...all.flatMap(({ source, value }) => (isLocalAddress(value.text) ? [] : clue('selector', source, value.text))),
        ...(all.length > 0 ? [] : (usual.clues ?? [])),
      ],
      opaque: all.filter(({ value }) => value.opaque.length > 0).map(({ value }) => value.text),
    };
  };
}

function isLocalAddress(text: string): boolean {
  return /:\/\//.test(text) && isLoopback(hostOfUrl(text));
}

/** Words that take whatever follows as their own. */
const taking =
  /^(?:help|search|logs?|run|exec|explain|find|cat|get|show|describe|list|ls|inspect|status|view|diff|print|version|completion|docs|query|test|lint|parse)$/;

const ends = /^(?:delete|del|rm|remove|destroy|purge|revoke|drop|terminate|unset|unlist|deregister|unregister|uninstall|wipe)$/;

/** A row of one word that does no harm says nothing of `branch delete main` behind it. */
function endingBehind(rows: readonly Row[], setting: ToolInvocation): readonly Draft[] | undefined {
  const [first, second] = setting.args.operands.map((word) => word.text);
  if (first === undefined || second === undefined || taking.test(first) || !ends.test(second)) return undefined;
  const found = findRow({ rows }, setting);
  if (found === undefined || found.taken !== 1) return undefined;
  const { verb } = found.row;
  return verb === 'read' || verb === 'unknown' || verb === 'modify' ? derived(setting) : undefined;
}

/** `machine destroy 3d8d` is a delete of `machine/3d8d`. */
export function derived(setting: ToolInvocation): readonly Draft[] {
  const words = setting.args.operands.map((word) => word.text);
  const found = verbOfWords(words);
  if (found === undefined) return [{ verb: showsHelp(setting) ? 'read' : 'unknown', resource: words.slice(0, 2).join(' ') }];
  const { verb, at } = found;
  const [own = '', colon] = (words[at] ?? '').split(':').reverse();
  const noun = nounOf(words.slice(0, at), colon, own);
  const names = words.slice(at + 1);
  return [
    {
      verb,
      resource: resourceName(noun, names.slice(0, 5)),
      names,
      reach: 1,
      opaque:
        verb === 'read'
          ? []
          : setting.args.operands
              .slice(at + 1)
              .filter((word) => word.opaque.length > 0)
              .map((word) => word.text),
      span: rowSpan(setting, at + 1, []),
    },
  ];
}

/** Alone, or with nothing but a question about itself; options alone may do anything. */
function showsHelp({ args, invocation }: ToolInvocation): boolean {
  if (args.operands.length > 0) return false;
  return invocation.argv.slice(1).every((word) => /^(?:-v|-V|-h|--version|--help)$/.test(word.text));
}

/** The word before the verb, in the singular; what stands before a colon; what follows a hyphen. */
function nounOf(before: readonly string[], colon: string | undefined, verb: string): string {
  const noun = colon ?? before.at(-1) ?? verb.split('-').slice(1).join('-');
  return noun
    .replace(/ies$/, 'y')
    .replace(/(ch|sh|x)es$/, '$1')
    .replace(/([^s])s$/, '$1')
    .replace(/[^A-Za-z0-9-]/g, '-')
    .toLowerCase();
}
