import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { teamOf } from '../../core/countersign/in-force.js';
import type { Trust } from '../../core/countersign/trust.js';
import type { TeamInForce } from '../../core/policy/team-in-force.js';
import type { ToolCall } from '../../core/toolcall/toolcall.js';
import { errorCode, privateFolder, writeForNow } from '../files/disk.js';
import type { Home } from '../files/home.js';
import { OrganisationTeam, organisationFolder } from './organisation-trust.js';
import { TrustNotes } from './trust-notes.js';

type Place = Pick<ToolCall, 'agent' | 'session' | 'cwd'>;

/** A team by the remote that it is known by here. */
export interface KnownTeam {
  readonly url: string;
  readonly team: TeamInForce;
}

/** The teams that a call has to do with, whichever window answers: its directory's, and all that its session has met. */
export class HeldTeams {
  private readonly notes: TrustNotes;
  private readonly folder: string;
  private readonly ready = new Map<string, TeamInForce>();

  constructor(
    home: Home,
    private readonly organisation = new OrganisationTeam(),
  ) {
    this.notes = new TrustNotes(home);
    this.folder = join(home.root, 'sessions-teams');
  }

  /** Those known for the call; `own` are the window's. What the session meets here it keeps. */
  of(call: Place, own: readonly string[]): readonly KnownTeam[] {
    const here = this.remoteAt(call.cwd);
    const met = this.met(call);
    const all = [...new Set([...(here === undefined ? [] : [here]), ...own, ...met])];
    if (all.length > met.length) this.meet(call, all);
    const teams = all.flatMap((url) => {
      const team = this.teamOf(url);
      return team === undefined ? [] : [{ url, team }];
    });
    const pinned = this.organisation.now();
    // Above every repository; the same policy twice is one.
    const isHere = pinned === undefined || teams.some(({ team }) => isSamePolicy(team, pinned));
    return isHere ? teams : [...teams, { url: organisationFolder, team: pinned }];
  }

  /** The remote of the team that a folder had, or has. */
  remoteAt(folder: string): string | undefined {
    return this.notes.heldAt(realOf(folder))?.url;
  }

  private teamOf(url: string): TeamInForce | undefined {
    const known = this.notes.of(url);
    if (known === 'unreadable') return undefined;
    const trust = known.pinned ?? known.seen?.bundle.trust;
    return trust && this.prepared(trust, known.pinned !== undefined);
  }

  /** The same object for the same trust: its globs are compiled once. */
  private prepared(trust: Trust, isPinned: boolean): TeamInForce | undefined {
    const key = `${trust.digest} ${isPinned}`;
    const team = this.ready.get(key) ?? teamOf({ kind: isPinned ? 'trusted' : 'unpinned', trust });
    if (team !== undefined) this.ready.set(key, team);
    return team;
  }

  private met(call: Place): readonly string[] {
    if (call.session === '') return [];
    try {
      return readFileSync(this.fileOf(call), 'utf8')
        .split('\n')
        .filter((line) => line !== '');
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return [];
      throw error;
    }
  }

  private meet(call: Place, urls: readonly string[]): void {
    if (call.session === '') return;
    privateFolder(this.folder);
    writeForNow(this.fileOf(call), urls.map((url) => `${url}\n`).join(''));
  }

  private fileOf({ agent, session }: Place): string {
    return join(this.folder, createHash('sha256').update(`${agent} ${session}`).digest('hex').slice(0, 32));
  }
}

/** Both as a person accepted them, to the letter. */
export function isSamePolicy(a: TeamInForce, b: TeamInForce): boolean {
  return (
    a.policy === b.policy ||
    (a.isPinned && b.isPinned && JSON.stringify(a.policy) === JSON.stringify(b.policy))
  );
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
