import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { teamOf } from '../core/countersign/in-force.js';
import { effectivePolicy } from '../core/policy/effective.js';
import type { PolicySettings } from '../core/policy/settings.js';
import type { TeamInForce } from '../core/policy/team-in-force.js';
import { err, ok, type Result } from '../core/shared/result.js';
import type { ToolCall } from '../core/toolcall/toolcall.js';
import { noDirectoryText } from '../messages/cli/usage.js';
import { fittedText, verdictText } from '../messages/cli/verdict.js';
import { effectiveText, silentFilesText, type TeamSource } from '../messages/policy/effective.js';
import { homeFrom } from '../node/files/home.js';
import { loadSettings } from '../node/files/settings-file.js';
import { trustRootFor } from '../node/trust/trust-root.js';
import { exitCodes, misuse, type Terminal } from './command.js';
import { commandOf } from './command-of.js';
import { judgeFor } from './judge-for.js';
import { parseCommandLine } from './parse.js';
import { saidPlacesOf } from './places.js';
import { teamFromFile } from './policy-file.js';
import { ruledObject, ruledUnderPlaces } from './policy-verdict.js';
import { siteOf } from './site.js';
import { verdictObject } from './verdict-line.js';

interface Options {
  readonly json: boolean;
  readonly cwd: string;
  readonly home: string;
  readonly words: readonly string[];
  readonly settings: PolicySettings;
  readonly source: TeamSource;
  readonly team?: TeamInForce;
  /** Files of the folder that look like a team's, and do not speak. */
  readonly silent: readonly string[];
}

export async function explainPolicy(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, terminal);
  if (!options.ok) return misuse(terminal, options.error);
  return options.value.words.length > 0
    ? explainCommand(options.value, terminal)
    : explainAll(options.value, terminal);
}

function readOptions(args: readonly string[], terminal: Terminal): Result<Options, string> {
  const parsed = parseCommandLine('policy', args, {
    policy: { type: 'string' },
    cwd: { type: 'string' },
    home: { type: 'string' },
    json: { type: 'boolean' },
  });
  if (!parsed.ok) return parsed;
  const { values, positionals: words } = parsed.value;
  const cwd = resolve(terminal.cwd, values.cwd ?? '.');
  if (!existsSync(cwd)) return err(noDirectoryText(cwd));
  const home =
    values.home === undefined ? terminal.env['HOME'] || homedir() : resolve(terminal.cwd, values.home);
  const found = sourceOf(
    values.policy === undefined ? undefined : resolve(terminal.cwd, values.policy),
    cwd,
    terminal,
  );
  if (!found.ok) return found;
  const settings = loadSettings(homeFrom(terminal.env));
  return ok({ json: values.json === true, cwd, home, words, settings, ...found.value });
}

/** The file that was named, else what was last accepted for the repository: nothing is asked of the network. */
function sourceOf(
  file: string | undefined,
  cwd: string,
  terminal: Terminal,
): Result<Pick<Options, 'source' | 'team' | 'silent'>, string> {
  if (file !== undefined) {
    const team = teamFromFile(file);
    return team.ok ? ok({ source: { kind: 'file', path: file }, team: team.value, silent: [] }) : team;
  }
  const root = trustRootFor({ home: homeFrom(terminal.env), workspace: cwd });
  const source = root.now();
  const { differing: silent } = root.surroundings();
  root.dispose();
  const team = teamOf(source);
  return ok({ source, silent, ...(team === undefined ? {} : { team }) });
}

async function explainAll(
  { json, settings, source, silent, team }: Options,
  terminal: Terminal,
): Promise<number> {
  const policy = effectivePolicy(settings, team);
  await terminal.out(
    json
      ? `${JSON.stringify({ team: source.kind, notInForce: silent, ...policy })}\n`
      : `${effectiveText(policy, source)}${silentFilesText(silent, source)}`,
  );
  return exitCodes.done;
}

async function explainCommand(options: Options, terminal: Terminal): Promise<number> {
  const { cwd, home, json, settings, silent, source, team } = options;
  const command = commandOf(options.words);
  const call: ToolCall = {
    agent: 'claude-code',
    session: '',
    callId: '',
    tool: 'shell',
    cwd,
    payload: { kind: 'shell', shell: 'bash', command },
  };
  const said = (await saidPlacesOf(terminal)).now();
  const judge = await judgeFor(terminal);
  const site = siteOf(terminal, cwd, home);
  const rule = await ruledUnderPlaces((places) => judge.judge(call, site, places), said, cwd, settings, team);
  const object = {
    ...verdictObject(command, rule.assessment, rule.decision),
    ...ruledObject(rule),
    notInForce: silent,
  };
  const text = `${verdictText(call, rule.assessment, rule.decision)}${fittedText(rule.fitted)}${silentFilesText(silent, source)}`;
  await terminal.out(json ? `${JSON.stringify(object)}\n` : text);
  return rule.decision === 'allow' ? exitCodes.done : exitCodes[rule.decision];
}
