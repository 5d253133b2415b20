import type { Trust, TrustState } from '../core/countersign/trust.js';
import { defaultTellAfterHours } from '../core/policy/team-policy.js';
import { consentTo } from '../core/record/archive/chosen-archive.js';
import type { Decider } from '../core/record/decider.js';
import { hourMs } from '../core/shared/durations.js';
import { answerArchive } from '../node/archive/agreeing.js';
import { chosenArchive } from '../node/archive/chosen.js';
import type { Home } from '../node/files/home.js';
import type { Clock, RecordStore } from '../ports/ports.js';
import { type AskedArchive, showLateArchive, TeamArchive } from '../vscode/record/team-archive.js';
import { sendRecord, tellOfLate } from './archive.js';

export interface RecordArchiveSetting {
  readonly home: Home;
  readonly clock: Pick<Clock, 'now' | 'at'>;
  readonly record: RecordStore;
  readonly trust: { now(): TrustState; onChange(listener: () => void): () => void };
  by(): Decider | undefined;
  /** dist. */
  readonly programs: string;
}

export interface RecordArchive {
  /** A person has accepted a policy. */
  accepted(trust: Trust): void;
  dispose(): void;
}

/** A policy's first look at a person is over by then: whoever accepts it is not asked twice. */
const settleMs = 5_000;

/** Where the record goes: sends it, asks about the archive that the team's policy names, and tells of one that does not answer. */
export function recordArchive(setting: RecordArchiveSetting): RecordArchive {
  const { home, clock, record, trust, programs } = setting;
  const inForce = (): Trust | undefined => {
    const state = trust.now();
    return state.kind === 'trusted' ? state.trust : undefined;
  };
  const team = new TeamArchive({
    unanswered: () => {
      const named = askedOf(inForce());
      return named && consentTo(named, chosenArchive(home)) === 'not-asked' ? named : undefined;
    },
    answer: (archive, isAgreed) => answerArchive(setting, archive, isAgreed),
  });
  const sending = sendRecord(home, clock, programs);
  const telling = tellOfLate({
    home,
    clock,
    record,
    tellAfterMs: () => (inForce()?.policy.archive?.tellAfterHours ?? defaultTellAfterHours) * hourMs,
    tell: showLateArchive,
  });
  let cancel = (): void => undefined;
  const lookSoon = (): void => {
    cancel();
    cancel = clock.at(clock.now() + settleMs, () => void team.look());
  };
  lookSoon();
  const stop = trust.onChange(lookSoon);
  return {
    accepted: (accepted) => {
      const named = askedOf(accepted);
      if (named !== undefined) void team.accepted(named);
    },
    dispose: () => {
      cancel();
      stop();
      sending.dispose();
      telling.dispose();
    },
  };
}

function askedOf(trust: Trust | undefined): AskedArchive | undefined {
  const archive = trust?.policy.archive;
  if (trust === undefined || archive === undefined) return undefined;
  const { url, key } = archive;
  return { url, key, policy: trust.digest, version: trust.policy.version };
}
