import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultSettings } from '../core/policy/settings.js';
import type { TeamInForce } from '../core/policy/team-in-force.js';
import { err, ok, type Result } from '../core/shared/result.js';
import type { Payload, ToolCall } from '../core/toolcall/toolcall.js';
import { placesOf } from '../desk/places-of.js';
import { type Command, exitCodes, misuse, type Terminal } from './command.js';
import { commandOf } from './command-of.js';
import { inOrder } from './in-order.js';
import { judgeFor } from './judge-for.js';
import { decodeLine } from './judged-line.js';
import { type Line, linesOf } from './lines.js';
import { teamFromFile } from './policy-file.js';
import { fittedText, type Ruled, ruled, ruledObject } from './policy-verdict.js';
import { siteOf } from './site.js';
import { errorObject, verdictObject } from './verdict-line.js';
import { verdictText } from './verdict-text.js';

const help = `countersign check [--cwd DIR] [--home DIR] [--policy FILE] [--json] -- COMMAND...
countersign check --jsonl [--cwd DIR] [--home DIR] [--policy FILE]

Judges a shell command without running it: what it would do, to what, and whether a person would be asked.
With --jsonl each line of standard input is one JSON object with "cmd", and each line of the answer is its verdict.

  --cwd DIR      the directory in which it would run (default: this one)
  --home DIR     the home whose configuration is read (default: yours)
  --policy FILE  a team's policy, which speaks too as if it were accepted; rules about agents and persons then fit
  --json         one JSON object instead of words
  --jsonl        many commands, one a line; "env" absent means an empty environment

Exit code: 0 the gate would stay out of the way, 10 a person would be asked, 20 denied, 2 usage, 1 any other failure.
With --jsonl it is 0 when every line has its answer.
`;

interface Options {
  readonly json: boolean;
  readonly jsonl: boolean;
  readonly cwd: string;
  readonly home: string;
  readonly words: readonly string[];
  readonly team?: TeamInForce;
}

export const check: Command = {
  name: 'check',
  summary: 'judges a shell command and explains the verdict',
  help,
  run: async (args, terminal) => {
    const options = readOptions(args, terminal);
    if (!options.ok) return misuse(terminal, options.error);
    return options.value.jsonl ? checkLines(options.value, terminal) : checkOne(options.value, terminal);
  },
};

function readOptions(args: readonly string[], terminal: Terminal): Result<Options, string> {
  const parsed = parse(args);
  if (!parsed.ok) return parsed;
  const { values, positionals } = parsed.value;
  const team = values.policy === undefined ? undefined : teamFromFile(resolve(terminal.cwd, values.policy));
  if (team?.ok === false) return team;
  const cwd = resolve(terminal.cwd, values.cwd ?? '.');
  if (!existsSync(cwd)) return err(`expected --cwd to be a directory, got ${cwd}, which does not exist`);
  const home = values.home === undefined ? homeOf(terminal) : resolve(terminal.cwd, values.home);
  const { json = false, jsonl = false } = values;
  if (jsonl && positionals.length > 0)
    return err('--jsonl reads commands from standard input: leave out the command');
  if (!jsonl && positionals.length === 0)
    return err('expected a command after --, got none; see countersign check --help');
  return ok({ json, jsonl, cwd, home, words: positionals, ...(team && { team: team.value }) });
}

function parse(args: readonly string[]): Result<ReturnType<typeof parseWords>, string> {
  try {
    return ok(parseWords(args));
  } catch (error) {
    return err(
      `${error instanceof Error ? error.message : 'unreadable options'}; see countersign check --help`,
    );
  }
}

function parseWords(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      cwd: { type: 'string' },
      home: { type: 'string' },
      policy: { type: 'string' },
      json: { type: 'boolean' },
      jsonl: { type: 'boolean' },
    },
  });
}

function homeOf(terminal: Terminal): string {
  return terminal.env['HOME'] || homedir();
}

async function checkOne(options: Options, terminal: Terminal): Promise<number> {
  const command = commandOf(options.words);
  const call = callOf({ kind: 'shell', shell: 'bash', command }, 'shell', options.cwd);
  const site = siteOf(terminal, options.cwd, options.home);
  const judged = await judgeFor(terminal).judge(call, site, options.team && placesOf(options.team));
  const rule = ruled(judged, options.cwd, defaultSettings, options.team);
  await terminal.out(
    options.json ? `${JSON.stringify(answerOf(command, rule, options))}\n` : textOf(call, rule, options),
  );
  return rule.decision === 'allow' ? exitCodes.done : exitCodes[rule.decision];
}

function textOf(call: ToolCall, rule: Ruled, { team }: Options): string {
  const text = verdictText(call, rule.assessment, rule.decision);
  return team === undefined ? text : `${text}${fittedText(rule)}`;
}

/** Without a policy the answer has no rules in it: the built-in ones are its bands. */
function answerOf(cmd: string, rule: Ruled, { team }: Options): object {
  const verdict = verdictObject(cmd, rule.assessment, rule.decision);
  return team === undefined ? verdict : { ...verdict, ...ruledObject(rule) };
}

async function checkLines(options: Options, terminal: Terminal): Promise<number> {
  const judge = judgeFor(terminal);
  const places = options.team && placesOf(options.team);
  const answer = async (line: Line): Promise<string> => {
    const answered = await answerTo(line, options, async (payload, place) => {
      const call = callOf(payload, payload.kind, place.cwd);
      const judged = await judge.judge(call, place, places);
      return ruled(judged, place.cwd, defaultSettings, options.team);
    });
    return `${JSON.stringify(answered)}\n`;
  };
  await inOrder(linesOf(terminal.input), answer, (text) => terminal.out(text));
  return exitCodes.done;
}

type JudgePayload = (
  payload: Payload,
  place: { readonly cwd: string; readonly home: string; readonly env: Readonly<Record<string, string>> },
) => Promise<Ruled>;

/** A failure of the engine itself asks too: it says so in its line and the run goes on. */
async function answerTo(line: Line, options: Options, judge: JudgePayload): Promise<object> {
  if (!line.ok) return errorObject('', line.error);
  const decoded = decodeLine(line.text, options);
  if (!decoded.ok) return errorObject(decoded.error.cmd, decoded.error.error);
  const { cmd, payload } = decoded.value;
  try {
    return answerOf(cmd, await judge(payload, decoded.value), options);
  } catch (error) {
    return errorObject(
      cmd,
      `could not be judged: ${error instanceof Error ? error.message : 'unknown failure'}`,
    );
  }
}

function callOf(payload: Payload, tool: string, cwd: string): ToolCall {
  return { agent: 'claude-code', session: '', callId: '', tool, cwd, payload };
}
