import type { OptionGrammar } from '../../command/arguments.js';
import type { Value } from '../../command/invocation.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import type { Trait, Verb } from '../effect.js';
import type { Draft, Tool, ToolContext } from '../table.js';
import { isFolderful } from './bulk.js';
import { draftOfPath, filesystemTarget, givenPath } from './draft.js';
import { losesContent } from './only-copy.js';

/** A tool that works on paths: no commands of its own, `drafts` says what happens to which. */
export function fileTool(form: {
  readonly programs: readonly string[];
  readonly grammar: OptionGrammar;
  readonly drafts: (setting: ToolInvocation, context: ToolContext) => readonly Draft[];
  readonly dryRun?: readonly string[];
  readonly help?: readonly string[];
}): Tool {
  return {
    programs: form.programs,
    system: 'filesystem',
    grammar: form.grammar,
    target: filesystemTarget,
    rows: [],
    clues: 'none',
    ...(form.dryRun === undefined ? {} : { dryRun: form.dryRun }),
    help: form.help ?? ['--help'],
    beyond: (setting, context) => {
      const drafts = form.drafts(setting, context);
      return drafts.length > 0 ? drafts : [readNothing];
    },
  };
}

const readNothing: Draft = { verb: 'read', resource: 'files' };

/** The same thing done to each path. */
export function onEach(
  verb: Verb,
  values: readonly Value[],
  setting: ToolInvocation,
  traits: readonly Trait[] = [],
): readonly Draft[] {
  return values.map((value) => draftOfPath(verb, givenPath(value, setting), setting, traits));
}

/** Each path is written over: where nothing else holds what stands there, that is lost. */
export function onEachOver(
  values: readonly Value[],
  setting: ToolInvocation,
  isEmptied = false,
): readonly Draft[] {
  return values.map((value) => {
    const path = givenPath(value, setting);
    return draftOfPath(
      'modify',
      path,
      setting,
      losesContent(path, setting, isEmptied) || (isEmptied && isFolderful(path, setting)) ? ['unsaved'] : [],
    );
  });
}

/** Reading a path: only credentials are worth a word. */
export function readingSecrets(values: readonly Value[], setting: ToolInvocation): readonly Draft[] {
  return values
    .filter((value) => mayBeSecret(value.text))
    .map((value) => givenPath(value, setting))
    .filter((path) => path.place.traits.includes('secret'))
    .map((path) => ({ ...draftOfPath('read', path, setting), traits: ['secret'] }));
}

/** Cheap first look, so that ordinary words never touch the disk. */
function mayBeSecret(text: string): boolean {
  return /[./~]|^id_/.test(text) && text.length < 4_096;
}
