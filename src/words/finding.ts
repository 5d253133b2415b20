import type { Finding } from '../core/risk/assessment.js';

type Data = Finding['data'];
type Wording = string | ((data: Data) => string);

/** One short sentence for each reason. Names in it are data and stay as they are. */
const wordings: Readonly<Record<string, Wording>> = {
  'verb-unknown': (data) =>
    `${named(data['resource'], 'The program')} is in no table: what it does is not known`,
  'verb-create': (data) => `Creates ${named(data['resource'], 'something')}`,
  'verb-modify': (data) => `Changes ${named(data['resource'], 'something')}`,
  'verb-stop': (data) => `Stops ${named(data['resource'], 'something')}`,
  'verb-execute': (data) => `Runs code: ${named(data['resource'], 'unnamed')}`,
  'verb-replace': (data) =>
    `Replaces ${named(data['resource'], 'something')}: it is deleted first, then made anew`,
  'verb-replace-in-part': (data) =>
    `May delete and re-create parts of ${named(data['resource'], 'something')}: only a plan can tell`,
  'verb-expose': (data) => `Opens ${named(data['resource'], 'something')} to others`,
  'verb-delete': (data) => `Deletes ${named(data['resource'], 'something')}`,
  'verb-destroy': (data) => `Destroys ${named(data['resource'], 'something')} with everything in it`,
  recoverable: 'What is lost can be brought back',
  'target-scratch': 'Touches only what is made again by itself',
  'target-production': (data) => `${named(data['target'], 'The target')} is production${because(data)}`,
  'target-staging': (data) => `${named(data['target'], 'The target')} is staging${because(data)}`,
  'target-development': (data) => `${named(data['target'], 'The target')} is for development${because(data)}`,
  'target-local': (data) => `${named(data['target'], 'The target')} is on this machine`,
  'target-unknown': (data) => `Nothing says whether ${named(data['target'], 'the target')} is production`,
  'target-conflict': (data) =>
    `Other evidence about ${named(data['target'], 'the target')} says ${data['also'] ?? 'otherwise'}`,
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
  unattended: 'The agent runs without asking its user',
  'stated-otherwise': (data) => `The agent says "${data['stated'] ?? ''}", yet the call deletes`,
  'production-destroy': (data) => `Takes down ${named(data['resource'], 'a whole')} in production`,
  'production-delete': (data) => `Deletes in production: ${named(data['resource'], 'unnamed')}`,
  'production-write': (data) => `Writes to production: ${named(data['target'], 'unnamed')}`,
  'guard-change': (data) => `Touches what keeps agents supervised: ${named(data['resource'], 'a guard')}`,
  exfiltration: (data) => `Sends private data away${to(data['to'])}`,
  'important-destroy': (data) => `Destroys ${named(data['resource'], 'a whole tree')}`,
  'important-delete': (data) => `Deletes a whole tree: ${named(data['resource'], 'unnamed')}`,
  'important-change': (data) => `Changes a whole tree: ${named(data['resource'], 'unnamed')}`,
  exposure: (data) => `Gives others access to ${named(data['resource'], 'something')}`,
  'protection-removed': (data) => `Switches off what protects ${named(data['target'], 'the target')}`,
  'system-delete': (data) => `Deletes what this machine runs on: ${named(data['resource'], 'the system')}`,
  'system-change': (data) => `Changes what this machine runs on: ${named(data['resource'], 'the system')}`,
  'outside-delete': (data) => `Deletes outside the workspace: ${named(data['resource'], 'unnamed')}`,
  'unclassified-delete': (data) =>
    `Deletes where nothing says that it is not production: ${named(data['target'], 'unnamed')}`,
  'unclassified-stop': (data) =>
    `Stops ${named(data['resource'], 'something')} where nothing says that it is not production`,
  'secret-read': (data) => `Reads credentials: ${named(data['resource'], 'unnamed')}`,
  'secret-write': (data) => `Writes credentials: ${named(data['resource'], 'unnamed')}`,
  'startup-change': (data) => `Changes what runs later by itself: ${named(data['resource'], 'unnamed')}`,
  'opaque-delete': 'Deletes something that is known only at run time',
  'opaque-act': 'Does something that can be known only at run time',
  'opaque-target': 'Writes to a place that is known only at run time',
  destroy: (data) => `Destroys ${named(data['resource'], 'something')} for good`,
  'whole-delete': (data) => `Deletes ${named(data['resource'], 'a whole')} with everything in it`,
  'tunnel-delete': (data) =>
    `Deletes through an address of this machine, which may be a tunnel: ${named(data['target'], 'unnamed')}`,
  'staging-delete': (data) => `Deletes in staging: ${named(data['resource'], 'unnamed')}`,
  'typed-input': (data) =>
    `Starts ${named(data['program'], 'a program')} to type into: what this agent types later cannot be seen`,
  'unsaved-loss': (data) => `Loses work that may exist nowhere else: ${named(data['resource'], 'unnamed')}`,
  'history-rewrite': (data) => `Rewrites history: ${named(data['resource'], 'unnamed')}`,
  publishing: (data) => `Publishes: ${named(data['resource'], 'unnamed')}`,
  'pipeline-change': (data) => `Changes what a pipeline runs: ${named(data['resource'], 'unnamed')}`,
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
  return text === '' ? otherwise : shortened(text);
}

function shown(part: string | undefined): string {
  return part === undefined || part.trim() === '' ? '' : `: ${shortened(part.trim())}`;
}

function because(data: Data): string {
  const { source, value } = data;
  if (source === undefined || source === '' || value === undefined) return '';
  return source === 'name' ? ` by its name ${shortened(value)}` : ` (${source}: ${shortened(value)})`;
}

function to(place: string | undefined): string {
  return place === undefined || place === '' ? '' : ` to ${shortened(place)}`;
}

/** Long names are cut in the middle: both ends tell. */
function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= 80 ? line : `${line.slice(0, 52)} … ${line.slice(-24)}`;
}
