import type { ChangeItem, ItemFact, Undo, UnknownPart } from '../../core/change/change.js';
import { lookingMs } from '../../core/change/walk.js';
import { assertNever } from '../../core/shared/assert-never.js';
import { inertLine } from '../../core/shared/inert.js';
import { bytesText } from '../text/bytes.js';
import { countText } from '../text/count.js';
import { shortText } from '../text/thing.js';

type ObjectItem = Extract<ChangeItem, { kind: 'object' }>;

/** What nobody could see, as a noun phrase: "what the namespace shop holds". */
export function unknownText({ what, of }: UnknownPart): string {
  const thing = inertLine(shortText(of));
  switch (what) {
    case 'more-effects':
      return countText(Number(of), 'further effect of this call', 'further effects of this call');
    case 'too-large':
      return thing === 'text'
        ? 'the whole text, which is too large to show'
        : `all of ${thing}: it is too large`;
    case 'unreadable':
      return `what stands in ${thing} now: it could not be read`;
    case 'written':
      return `what ${thing} holds afterwards`;
    case 'computed':
      return `which path ${thing} is: where what is computed comes out empty, it is ${thing.replaceAll('\u2026', '') || '/'}`;
    case 'chosen':
      return `which files of ${thing} it takes`;
    case 'code':
      return thing === '' ? 'what it changes' : `what ${thing} does`;
    case 'not-looked-up':
      return `how the ${thing.replace(/,(?=\S)/g, ', ')} stands now: it was not looked up`;
    case 'contents':
      return `what the ${thing} holds`;
    case 'contents-else':
      return `what else the ${thing} holds${of.startsWith('namespace') ? ': secrets, settings and objects of other kinds' : ''}`;
    case 'volume':
      return `what becomes of the volume of ${thing}`;
    case 'snapshots':
      return `which snapshots of the ${thing} stay`;
    case 'versions':
      return `whether the ${thing} keeps what is deleted`;
    case 'policies':
      return `what of the ${thing} is kept when it goes`;
    case 'coupled':
      return `whether a database belongs to the ${thing} and goes with it`;
    case 'dependents':
      return `what else depends on ${thing} and goes with it`;
    case 'rows':
      return `how many rows of ${thing}`;
    case 'no-plan':
      return `what else the apply changes: no saved plan was given for ${thing}`;
    case 'since-fetch':
      return `what was pushed to ${thing} since the last fetch`;
    case 'history':
      return `which commits of ${thing} are lost: its history is not all on this disk`;
    case 'no-template':
      return `what of ${thing} is deployed now`;
    case 'deployed':
      return `whether ${thing} is what is deployed now`;
    case 'synthesised':
      return `whether ${thing} is what the code would make now`;
    case 'which':
      return `whether ${thing} speaks of this one`;
    case 'newer-form':
      return `what ${thing} says: its format is a newer one`;
    case 'absent':
      return `what this does: there is no ${thing} there`;
    case 'uncounted':
      return `what else lies in ${thing}: counting stopped after ${lookingMs} ms`;
    case 'uncompared':
      return `which other files have changes: comparing stopped after ${lookingMs} ms, at ${thing} files`;
    case 'unweighed':
      return `whether git has all of ${thing}: comparing stopped after ${lookingMs} ms`;
    default:
      return assertNever(what);
  }
}

export function undoText({ way, name }: Undo): string {
  const words = {
    reflog: 'reflog',
    commit: 'commit',
    remote: 'a copy at',
    snapshot: 'snapshot',
    object: 'git object',
    volume: 'volume',
    versions: 'older versions in',
  } as const;
  return `${words[way]} ${inertLine(name)}`;
}

/** "NAME by Ada: subject", "3 replicas of 5": what is known of a thing, after its name. */
export function factsText(item: ObjectItem): string {
  const about = item.about ?? [];
  const of = (is: ItemFact['is']): string | undefined => about.find((fact) => fact.is === is)?.text;
  const bytes = of('bytes');
  const parts = [
    bytes === undefined ? '' : bytesText(Number(bytes)),
    of('size') ?? '',
    rowsText(of('rows')),
    aboutRowsText(of('rows-about')),
    of('filled') === undefined ? '' : `a value in ${rowsText(of('filled'))}`,
    linesText(of('added'), of('removed')),
    moved(of('from'), of('to')),
    worded('version', of('version')),
    worded('type', of('type')),
    worded('tag', of('tag')),
    worded('access', of('access')),
    worded('policy', of('policy')),
    worded('at most', of('at-most'), 'rows'),
    worded('at least', of('at-least')),
    of('arguments') ?? '',
    of('attributes') ?? '',
    worded('tags', of('tags')),
    worded('Terraform', of('address')),
    worded('image', of('image')),
    worded('mounted by', of('mounted')),
    worded('but for what is in', of('except')),
    worded('where', of('where')),
    worded('because of', of('cause')),
    worded('made anew by', of('remade')),
    of('unserved') === undefined ? '' : 'no pod answers it any more',
    worded('with', of('by')),
    worded('by', of('author')),
    ...about.filter(({ is }) => is === 'secret').map(({ text }) => `holds ${text}`),
    worded('in', of('in')),
    of('undeclared') === undefined ? '' : 'no longer in the configuration',
  ].filter((part) => part !== '');
  const subject = of('subject');
  const words = parts.length === 0 ? '' : ` (${parts.map(inertLine).join(', ')})`;
  return `${subject === undefined ? '' : ` \u201C${inertLine(shortText(subject))}\u201D`}${words}`;
}

function rowsText(count: string | undefined): string {
  return count === undefined ? '' : countText(Number(count), 'row', 'rows');
}

/** A guess is said to be one. */
function aboutRowsText(count: string | undefined): string {
  return count === undefined ? '' : `about ${rowsText(count)} by the server's own guess`;
}

function worded(before: string, value: string | undefined, after = ''): string {
  return value === undefined || value === '' ? '' : `${before} ${value}${after === '' ? '' : ` ${after}`}`;
}

function moved(from: string | undefined, to: string | undefined): string {
  if (to === undefined) return '';
  return from === undefined ? `to ${to}` : `${from} \u2192 ${to}`;
}

function linesText(added: string | undefined, removed: string | undefined): string {
  if (added === undefined && removed === undefined) return '';
  return `+${added ?? 0} \u2212${removed ?? 0} lines`;
}
