import type { Entry } from '../../core/record/entry.js';
import type { Incident, RequestStory } from '../../core/record/report/incident.js';
import { isOverdue, type Review } from '../../core/record/reviews.js';
import { inertLine } from '../../core/shared/inert.js';
import { agentNames } from '../agents/agent-names.js';
import { ruleSentence } from '../policy/rule.js';
import { countText } from '../text/count.js';
import { duration } from '../text/time.js';
import { deciderText, entryText, toldReason } from './record.js';
import { reviewersText } from './review.js';

/** What a report is over, and how the record stands. */
export interface ReportSetting {
  /** Unix milliseconds; both ends count. */
  readonly from: number;
  readonly to: number;
  readonly origin: string;
  readonly machine: string;
  /** How many entries the record has. */
  readonly size: number;
  /** The checkpoint over all of them, on one line; undefined where the record has none. */
  readonly checkpoint: string | undefined;
  /** Broken glasses that nobody has looked at, whenever they were broken. */
  readonly reviews: readonly Review[];
  /** When the report is made; Unix milliseconds. */
  readonly now: number;
  /** SHA-256, hex, of an entry's raw line. */
  hashOf(entry: Entry): string;
  /** What the card of a request said that it would do, as long as that is kept and is the same call. */
  titleOf(request: string, digest: string): string | undefined;
}

/** A Markdown document that tells what happened, who decided it, and how to check that. Times are UTC. */
export function incidentReport(incident: Incident, setting: ReportSetting): string {
  const { stories, alarms, events, refused } = incident;
  const parts = [
    '# Incident report',
    `${utc(setting.from)} to ${utc(setting.to)} (UTC), from the record of ${code(setting.machine)}. What follows stands in the record; what agents and persons wrote is quoted.`,
    '## In short',
    list(inShort(incident)),
    ...(setting.reviews.length === 0
      ? []
      : [
          '## Reviews that are due',
          list(
            setting.reviews.map(
              (review) =>
                `${reviewLead(review, setting.now)} Reason: ${quoted(review.reason)}. What ran: ${code(review.summary)}.`,
            ),
          ),
        ]),
    ...(stories.length === 0 ? [] : ['## Timeline', list(timeline(incident))]),
    ...(stories.length === 0
      ? []
      : ['## What was asked', ...stories.map((story) => chapter(story, setting))]),
    ...(refused.length === 0 ? [] : ['## What was refused at once', list(refused.map(refusedLine))]),
    ...(alarms.length === 0 ? [] : ['## What went past the gate', list(alarms.map((one) => line(one)))]),
    ...(events.length === 0 ? [] : ['## What else was recorded', list(events.map((one) => line(one)))]),
    '## How to check this',
    howToCheck(setting, stories),
  ];
  return `${parts.join('\n\n')}\n`;
}

function reviewLead(review: Review, now: number): string {
  const when = isOverdue(review, now) ? `**overdue since ${utc(review.by)}**` : `due by ${utc(review.by)}`;
  return `${escaped(review.request)}: ${escaped(review.person)} broke the glass at ${utc(review.ts)}; the review is ${when}, by ${escaped(reviewersText(review.from))}.`;
}

function inShort({ unasked, canaries, stories, alarms, refused }: Incident): readonly string[] {
  const passed = [...unasked.values()].reduce((sum, count) => sum + count, 0);
  const ran = stories.filter((story) => endOf(story).kind === 'ran');
  const stopped = stories.filter((story) => endOf(story).kind === 'stopped');
  const open = stories.length - ran.length - stopped.length;
  const sessions = countText(unasked.size, 'session', 'sessions');
  return [
    `${countText(passed, 'call was', 'calls were')} let through without a question, in ${sessions}.`,
    ...(canaries === 0
      ? []
      : [`${countText(canaries, 'canary call', 'canary calls')} of Countersign itself tried the doorbells.`]),
    `${countText(stories.length, 'call was', 'calls were')} held: ${stopped.length} stopped, ${ran.length} let go after a yes, ${open} open or given up.`,
    ...(refused.length === 0
      ? []
      : [
          `${countText(refused.length, 'call was', 'calls were')} refused at once, without a request: see below.`,
        ]),
    ...stopped.map((story) => `Stopped: ${gravityOf(story)}: ${endOf(story).words}.${takenAway(story)}`),
    ...ran.map((story) => `Let go: ${gravityOf(story)}: ${endOf(story).words}.${takenAway(story)}`),
    alarms.length === 0
      ? 'No call is known to have gone past the gate.'
      : `${countText(alarms.length, 'alarm', 'alarms')}: see below.`,
  ];
}

/** The call, where it would have gone, and who said what. */
function gravityOf(story: RequestStory): string {
  const { facts } = story;
  const where =
    facts === undefined || facts.targets.length === 0 ? '' : ` at ${facts.targets.map(code).join(', ')}`;
  const band = facts === undefined ? '' : ` (${facts.band}, score ${Math.round(facts.score)})`;
  const decision = decisionOf(story);
  const said =
    decision === undefined
      ? ''
      : `; ${escaped(deciderOf(decision))} said ${decision.body.type === 'call.approved' ? 'yes' : 'no'}`;
  return `${story.request}, ${commandOf(story)}${where}${band}${said}`;
}

function takenAway(story: RequestStory): string {
  const takes = takesOf(story);
  return takes === undefined
    ? ''
    : ` It ${endOf(story).kind === 'ran' ? 'was to take away' : 'would have taken away'} ${takes}.`;
}

function takesOf(story: RequestStory): string | undefined {
  const { body } = decisionOf(story) ?? {};
  const takes =
    body?.type === 'call.approved' || body?.type === 'call.denied' ? body.evidence?.takes : undefined;
  if (takes === undefined) return undefined;
  const named = takes.lost.map(
    ({ what, name, count }) =>
      `${escaped(what)} ${code(name)}${count === undefined ? '' : ` \u00D7 ${count}`}`,
  );
  const things = countText(takes.gone, 'thing', 'things');
  return named.length === 0 ? things : `${things}; lost for good: ${named.join(', ')}`;
}

function decisionOf({ entries }: RequestStory): Entry | undefined {
  return entries.find(({ body }) => body.type === 'call.approved' || body.type === 'call.denied');
}

/** Every step of every request, in the order in which the record has them. */
function timeline({ stories, alarms }: Incident): readonly string[] {
  const all = [
    ...stories.flatMap(({ entries, ran }) => [...entries, ...(ran === undefined ? [] : [ran])]),
    ...alarms.filter((alarm) => !stories.some(({ entries }) => entries.includes(alarm))),
  ];
  const named = new Set<string>();
  return all
    .sort((a, b) => a.seq - b.seq)
    .map((entry) => {
      // What it is about is said once.
      const request = 'request' in entry.body ? entry.body.request : '';
      const isNamed = request !== '' && named.has(request);
      named.add(request);
      return isNamed ? step(entry) : line(entry);
    });
}

function step(entry: Entry): string {
  const { body } = entry;
  const reason = 'reason' in body && body.reason !== '' ? `, ${quoted(body.reason)}` : '';
  return `${utc(entry.ts)} — ${escaped(labelOf(entry))}${reason} (entry ${entry.seq})`;
}

/** Without a person's own words, which are quoted behind it. */
function labelOf(entry: Entry): string {
  const { body } = entry;
  const bare = 'reason' in body ? { ...entry, body: { ...body, reason: '' } } : entry;
  return entryText(bare).label.replace(/: $/, '');
}

function chapter(story: RequestStory, setting: ReportSetting): string {
  const { request, facts, entries, before, after } = story;
  const decision = decisionOf(story);
  const title = facts === undefined ? undefined : setting.titleOf(request, facts.digest);
  const takes = takesOf(story);
  const held = entries.find(({ body }) => body.type === 'call.held');
  const rows = [
    ...(facts === undefined ? [] : whoAndWhat(facts)),
    ...(title === undefined ? [] : [`What the card said: ${escaped(title)}.`]),
    ...(takes === undefined ? [] : [`What it takes away: ${takes}.`]),
    ...(before.length === 0 ? [] : [`What the agent did before: ${before.map(passing).join(', ')}.`]),
    ...(held?.body.type === 'call.held' ? [`Why it was asked about: ${whyText(held.body.rule)}.`] : []),
    ...(decision === undefined ? ['Nobody said yes or no.'] : decided(decision, held)),
    `What became of it: ${endOf(story).words}.`,
    ...(after.length === 0 ? [] : [`What the agent did next: ${after.map(passing).join(', ')}.`]),
    `Entries, each with the beginning of its SHA-256: ${[
      ...entries,
      ...(story.ran === undefined ? [] : [story.ran]),
    ]
      .map((entry) => `${entry.seq} (${code(setting.hashOf(entry).slice(0, 12))})`)
      .join(', ')}. Proof: ${code(`countersign receipt ${request}`)}.`,
  ];
  return `### ${request}: ${commandOf(story)}\n\n${list(rows)}`;
}

/** What a rule of ours says; a team's own stands in its policy. */
function whyText(rule: string): string {
  const named = `rule ${code(rule)}`;
  if (!rule.startsWith('built-in/')) return named;
  const sentence = ruleSentence(rule);
  return sentence === rule ? named : `${escaped(sentence.replace(/\.$/, ''))} (${named})`;
}

/** A call that nobody was asked about. */
function passing(entry: Entry): string {
  const { body } = entry;
  return `${code('summary' in body ? body.summary.slice(0, 100) : '')} (entry ${entry.seq})`;
}

function whoAndWhat(facts: NonNullable<RequestStory['facts']>): readonly string[] {
  const { agent, session, subagent, cwd, targets, score, band, vector } = facts;
  const part = subagent === undefined ? '' : `, subagent ${code(subagent.type)}`;
  const where = targets.length === 0 ? 'nothing that is known' : targets.map(code).join(', ');
  return [
    `Who acted: ${agentNames[agent]}${part}, session ${code(session)}, in ${code(cwd)}.`,
    `What it would have reached: ${where}.`,
    `How grave: score ${Math.round(score)} of 100, band ${band} (${code(vector)}).`,
  ];
}

function decided(entry: Entry, held: Entry | undefined): readonly string[] {
  const { body } = entry;
  if (body.type !== 'call.approved' && body.type !== 'call.denied') return [];
  const since = body.evidence?.heldAt ?? held?.ts;
  const after = since === undefined ? '' : `, ${duration(entry.ts - since)} after it was shown`;
  const who = deciderOf(entry);
  const verb = body.type === 'call.approved' ? 'said yes' : 'said no';
  const reason = body.type === 'call.denied' && body.reason !== '' ? ` Reason: ${quoted(body.reason)}.` : '';
  const rights =
    body.decider === undefined ? [] : [`With whose rights: the account ${code(body.decider.account)}.`];
  const digests = [
    ...(body.evidence?.change === undefined ? [] : [`change ${code(body.evidence.change.slice(0, 12))}`]),
    ...(body.evidence?.ground === undefined
      ? []
      : [`programs, files, directory and variables ${code(body.evidence.ground.slice(0, 12))}`]),
    ...(body.evidence?.policy === undefined
      ? []
      : [`policy and roster ${code(body.evidence.policy.slice(0, 12))}`]),
  ];
  return [
    `Who decided: ${escaped(who)} ${verb} at ${utc(entry.ts)}${after}.${reason}`,
    ...rights,
    ...(digests.length === 0 ? [] : [`What was shown, by its digests: ${digests.join('; ')}.`]),
  ];
}

function deciderOf({ body }: Entry): string {
  if (body.type !== 'call.approved' && body.type !== 'call.denied') return '';
  if (body.decider !== undefined) return deciderText(body.decider);
  return body.type === 'call.approved' && body.signers !== undefined
    ? body.signers.map(inertLine).join(', ')
    : deciders[body.by];
}

const deciders = {
  person: 'a person at this machine, whose name no entry has',
  peers: 'peers',
  'break-glass': 'a person who broke the glass',
  policy: 'a rule',
  offline: 'the gate, because no window was open',
  failure: 'the gate, because something broke',
} as const;

/** How a request ended, as far as the stretch shows it. */
function endOf({ entries, ran }: RequestStory): {
  readonly kind: 'ran' | 'stopped' | 'open';
  readonly words: string;
} {
  const types = entries.map(({ body }) => body.type);
  if (ran?.body.type === 'call.finished')
    return {
      kind: 'ran',
      words:
        ran.body.outcome === 'ran'
          ? `it ran, and ended at ${utc(ran.ts)}`
          : `it ran and failed, at ${utc(ran.ts)}`,
    };
  if (types.includes('call.released'))
    return { kind: 'ran', words: 'it was let go once; its end was not seen' };
  if (types.includes('call.denied')) return { kind: 'stopped', words: 'denied, it did not run' };
  if (types.includes('call.void'))
    return { kind: 'stopped', words: 'the yes no longer held, it did not run' };
  if (types.includes('call.expired')) return { kind: 'stopped', words: 'it expired, and did not run' };
  if (types.includes('call.approved')) return { kind: 'open', words: 'approved, and not run yet' };
  return { kind: 'open', words: 'it waits for a person' };
}

function commandOf({ facts, request }: RequestStory): string {
  return code(facts === undefined || facts.summary === '' ? request : facts.summary);
}

/** A call that nobody was asked about: by whom it was refused, with which words, and what it was. */
function refusedLine(entry: Entry): string {
  const { body } = entry;
  if (body.type !== 'call.denied') return line(entry);
  const where = body.targets.length === 0 ? '' : `, at ${body.targets.map(code).join(', ')}`;
  const told = toldReason(body);
  const reason = told === '' ? '' : ` Reason: ${quoted(told)}.`;
  return `${utc(entry.ts)} — ${code(body.summary)}, asked by ${agentNames[body.agent]}${where}; score ${Math.round(body.score)} of 100, band ${body.band}. Refused by ${deciders[body.by]} (entry ${entry.seq}).${reason}`;
}

function line(entry: Entry): string {
  const { body } = entry;
  const what = 'summary' in body && body.summary !== '' ? `: ${code(body.summary)}` : '';
  return `${utc(entry.ts)} — ${escaped(entryText(entry).label)}${what} (entry ${entry.seq})`;
}

function howToCheck({ origin, size, checkpoint }: ReportSetting, stories: readonly RequestStory[]): string {
  const lines = [
    `The record ${code(origin)} has ${countText(size, 'entry', 'entries')}; its chain holds. ${code('countersign verify')} holds it against every witness.`,
    ...(checkpoint === undefined
      ? []
      : [
          `With this line anybody can check later that nothing before it was changed:\n\n      ${checkpoint}\n`,
        ]),
    ...(stories.length === 0
      ? []
      : [
          `${code('countersign receipt ID --dir DIR')} writes the entries of a request with their proofs and a script that checks them.`,
        ]),
  ];
  return list(lines);
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function utc(at: number): string {
  return new Date(at).toISOString().replace('T', ' ').slice(0, 19);
}

/** What somebody else wrote stays what it is: no markup, no link, on one line. */
function code(text: string): string {
  const inert = inertLine(text).slice(0, 300);
  const ticks = '`'.repeat(Math.max(0, ...[...inert.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const pad = ticks.length > 1 || inert === '' ? ' ' : '';
  return `${ticks}${pad}${inert}${pad}${ticks}`;
}

function quoted(text: string): string {
  return code(text);
}

function escaped(text: string): string {
  return inertLine(text).replace(/[\\`*_{}[\]<>#|!]/g, '\\$&');
}

export const reportText = {
  time: (option: '--from' | '--to', got: string) =>
    `expected ${option} to be a time such as 2026-11-29T10:00:00Z, got ${inertLine(got)}`,
  future: (option: '--from' | '--to', got: string, now: number) =>
    `expected ${option} to be a time that has been, got ${inertLine(got)}, and now it is ${new Date(now).toISOString().slice(0, 19)}Z`,
  order: (from: string, to: string) =>
    `expected --from not to be behind --to, got ${inertLine(from)} and ${inertLine(to)}`,
};
