import type { Finding } from '../../core/risk/assessment.js';
import { shortText, thingText } from '../text/thing.js';

type Data = Finding['data'];
type Wording = string | ((data: Data) => string);

/** One short sentence for each reason. Names in it are data and stay as they are. */
const wordings: Readonly<Record<string, Wording>> = {
  'verb-unknown': (data) =>
    `${named(data['resource'], 'The program')} is in no table: what it does is not known`,
  'verb-create': (data) => `Creates ${thing(data['resource'], 'something')}`,
  'verb-modify': (data) => `Changes ${thing(data['resource'], 'something')}`,
  'verb-stop': (data) => `Stops ${thing(data['resource'], 'something')}`,
  'verb-execute': (data) => `Runs code: ${thing(data['resource'], 'unnamed')}`,
  'verb-replace': (data) =>
    `Replaces ${thing(data['resource'], 'something')}: it is deleted first, then made anew`,
  'verb-replace-in-part': (data) =>
    `May delete and re-create parts of ${thing(data['resource'], 'something')}: only a plan can tell`,
  'verb-expose': (data) => `Opens ${thing(data['resource'], 'something')} to others`,
  'verb-delete': (data) => `Deletes ${thing(data['resource'], 'something')}`,
  'verb-destroy': (data) => `Destroys ${withAll(thing(data['resource'], 'something'))}`,
  recoverable: 'What is lost can be brought back',
  'target-scratch': 'Touches only what is made again by itself',
  'target-production': (data) => `${named(data['target'], 'The target')} is production${because(data)}`,
  'target-staging': (data) => `${named(data['target'], 'The target')} is staging${because(data)}`,
  'target-development': (data) => `${named(data['target'], 'The target')} is for development${because(data)}`,
  'target-local': (data) => `${named(data['target'], 'The target')} is on this machine`,
  'target-unknown': (data) => `Nothing says whether ${named(data['target'], 'the target')} is production`,
  'target-conflict': (data) =>
    `Other evidence about ${named(data['target'], 'the target')} says ${data['also'] ?? 'otherwise'}`,
  'target-bent': (data) =>
    `${data['sources'] ?? 'An option'} may lead elsewhere than the name ${named(data['target'], 'of the target')} says${shown(data['value'])}`,
  'reach-uncountable': 'Reaches more than can be counted beforehand',
  'reach-many': (data) => `Reaches ${data['count'] ?? 'several'} things`,
  'protection-off': 'Takes a protection away',
  privileged: 'Uses administrator rights',
  force: 'Skips the confirmation of the tool itself',
  'opaque-program': (data) =>
    `Which program runs is computed at run time${shown(data['detail'] ?? data['parts'])}`,
  'opaque-code': (data) => `Runs code that is computed at run time${shown(data['detail'])}`,
  'opaque-path': (data) => `Which files are meant is computed at run time${shown(data['parts'])}`,
  'opaque-selector': (data) => `Where it goes is computed at run time${shown(data['parts'])}`,
  'remote-code': 'Runs text that comes from a network',
  'parse-error': (data) => `The command cannot be read to its end${shown(data['detail'])}`,
  'shell-grammar': (data) => `The shell's grammar is not understood here${shown(data['detail'])}`,
  'too-long': (data) => `Too long to read whole${shown(data['detail'])}`,
  'too-deep': (data) => `Nested too deeply to read whole${shown(data['detail'])}`,
  'too-many': (data) => `Starts more programs than can be read${shown(data['detail'])}`,
  'environment-hook': (data) => `Sets a variable that makes other programs run code${shown(data['detail'])}`,
  'bidi-control': 'Holds characters that change the order in which text is shown',
  'hidden-character': 'Holds characters that cannot be seen',
  'look-alike': (data) => `A program's name uses letters that look like others${shown(data['detail'])}`,
  'control-character': 'Holds control characters',
  'seen-production': (data) => `Tagged as production where it lies: ${named(data['tags'], 'by its tags')}`,
  'team-rule': (data) => `The team\u2019s rule ${data['rule'] ?? ''} asks for more care`,
  unattended: 'The agent runs without asking its user',
  'stated-otherwise': (data) => `The agent says "${data['stated'] ?? ''}", yet the call deletes`,
  'production-destroy': (data) => `Takes down ${thing(data['resource'], 'a whole')} in production`,
  'production-delete': (data) => `Deletes in production: ${thing(data['resource'], 'unnamed')}`,
  'production-write': (data) => `Writes to production: ${named(data['target'], 'unnamed')}`,
  'guard-change': (data) => `Touches what keeps agents supervised: ${thing(data['resource'], 'a guard')}`,
  exfiltration: (data) => `Sends private data away${to(data['to'])}`,
  'important-destroy': (data) => `Destroys ${thing(data['resource'], 'a whole tree')}`,
  'important-delete': (data) => `Deletes a whole tree: ${thing(data['resource'], 'unnamed')}`,
  'important-change': (data) => `Changes a whole tree: ${thing(data['resource'], 'unnamed')}`,
  exposure: (data) => `Gives others access to ${thing(data['resource'], 'something')}`,
  'protection-removed': (data) => `Switches off what protects ${named(data['target'], 'the target')}`,
  'system-delete': (data) => `Deletes what this machine runs on: ${thing(data['resource'], 'the system')}`,
  'system-change': (data) => `Changes what this machine runs on: ${thing(data['resource'], 'the system')}`,
  'outside-delete': (data) => `Deletes outside the workspace: ${thing(data['resource'], 'unnamed')}`,
  'unclassified-delete': (data) =>
    `Deletes where nothing says that it is not production: ${named(data['target'], 'unnamed')}`,
  'unknown-loss': (data) =>
    `Loses ${thing(data['resource'], 'a whole')} for good where nothing says that it is not production: ${named(data['target'], 'unnamed')}`,
  'unclassified-stop': (data) =>
    `Stops ${thing(data['resource'], 'something')} where nothing says that it is not production`,
  'secret-read': (data) => `Reads credentials: ${thing(data['resource'], 'unnamed')}`,
  'secret-write': (data) => `Writes credentials: ${thing(data['resource'], 'unnamed')}`,
  'startup-change': (data) => `Changes what runs later by itself: ${thing(data['resource'], 'unnamed')}`,
  'opaque-delete': 'Deletes something that is known only at run time',
  'opaque-act': 'Does something that can be known only at run time',
  'opaque-target': 'Writes to a place that is known only at run time',
  destroy: (data) => `Destroys ${thing(data['resource'], 'something')} for good`,
  'whole-delete': (data) => `Deletes ${withAll(thing(data['resource'], 'a whole'))}`,
  'tunnel-delete': (data) =>
    `Deletes through an address of this machine, which may be a tunnel: ${named(data['target'], 'unnamed')}`,
  'staging-delete': (data) => `Deletes in staging: ${thing(data['resource'], 'unnamed')}`,
  'foreign-hook': (data) =>
    `A hook of this workspace can change the call after it was judged: ${named(data['path'], 'unnamed')}`,
  'typed-input': (data) =>
    `Starts ${named(data['program'], 'a program')} to type into: what this agent types later cannot be seen`,
  'unsaved-loss': (data) => `Loses work that may exist nowhere else: ${thing(data['resource'], 'unnamed')}`,
  'guard-bypassed': (data) =>
    `Takes the terminal guard off PATH for ${named(data['program'], 'what it starts')}`,
  'history-rewrite': (data) => `Rewrites history: ${thing(data['resource'], 'unnamed')}`,
  'public-release': (data) =>
    `Goes out to everybody for good, and no one can take it back: ${thing(data['resource'], 'a release')}`,
  publishing: (data) => `Publishes: ${thing(data['resource'], 'unnamed')}`,
  'control-plane-write': (data) =>
    `Writes through an API that runs things for their owner: ${named(data['target'], 'unnamed')}`,
  redirection: (data) => `What is sent later goes elsewhere: ${thing(data['resource'], 'unnamed')}`,
  'foreign-code': (data) =>
    `Installs code that no registry stands behind: ${thing(data['resource'], 'unnamed')}`,
  'packages-removed': (data) => `Removes ${thing(data['resource'], 'packages')} of this machine`,
  'production-unknown': (data) =>
    `What it does is not known, and ${named(data['target'], 'the target')} is production`,
  'unclassified-change': (data) =>
    `Changes ${named(data['target'], 'a cluster')}, and nothing says that it is not production`,
  'pipeline-change': (data) => `Changes what a pipeline runs: ${thing(data['resource'], 'unnamed')}`,
  'kept-shell': (data) =>
    `The terminal kept from calls before: ${named(data['cwd'], 'a directory')}${shown(data['names'])}`,
  'judging-overrun': 'Judging it took too long and was ended: it may do anything',
  'judging-out-of-memory': 'Judging it took more memory than it may: it may do anything',
  'judging-broke': 'Judging it broke off: it may do anything',
  'judging-garbage': 'What judging answered cannot be read: it may do anything',
  'shell-lost': 'What the terminal kept from calls before is lost: where it stands is not known',
  unreadable: 'Cannot be judged by its text alone, so a person has to look',
};

export const wordedFindings: ReadonlySet<string> = new Set(Object.keys(wordings));

/** The reason as a sentence without a full stop. An id without words answers with itself. */
export function findingText(finding: Finding): string {
  const wording = Object.hasOwn(wordings, finding.id) ? wordings[finding.id] : undefined;
  if (wording === undefined) return finding.id;
  return typeof wording === 'string' ? wording : wording(finding.data);
}

function named(name: string | undefined, otherwise: string): string {
  const text = (name ?? '').trim();
  return text === '' ? otherwise : shortText(text);
}

function thing(resource: string | undefined, otherwise: string): string {
  const text = (resource ?? '').trim();
  return text === '' ? otherwise : thingText(text);
}

function shown(part: string | undefined): string {
  return part === undefined || part.trim() === '' ? '' : `: ${shortText(part.trim())}`;
}

function because(data: Data): string {
  const { source, value } = data;
  if (source === undefined || source === '' || value === undefined) return '';
  return source === 'name' ? ` by its name ${shortText(value)}` : ` (${source}: ${shortText(value)})`;
}

function to(place: string | undefined): string {
  return place === undefined || place === '' ? '' : ` to ${shortText(place)}`;
}

function withAll(text: string): string {
  return text === 'everything' ? text : `${text} with everything in it`;
}
