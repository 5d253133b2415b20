import type { Request } from '../../core/approval/request.js';
import type { Entry, EntryBody } from '../../core/record/entry.js';
import { digestOfValue, sha256 } from '../../core/shared/digest.js';
import { inertLine } from '../../core/shared/inert.js';
import type { Card } from '../../protocol/card.js';
import { agentNames } from '../agents/agent-names.js';
import { bandText, cardOf } from '../cards/card.js';
import type { CardSurroundings } from '../cards/facts.js';
import { markedPieces } from '../cards/marked.js';
import { shortDigest } from '../text/digest.js';
import { dateAndTime, duration } from '../text/time.js';
import { deciderText, entryText } from './record.js';

/** One entry, and what it takes to judge it. */
export interface ShownEntry {
  readonly entry: Entry;
  /** The raw line. */
  readonly line: string;
  readonly standing: {
    readonly tree: keyof typeof treeText;
    readonly size: number;
    readonly mac: keyof typeof macText;
  };
  /** Who countersigned when the record had `size` entries, this one among them; `agrees`: the last of those is still as they saw it. */
  readonly seen?: {
    readonly by: string;
    readonly size: number;
    readonly at: number;
    readonly agrees: boolean;
  };
  /** What was shown of it then, where that is still kept. */
  readonly kept:
    | { readonly kind: 'kept'; readonly request: Request }
    | { readonly kind: keyof typeof keptText };
  /** The entry that says that its card was erased, where there is one of this installation. */
  readonly erased?: Entry;
  /** The last time that the same call was made, its last entry first; undefined while it is looked for. */
  readonly before: readonly Entry[] | undefined;
}

const lineCaption = 'The line in the record';

const treeText = {
  holds: (size: number) =>
    `Yes: it stands in the tree under the record\u2019s last checkpoint, over ${size} entries`,
  'not-yet': (size: number) =>
    `Not yet: it was written after the record\u2019s last checkpoint, over ${size} entries`,
  differs: (size: number) =>
    `NO: another entry stood there when the checkpoint over ${size} entries was signed`,
  'no-checkpoint': () => 'Not known: the record has no checkpoint that holds; see countersign verify',
} as const;

const macText = {
  ours: 'This installation, as it stands',
  none: 'Not known: an older version, or something else; no yes counts by it',
  other: 'NOT this installation as it stands: it is forged, or the secret of this home is another one now',
} as const;

const keptText = {
  gone: 'Not kept any more: the record keeps what was decided, the whole card is kept for a week',
  foreign: 'Not shown: its file was not written by this installation',
  newer: 'Not shown: a newer version wrote it',
  other: 'Not shown: its file is of another call than the entry',
} as const;

/** An entry as a card that nobody answers: as it was shown where that is kept, with how it is proven and the last time beside it. */
export function entryCard(shown: ShownEntry, now: number, surroundings: CardSurroundings): Card {
  const { entry, standing } = shown;
  const words = entryText(entry);
  const isWrong = standing.tree === 'differs' || standing.mac === 'other';
  const card =
    shown.kept.kind === 'kept' ? storedCard(shown.kept.request, now, surroundings) : cardAlone(shown);
  return {
    ...card,
    id: cardId(entry.seq),
    bandWord: `${bandWordOf(entry.body)} \u00B7 entry ${entry.seq}`,
    facts: [...card.facts, ...erasedFact(shown), ...proofFacts(shown), ...lastTimeFacts(shown)],
    ask: { kind: 'none' },
    live: { status: `${words.label}.`, detail: `Recorded ${dateAndTime(entry.ts)}.` },
    ...(isWrong ? { notice: 'This entry is not what the record held: run countersign verify.' } : {}),
    page: false,
  };
}

/** What the page of an entry is called among the cards. */
export function cardId(seq: number): string {
  return `entry-${seq}`;
}

function bandWordOf(body: Entry['body']): string {
  const band = 'band' in body ? bandText[body.band] : 'Record';
  return 'request' in body && body.request !== undefined && body.request !== ''
    ? `${band} \u00B7 ${inertLine(body.request)}`
    : band;
}

/** Nothing is left to decide, so that nothing of it is asked again. */
function storedCard(request: Request, now: number, surroundings: CardSurroundings): Card {
  const { notice, question, glass, siblings, keepCopy, acceptHooks, passReads, ...card } = cardOf(request, {
    now,
    surface: 'page',
    surroundings,
    refused: undefined,
  });
  return card;
}

/** What the entry itself says, where no card of it is kept or it is about no call. */
function cardAlone({ entry, line, kept }: ShownEntry): Card {
  const { body } = entry;
  const words = entryText(entry);
  const call = 'digest' in body ? body : undefined;
  const pieces = markedPieces(call?.summary ?? line, []);
  return {
    id: cardId(entry.seq),
    digest: sha256(line),
    band: call?.band ?? 'quiet',
    state: words.isStop ? 'denied' : 'used',
    name: `Entry ${entry.seq}: ${words.label}`,
    bandWord: '',
    title: call === undefined ? words.label : inertLine(call.summary),
    score:
      call === undefined
        ? { value: '', scale: '', words: '', sentence: '', vector: '' }
        : {
            value: String(call.score),
            scale: 'of 100',
            words: `Score ${call.score} of 100.`,
            sentence: '',
            vector: call.vector,
          },
    reasons: [],
    reasonsMore: '',
    payload: {
      caption: call === undefined ? lineCaption : 'What it was, without secrets',
      pieces,
      lifted: [],
    },
    change: {
      caption: lineCaption,
      unknown: [],
      blocks: call === undefined ? [] : [{ lines: [{ sign: 'same', text: inertLine(line), spoken: '' }] }],
      counts: '',
      notes: [],
    },
    facts: call === undefined ? [] : callFactsOf(call, kept),
    ask: { kind: 'none' },
    armMilliseconds: 0,
    yes: '',
    no: '',
    approve: '',
    deny: '',
    live: { status: '', detail: '' },
    page: false,
  };
}

type CallBody = Extract<EntryBody, { readonly digest: string }>;

function callFactsOf(body: CallBody, kept: ShownEntry['kept']): Card['facts'] {
  const request = 'request' in body ? body.request : '';
  const session = body.session === '' ? 'session not named' : `session ${body.session}`;
  return [
    ...(body.targets.length === 0
      ? []
      : [{ term: 'Target', detail: body.targets.map(inertLine).join('; ') }]),
    { term: 'Asked by', detail: inertLine(`${agentNames[body.agent]}, ${session}, tool ${body.tool}`) },
    { term: 'Directory', detail: inertLine(body.cwd) },
    { term: 'Score', detail: inertLine(body.vector) },
    ...(request === '' || kept.kind === 'kept' ? [] : [{ term: 'Its card', detail: keptText[kept.kind] }]),
  ];
}

function erasedFact({ erased }: ShownEntry): Card['facts'] {
  if (erased === undefined) return [];
  const said = `${entryText(erased).label}: entry ${erased.seq}, ${dateAndTime(erased.ts)}`;
  return [{ term: 'Erased', detail: said, follows: 'state' }];
}

function proofFacts({ entry, line, standing, seen, kept }: ShownEntry): Card['facts'] {
  const { body } = entry;
  const decided = 'decider' in body && body.decider ? deciderText(body.decider) : undefined;
  const request = 'request' in body ? (body.request ?? '') : '';
  return [
    ...(decided === undefined ? [] : [{ term: 'Decided by', detail: decided }]),
    { term: 'In the record', detail: treeText[standing.tree](standing.size) },
    { term: 'Written by', detail: macText[standing.mac] },
    { term: 'Witness', detail: seenText(seen) },
    ...shownFact(body, kept),
    {
      term: 'Its SHA-256',
      detail: `${shortDigest(sha256(line))}\u2026, and it holds that of the entry before it`,
    },
    ...(hasReceipt(body) && request !== ''
      ? [
          {
            term: 'For others',
            detail: `countersign receipt ${inertLine(request)} --dir DIR writes the proof`,
          },
        ]
      : []),
  ];
}

/** Countersigners; other witnesses are asked by `verify`. */
function seenText(seen: ShownEntry['seen']): string {
  if (seen === undefined)
    return 'No countersigner has seen it; countersign verify asks every witness it can reach';
  const saw = `${inertLine(seen.by)} saw it among the first ${seen.size} entries on ${dateAndTime(seen.at)}`;
  return seen.agrees
    ? `${saw}, and they are as they were`
    : `${saw}, and THEY ARE NOT as they were: see countersign verify`;
}

function hasReceipt({ type }: Entry['body']): boolean {
  return type === 'call.approved' || type === 'call.denied' || type === 'call.released';
}

/** Whether the card is the one that the decision names. */
function shownFact(body: Entry['body'], kept: ShownEntry['kept']): Card['facts'] {
  const named = 'evidence' in body ? body.evidence?.change : undefined;
  if (named === undefined || kept.kind !== 'kept') return [];
  const shown = digestOfValue(kept.request.change);
  const isIt = shown.ok && shown.value === named;
  return [
    {
      term: 'What was shown',
      detail: isIt
        ? 'The change above is the one that was decided on, by its digest in the entry'
        : 'The change above is NOT the one that was decided on: the digest in the entry is another',
    },
  ];
}

function lastTimeFacts({ entry, before }: ShownEntry): Card['facts'] {
  if (!('digest' in entry.body)) return [];
  if (before === undefined)
    return [{ term: 'Last time', detail: 'It is being looked for\u2026', follows: 'state' }];
  const [last] = before;
  if (last === undefined)
    return [
      {
        term: 'Last time',
        detail: 'This call was never made before, as far as the record goes',
        follows: 'state',
      },
    ];
  const course = [...before].reverse().map((one) => entryText(one).label);
  const changed = differences([entry], before);
  return [
    {
      term: 'Last time',
      detail: `${duration(entry.ts - last.ts)} before, entry ${last.seq}: ${[...new Set(course)].join(', then ')}`,
      follows: 'state',
    },
    {
      term: 'Since then',
      detail: changed.length === 0 ? 'Nothing that is compared has changed' : changed.join('; '),
      follows: 'state',
    },
  ];
}

/** What both tell and tell differently. */
function differences(now: readonly Entry[], before: readonly Entry[]): readonly string[] {
  const [one, other] = [compared(now), compared(before)];
  return [...one].flatMap(([name, value]) => {
    const was = other.get(name);
    if (was === undefined || was === value) return [];
    return digestNames.has(name) ? [`${name} changed`] : [`${name} was ${was}, is ${value}`];
  });
}

const digestNames: ReadonlySet<string> = new Set([
  'the change that was shown',
  'what it stands on (programs, files, directory, variables)',
  'the team\u2019s policy',
]);

function compared(entries: readonly Entry[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { body } of [...entries].reverse()) {
    if (!('digest' in body)) continue;
    found.set('band', bandText[body.band].toLowerCase());
    found.set('score', String(body.score));
    found.set('target', body.targets.map(inertLine).join(', '));
    found.set('directory', inertLine(body.cwd));
    found.set('agent', agentNames[body.agent]);
    if ('decider' in body && body.decider) found.set('decided by', deciderText(body.decider));
    const evidence = 'evidence' in body ? body.evidence : undefined;
    const digests = [evidence?.change, evidence?.ground, evidence?.policy];
    for (const [at, name] of [...digestNames].entries()) {
      const digest = digests[at];
      if (digest !== undefined) found.set(name, digest);
    }
  }
  return found;
}
