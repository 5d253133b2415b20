import { bands } from '../../risk/assessment.js';
import { dayMs } from '../../shared/durations.js';
import { isJsonObject, type JsonObject, parseJson, textAt, textsAt } from '../../shared/json.js';
import { isCanaryCall } from '../canary-call.js';
import {
  callEndings,
  type Ending,
  emptyOverview,
  mostStopped,
  namesOf,
  type Overview,
  tallyOf,
  waitEnds,
  withFewTargets,
} from './overview.js';

/** An hour of agent work is twelve spans in which a session called. */
const spanMs = 300_000;
/** From this D of its vector on, a call destroys. */
const destroys = 30;

/** What a line of any version may call its band is a text. */
const bandNames: readonly string[] = bands;

const alarming = new Set(['call.slipped', 'guard.drifted', 'policy.loosening', 'break-glass']);

/**
 * Counts raw lines, oldest first. They are read without a schema: what is shown is counts, and the whole record is looked through. A
 * line that is no entry counts for nothing; `verify` says that it is there.
 */
export class OverviewFold {
  private readonly overview = emptyOverview();
  private readonly spans = new Set<string>();
  private readonly held = new Map<string, number>();
  private day = '';
  private dayNumber = -1;

  take(line: string): void {
    const value = parseJson(line);
    if (!isJsonObject(value)) return;
    const { body, ts } = value;
    if (!isJsonObject(body) || typeof ts !== 'number' || isCanaryCall(body)) return;
    const type = textAt(body, 'type');
    if (alarming.has(type)) this.tally(ts, body).alarms += 1;
    const band = bandNames.indexOf(textAt(body, 'band'));
    if (band < 0) return;
    if (
      type === 'call.passed' ||
      type === 'call.held' ||
      (type === 'call.denied' && textAt(body, 'request') === '')
    )
      this.called(ts, body, band, type === 'call.held');
    if (type === 'call.parked') for (const one of this.tallies(ts, body)) one.parked += 1;
    const ending = endingOf(type, body);
    if (ending !== undefined) this.ended(ts, body, ending, Number(value['seq']));
  }

  done(): Overview {
    return withFewTargets(this.overview);
  }

  private called(ts: number, body: JsonObject, band: number, isAsked: boolean): void {
    const span = `${textAt(body, 'session')} ${Math.floor(ts / spanMs)}`;
    const isNew = !this.spans.has(span);
    if (isNew) this.spans.add(span);
    for (const one of this.tallies(ts, body)) {
      one.bands[band] = (one.bands[band] ?? 0) + 1;
      if (isAsked) one.asked += 1;
      if (isNew) one.spans += 1;
    }
    if (isAsked) this.held.set(textAt(body, 'request'), ts);
  }

  private ended(ts: number, body: JsonObject, ending: Ending, seq: number): void {
    const evidence = body['evidence'];
    const shown = isJsonObject(evidence) ? evidence['heldAt'] : undefined;
    const since = typeof shown === 'number' ? shown : this.held.get(textAt(body, 'request'));
    const isDecision = ending === 'approved' || (ending === 'denied' && body['by'] !== 'policy');
    const span = waitEnds.findIndex((end) => since !== undefined && ts - since < end * 1_000);
    for (const one of this.tallies(ts, body)) {
      const at = callEndings.indexOf(ending);
      one.ended[at] = (one.ended[at] ?? 0) + 1;
      if (!isDecision || since === undefined) continue;
      const slot = span < 0 ? waitEnds.length : span;
      one.waits[slot] = (one.waits[slot] ?? 0) + 1;
    }
    const weight = Number(/^CS1\/D:(\d+)/.exec(textAt(body, 'vector'))?.[1] ?? 0);
    if (ending === 'approved' || weight < destroys) return;
    for (const one of this.tallies(ts, body)) one.spared += 1;
    this.overview.stopped.push({
      seq,
      ts,
      summary: textAt(body, 'summary'),
      targets: textsAt(body, 'targets'),
      band: textAt(body, 'band'),
      agent: textAt(body, 'agent'),
      ending,
    });
    if (this.overview.stopped.length > 2 * mostStopped) this.overview.stopped.splice(0, mostStopped);
  }

  private tally(ts: number, body: JsonObject) {
    return tallyOf(namesOf(this.overview.days, this.dayOf(ts)), textAt(body, 'agent'));
  }

  /** Of the call's agent, and of each of its targets. */
  private tallies(ts: number, body: JsonObject) {
    const targets = new Set(textsAt(body, 'targets'));
    if (targets.size === 0) return [this.tally(ts, body)];
    const names = namesOf(this.overview.targets, this.dayOf(ts));
    return [this.tally(ts, body), ...[...targets].map((name) => tallyOf(names, name))];
  }

  private dayOf(ts: number): string {
    const number = Math.floor(ts / dayMs);
    if (number !== this.dayNumber) {
      this.dayNumber = number;
      this.day = new Date(number * dayMs).toISOString().slice(0, 10);
    }
    return this.day;
  }
}

/** `refused`: a rule, or that no window was open, said no; no person was asked. */
function endingOf(type: string, body: JsonObject): Ending | undefined {
  switch (type) {
    case 'call.approved':
      return 'approved';
    case 'call.denied':
      return body['by'] === 'person' || body['by'] === 'peers' ? 'denied' : 'refused';
    case 'call.expired':
      return 'expired';
    case 'call.void':
      return 'void';
    default:
      return undefined;
  }
}
