import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { PolicySettings } from '../core/policy/settings.js';
import type { TeamInForce } from '../core/policy/team-in-force.js';
import type { CallFacts, Entry } from '../core/record/entry.js';
import {
  type After,
  assessmentOf,
  byFactsAlone,
  commandIn,
  differs,
  FirstWords,
} from '../core/record/replay.js';
import { ok, type Result } from '../core/shared/result.js';
import { seeVerifyText } from '../messages/cli/record.js';
import { limitText, onePolicyFileText } from '../messages/cli/usage.js';
import { type Replayed, replayText } from '../messages/policy/replay.js';
import { recordFailureText } from '../messages/record/record.js';
import { homeFrom } from '../node/files/home.js';
import { loadSettings } from '../node/files/settings-file.js';
import type { KnownPlaces } from '../ports/judge.js';
import type { RecordFailure } from '../ports/ports.js';
import { exitCodes, fail, misuse, type Terminal } from './command.js';
import { judgeFor } from './judge-for.js';
import { parseCommandLine } from './parse.js';
import { saidPlacesOf } from './places.js';
import { teamFromFile } from './policy-file.js';
import { type Ruled, ruled, ruledUnderPlaces } from './policy-verdict.js';
import { recordOf } from './record-of.js';
import { siteOf } from './site.js';

const defaultLimit = 10_000;

export async function replayPolicy(args: readonly string[], terminal: Terminal): Promise<number> {
  const parsed = parseCommandLine('policy', args, { limit: { type: 'string' }, json: { type: 'boolean' } });
  if (!parsed.ok) return misuse(terminal, parsed.error);
  const { values, positionals } = parsed.value;
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) {
    return misuse(terminal, onePolicyFileText(positionals.length));
  }
  const limit = values.limit ?? String(defaultLimit);
  if (!/^[1-9]\d{0,8}$/.test(limit)) {
    return misuse(terminal, limitText(limit));
  }
  const path = resolve(terminal.cwd, file);
  const team = teamFromFile(path);
  if (!team.ok) return misuse(terminal, team.error);
  const home = homeFrom(terminal.env);
  const record = recordOf(home);
  const replayed = await replay(record.oldestFirst(Number(limit)), team.value, loadSettings(home), terminal);
  if (!replayed.ok) return fail(terminal, seeVerifyText(recordFailureText(replayed.error)));
  await terminal.out(
    values.json ? `${JSON.stringify(replayObject(replayed.value))}\n` : replayText(replayed.value, path),
  );
  return exitCodes.done;
}

/** What was decided about so many different calls is remembered: agents make few kinds of calls many times. */
const remembered = 20_000;

/** One entry after the other: of a call whose decision stays, only that it was there is kept. */
async function replay(
  oldestFirst: Iterable<Result<Entry, RecordFailure>>,
  team: TeamInForce,
  settings: PolicySettings,
  terminal: Terminal,
): Promise<Result<readonly Replayed[], RecordFailure>> {
  const judge = await judgeFor(terminal);
  const said = (await saidPlacesOf(terminal)).now();
  const blunt = byFactsAlone(team);
  const words = new FirstWords();
  const known = new Map<string, Pick<Replayed, 'after' | 'by'>>();
  const alike = new Map<string, Replayed>();
  const replayed: Replayed[] = [];
  const afterwards = async (facts: CallFacts): Promise<Pick<Replayed, 'after' | 'by'>> => {
    const command = commandIn(facts);
    const { agent: caller, cwd, tool } = facts;
    if (command === undefined) {
      const after = afterOf(ruled(assessmentOf(facts, team), cwd, settings, blunt, { caller }));
      return { after, by: 'facts' };
    }
    const payload = { kind: 'shell', shell: 'bash', command } as const;
    const call = { agent: caller, session: '', callId: '', tool, cwd, payload };
    const site = siteOf(terminal, cwd, terminal.env['HOME'] || homedir());
    const judging = (places: KnownPlaces | undefined) => judge.judge(call, site, places);
    const rule = await ruledUnderPlaces(judging, said, cwd, settings, team, { caller });
    return { after: afterOf(rule), by: 'command' };
  };
  for (const entry of oldestFirst) {
    if (!entry.ok) return entry;
    const before = words.of(entry.value);
    if (before === undefined) continue;
    const { facts } = before;
    const key = JSON.stringify([
      facts.agent,
      facts.tool,
      facts.cwd,
      facts.summary,
      facts.score,
      facts.band,
      facts.vector,
      facts.targets,
    ]);
    const found = known.get(key) ?? (await afterwards(facts));
    if (known.size < remembered) known.set(key, found);
    if (differs(before, found.after)) {
      replayed.push({ before, ...found, differs: true });
      continue;
    }
    const kind = JSON.stringify([before.decision, found.after.decision, found.by]);
    const same = alike.get(kind) ?? { before, ...found, differs: false };
    alike.set(kind, same);
    replayed.push(same);
  }
  return ok(replayed);
}

function afterOf({ decision, verdict }: Ruled): After {
  if (verdict.kind === 'no-opinion') return { decision };
  const rule = verdict.rule.id;
  return verdict.kind === 'deny' ? { decision, rule } : { decision, rule, ceremony: verdict.ceremony.kind };
}

function replayObject(replayed: readonly Replayed[]): object {
  const counted = (of: (one: Replayed) => string): Readonly<Record<string, number>> => {
    const counts: Record<string, number> = { allow: 0, ask: 0, deny: 0 };
    for (const one of replayed) counts[of(one)] = (counts[of(one)] ?? 0) + 1;
    return counts;
  };
  return {
    calls: replayed.length,
    byCommand: replayed.filter(({ by }) => by === 'command').length,
    byFacts: replayed.filter(({ by }) => by === 'facts').length,
    before: counted(({ before }) => before.decision),
    after: counted(({ after }) => after.decision),
    differences: replayed
      .filter((one) => one.differs)
      .map(({ before, after, by }) => ({
        ts: before.ts,
        agent: before.facts.agent,
        summary: before.facts.summary,
        before: { decision: before.decision, ...(before.rule === undefined ? {} : { rule: before.rule }) },
        after,
        by,
      })),
  };
}
