import { homedir, hostname } from 'node:os';
import { resolve } from 'node:path';
import type { PolicySettings } from '../core/policy/settings.js';
import type { TeamInForce } from '../core/policy/team-in-force.js';
import {
  type After,
  assessmentOf,
  type Before,
  byFactsAlone,
  commandIn,
  differs,
  firstWords,
} from '../core/record/replay.js';
import { placesOf } from '../desk/places-of.js';
import { type Replayed, replayText } from '../messages/policy/replay.js';
import { recordFailureText } from '../messages/record/record.js';
import { systemClock } from '../node/clock.js';
import { homeFrom } from '../node/home.js';
import { RecordFile } from '../node/record-file.js';
import { loadSettings } from '../node/settings-file.js';
import { exitCodes, fail, misuse, type Terminal } from './command.js';
import { judgeFor } from './judge-for.js';
import { parseCommandLine } from './parse.js';
import { teamFromFile } from './policy-file.js';
import { type Ruled, ruled } from './policy-verdict.js';
import { siteOf } from './site.js';

const defaultLimit = 10_000;

export async function replayPolicy(args: readonly string[], terminal: Terminal): Promise<number> {
  const parsed = parseCommandLine('policy', args, { limit: { type: 'string' }, json: { type: 'boolean' } });
  if (!parsed.ok) return misuse(terminal, parsed.error);
  const { values, positionals } = parsed.value;
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) {
    return misuse(
      terminal,
      `expected one policy file, got ${positionals.length} words; see countersign policy --help`,
    );
  }
  const limit = values.limit ?? String(defaultLimit);
  if (!/^[1-9]\d{0,8}$/.test(limit)) {
    return misuse(terminal, `expected --limit to be a number from 1, got ${limit}`);
  }
  const path = resolve(terminal.cwd, file);
  const team = teamFromFile(path);
  if (!team.ok) return misuse(terminal, team.error);
  const home = homeFrom(terminal.env);
  const record = new RecordFile({ folder: home.record, machine: hostname(), clock: systemClock, writer: '' });
  const entries = record.newest(Number(limit));
  if (!entries.ok) return fail(terminal, `${recordFailureText(entries.error)}; see countersign verify`);
  const settings = loadSettings(home);
  const replayed = await replay(firstWords(entries.value), team.value, settings, terminal);
  await terminal.out(
    values.json ? `${JSON.stringify(replayObject(replayed))}\n` : replayText(replayed, path),
  );
  return exitCodes.done;
}

async function replay(
  calls: readonly Before[],
  team: TeamInForce,
  settings: PolicySettings,
  terminal: Terminal,
): Promise<readonly Replayed[]> {
  const judge = judgeFor(terminal);
  const blunt = byFactsAlone(team);
  const replayed: Replayed[] = [];
  for (const before of calls) {
    const { facts } = before;
    const command = commandIn(facts);
    if (command === undefined) {
      const after = afterOf(
        ruled(assessmentOf(facts, team), facts.cwd, settings, blunt, { caller: facts.agent }),
      );
      replayed.push({ before, after, by: 'facts', differs: differs(before, after) });
      continue;
    }
    const payload = { kind: 'shell', shell: 'bash', command } as const;
    const call = { agent: facts.agent, session: '', callId: '', tool: facts.tool, cwd: facts.cwd, payload };
    const site = siteOf(terminal, facts.cwd, terminal.env['HOME'] || homedir());
    const judged = await judge.judge(call, site, placesOf(team));
    const after = afterOf(ruled(judged, facts.cwd, settings, team, { caller: facts.agent }));
    replayed.push({ before, after, by: 'command', differs: differs(before, after) });
  }
  return replayed;
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
