import { optionGrammar, optionValue } from '../../../command/arguments.js';
import { hostOfUrl } from '../../../target/host.js';
import { isLoopback } from '../../../target/loopback.js';
import { clue, type ToolInvocation, variable, type Whereabouts } from '../../../target/whereabouts.js';
import { derived } from '../../derived.js';
import type { Row, Tool } from '../../table.js';
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
    ...(form.beyond === undefined ? {} : { beyond: form.beyond }),
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
