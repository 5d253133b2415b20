import type { CredentialOrigin } from '../core/approval/request.js';
import type { ToolCall } from '../core/toolcall/toolcall.js';
import type { DeskParts } from './parts.js';
import type { Judged } from './ring.js';

/** How many sessions are remembered, and how many credentials of one; and how many files a card names. */
const most = { sessions: 100, credentials: 500, named: 3 } as const;

interface Seen {
  /** By a credential's digest under this window's salt: the file, and when it was read. */
  readonly origins: Map<string, CredentialOrigin>;
  reading: Promise<void>;
}

/**
 * Which credentials each session has read, by salted digests, to name their files where they are used. In this window's memory
 * alone, under a salt that nobody else has: it only informs, and a window that opens later knows of none.
 */
export class CredentialsRead {
  private readonly sessions = new Map<string, Seen>();
  private readonly salt: string;

  constructor(private readonly parts: Pick<DeskParts, 'judge' | 'clock' | 'random'>) {
    this.salt = parts.random.hex(16);
  }

  /** Notes what a call that goes ahead reads; nobody waits for it. */
  read(judged: Judged): void {
    if (!mayRead(judged)) return;
    const seen = this.seenBy(judged.call);
    const readAt = this.parts.clock.now();
    seen.reading = seen.reading
      .then(() => this.marksOf(judged))
      .then(({ read }) => {
        for (const { file, marks } of read)
          for (const mark of marks) keep(seen.origins, mark, { file, readAt });
      })
      .catch(() => undefined);
  }

  /** The files in which credentials of the call stand, each once, the one read last first. */
  async usedBy(judged: Judged): Promise<readonly CredentialOrigin[]> {
    const seen = this.sessions.get(sessionOf(judged.call));
    if (seen === undefined) return [];
    await seen.reading;
    if (seen.origins.size === 0) return [];
    const { used } = await this.marksOf(judged).catch(() => ({ used: [] }));
    const met = used.flatMap((mark) => seen.origins.get(mark) ?? []);
    const latest = [...new Map(met.map((origin) => [origin.file, origin])).values()];
    return latest.sort((left, right) => right.readAt - left.readAt).slice(0, most.named);
  }

  private marksOf({ call, assessment, site }: Judged): ReturnType<DeskParts['judge']['credentialMarks']> {
    return this.parts.judge.credentialMarks(call, assessment.effects, site, this.salt);
  }

  private seenBy(call: ToolCall): Seen {
    const key = sessionOf(call);
    const seen = this.sessions.get(key) ?? { origins: new Map(), reading: Promise.resolve() };
    this.sessions.delete(key);
    this.sessions.set(key, seen);
    for (const oldest of this.sessions.keys()) {
      if (this.sessions.size <= most.sessions) break;
      this.sessions.delete(oldest);
    }
    return seen;
  }
}

/** A call without a read reads nothing but what its shell is told to take in. */
function mayRead({ call: { payload }, assessment }: Judged): boolean {
  if (payload.kind === 'read') return true;
  return payload.kind === 'shell' && (assessment.effects.length === 0 || assessment.effects.some(isRead));
}

function isRead({ verb }: Judged['assessment']['effects'][number]): boolean {
  return verb === 'read';
}

function sessionOf({ agent, session }: ToolCall): string {
  return JSON.stringify([agent, session]);
}

function keep(origins: Map<string, CredentialOrigin>, mark: string, origin: CredentialOrigin): void {
  origins.delete(mark);
  origins.set(mark, origin);
  for (const oldest of origins.keys()) {
    if (origins.size <= most.credentials) return;
    origins.delete(oldest);
  }
}
