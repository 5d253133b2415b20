import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { Change } from '../core/change/change.js';
import { defaultSettings } from '../core/policy/settings.js';
import type { TeamInForce } from '../core/policy/team-in-force.js';
import { err, ok, type Result } from '../core/shared/result.js';
import type { Payload, ToolCall } from '../core/toolcall/toolcall.js';
import { placesOf } from '../desk/places-of.js';
import { helpText } from '../messages/cli/help.js';
import { notJudgedText } from '../messages/cli/lines.js';
import { previewObject, previewText } from '../messages/cli/preview.js';
import { commandsFromInputText, judgedCommandExpectedText, noDirectoryText } from '../messages/cli/usage.js';
import { fittedText, verdictText } from '../messages/cli/verdict.js';
import { type Command, exitCodes, misuse, type Terminal } from './command.js';
import { commandOf } from './command-of.js';
import { inOrder } from './in-order.js';
import { judgeFor } from './judge-for.js';
import { decodeLine, type JudgedLine } from './judged-line.js';
import { type Line, linesOf } from './lines.js';
import { parseCommandLine } from './parse.js';
import { teamFromFile } from './policy-file.js';
import { type Ruled, ruled, ruledObject } from './policy-verdict.js';
import { siteOf } from './site.js';
import { errorObject, verdictObject } from './verdict-line.js';

interface Options {
  readonly json: boolean;
  readonly jsonl: boolean;
  readonly preview: boolean;
  readonly cwd: string;
  readonly home: string;
  readonly words: readonly string[];
  readonly team?: TeamInForce;
}

export const checkCommand: Command = {
  name: 'check',
  ...helpText.check,
  run: async (args, terminal) => {
    const options = readOptions(args, terminal);
    if (!options.ok) return misuse(terminal, options.error);
    return options.value.jsonl ? checkLines(options.value, terminal) : checkOne(options.value, terminal);
  },
};

function readOptions(args: readonly string[], terminal: Terminal): Result<Options, string> {
  const parsed = parseCommandLine('check', args, {
    cwd: { type: 'string' },
    home: { type: 'string' },
    policy: { type: 'string' },
    json: { type: 'boolean' },
    jsonl: { type: 'boolean' },
    preview: { type: 'boolean' },
  });
  if (!parsed.ok) return parsed;
  const { values, positionals } = parsed.value;
  const team = values.policy === undefined ? undefined : teamFromFile(resolve(terminal.cwd, values.policy));
  if (team?.ok === false) return team;
  const cwd = resolve(terminal.cwd, values.cwd ?? '.');
  if (!existsSync(cwd)) return err(noDirectoryText(cwd));
  const home = values.home === undefined ? homeOf(terminal) : resolve(terminal.cwd, values.home);
  const { json = false, jsonl = false, preview = false } = values;
  if (jsonl && positionals.length > 0) return err(commandsFromInputText);
  if (!jsonl && positionals.join('').trim() === '') return err(judgedCommandExpectedText);
  return ok({ json, jsonl, preview, cwd, home, words: positionals, ...(team && { team: team.value }) });
}

function homeOf(terminal: Terminal): string {
  return terminal.env['HOME'] || homedir();
}

async function checkOne(options: Options, terminal: Terminal): Promise<number> {
  const command = commandOf(options.words);
  const call = callOf({ kind: 'shell', shell: 'bash', command }, 'shell', options.cwd);
  const site = siteOf(terminal, options.cwd, options.home);
  const judge = await judgeFor(terminal);
  const judged = await judge.judge(call, site, placesOf(options.team));
  const rule = ruled(judged, options.cwd, defaultSettings, options.team);
  const change = options.preview ? (await judge.foresee(call, judged, site)).change : undefined;
  await terminal.out(
    options.json
      ? `${JSON.stringify(answerOf(command, rule, change, options))}\n`
      : `${textOf(call, rule, options)}${change === undefined ? '' : previewText(change)}`,
  );
  return rule.decision === 'allow' ? exitCodes.done : exitCodes[rule.decision];
}

function textOf(call: ToolCall, rule: Ruled, { team }: Options): string {
  const text = verdictText(call, rule.assessment, rule.decision);
  return team === undefined ? text : `${text}${fittedText(rule.fitted)}`;
}

/** Without a policy the answer has no rules in it: the built-in ones are its bands. */
function answerOf(cmd: string, rule: Ruled, change: Change | undefined, { team }: Options): object {
  const verdict = verdictObject(cmd, rule.assessment, rule.decision);
  return {
    ...verdict,
    ...(team === undefined ? {} : ruledObject(rule)),
    ...(change === undefined ? {} : { change: previewObject(change) }),
  };
}

async function checkLines(options: Options, terminal: Terminal): Promise<number> {
  const judge = await judgeFor(terminal);
  const places = placesOf(options.team);
  const answer = async (line: Line): Promise<string> => {
    const answered = await answerTo(line, options, async (payload, { cwd, home, env, preview }) => {
      const call = callOf(payload, payload.kind, cwd);
      const site = { cwd, home, env };
      const judged = await judge.judge(call, site, places);
      const change =
        preview || options.preview ? (await judge.foresee(call, judged, site)).change : undefined;
      return { rule: ruled(judged, cwd, defaultSettings, options.team), change };
    });
    return `${JSON.stringify(answered)}\n`;
  };
  await inOrder(linesOf(terminal.input), answer, (text) => terminal.out(text));
  return exitCodes.done;
}

type JudgePayload = (
  payload: Payload,
  line: JudgedLine,
) => Promise<{ readonly rule: Ruled; readonly change: Change | undefined }>;

/** A failure of the engine itself asks too: it says so in its line and the run goes on. */
async function answerTo(line: Line, options: Options, judge: JudgePayload): Promise<object> {
  if (!line.ok) return errorObject('', line.error);
  const decoded = decodeLine(line.text, options);
  if (!decoded.ok) return errorObject(decoded.error.cmd, decoded.error.error);
  const { cmd, payload } = decoded.value;
  try {
    const { rule, change } = await judge(payload, decoded.value);
    return answerOf(cmd, rule, change, options);
  } catch (error) {
    return errorObject(cmd, notJudgedText(error instanceof Error ? error.message : undefined));
  }
}

function callOf(payload: Payload, tool: string, cwd: string): ToolCall {
  return { agent: 'claude-code', session: '', callId: '', tool, cwd, payload };
}
