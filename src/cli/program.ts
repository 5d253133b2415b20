import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import {
  agentsSayNothingText,
  commandExpectedText,
  failedText,
  homeText,
  laterCommandText,
  overviewText,
  relativeHomeText,
  removedDirectoryText,
  unknownCommandText,
  versionText,
} from '../messages/cli/usage.js';
import { errorCode } from '../node/files/disk.js';
import { homeFrom } from '../node/files/home.js';
import { approveCommand } from './approve.js';
import { checkCommand } from './check.js';
import { collectCommand } from './collect.js';
import { type Command, exitCodes, fail, misuse, type Terminal } from './command.js';
import { completionCommand } from './completion.js';
import { connectCommand, disconnect } from './connect.js';
import { denyCommand } from './deny.js';
import { doctorCommand } from './doctor.js';
import { eraseCommand } from './erase.js';
import { exportCommand } from './export.js';
import { hookCommand } from './hook.js';
import { lockCommand, unlockCommand } from './lock.js';
import { logCommand } from './log.js';
import { mcpCommand } from './mcp.js';
import { outboxCommand } from './outbox.js';
import { speaksForPerson } from './person-here.js';
import { placesCommand } from './places.js';
import { policyCommand } from './policy.js';
import { processTerminal } from './process-terminal.js';
import { receiptCommand } from './receipt.js';
import { reportCommand } from './report.js';
import { requestsCommand } from './requests.js';
import { restoreCommand } from './restore.js';
import { retentionCommand } from './retention.js';
import { showCommand } from './show.js';
import { uninstallCommand } from './uninstall.js';
import { verifyCommand } from './verify.js';
import { buildOf, version } from './version.js';

const working: readonly Command[] = [
  checkCommand,
  hookCommand,
  connectCommand,
  disconnect,
  doctorCommand,
  requestsCommand,
  showCommand,
  approveCommand,
  denyCommand,
  logCommand,
  verifyCommand,
  receiptCommand,
  restoreCommand,
  exportCommand,
  reportCommand,
  retentionCommand,
  eraseCommand,
  outboxCommand,
  collectCommand,
  policyCommand,
  placesCommand,
  mcpCommand,
  lockCommand,
  unlockCommand,
  uninstallCommand,
];

const commands: readonly Command[] = [...working, completionCommand(working)];

/** Commands that come with later issues; naming them says what will be where. */
const later = ['scan'];

/** Runs one command line and answers its exit code. */
async function main(args: readonly string[], plain: Terminal): Promise<number> {
  const terminal = isJsonAsked(args) ? withJsonErrors(plain) : plain;
  const [name, ...rest] = args;
  if (name === undefined) return misuse(terminal, commandExpectedText);
  if (name === '--version' || name === 'version') {
    const build = buildOf(__dirname);
    await terminal.out(
      rest.includes('--json') ? `${JSON.stringify({ version, build })}\n` : versionText(version, build),
    );
    return exitCodes.done;
  }
  if (name === 'help' && rest.length > 0) return main([...rest, '--help'], plain);
  if (name === '--help' || name === '-h' || name === 'help') {
    await terminal.out(overview());
    return exitCodes.done;
  }
  const command = commands.find((one) => one.name === name);
  if (command === undefined) return misuse(terminal, unknown(name));
  if (asksForHelp(rest)) {
    await terminal.out(command.help);
    return exitCodes.done;
  }
  if (terminal.isAdrift && command !== hookCommand) return misuse(terminal, removedDirectoryText);
  const problem = command === hookCommand ? undefined : homeProblem(terminal.env);
  if (problem !== undefined) return misuse(terminal, problem);
  if (speaksForPerson(command.name, ownWords(rest), terminal.env))
    return fail(terminal, agentsSayNothingText);
  return command.run(rest, terminal);
}

/** What stands where the home should be, in words; undefined for a folder, or nothing yet. */
function homeProblem(env: Terminal['env']): string | undefined {
  const named = env['COUNTERSIGN_HOME'];
  if (named !== undefined && named !== '' && !isAbsolute(named)) return relativeHomeText(named);
  const { root } = homeFrom(env);
  return canBeFolder(root) ? undefined : homeText(root, named !== undefined && named !== '');
}

function canBeFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    return errorCode(error) === 'ENOENT';
  }
}

function unknown(name: string): string {
  if (later.includes(name)) return laterCommandText(name);
  return unknownCommandText(
    commands.map((one) => one.name),
    name,
  );
}

function asksForHelp(args: readonly string[]): boolean {
  return ownWords(args).some((word) => word === '--help' || word === '-h');
}

function isJsonAsked(args: readonly string[]): boolean {
  return ownWords(args).some((word) => word === '--json' || word === '--jsonl');
}

/** Words after `--` belong to the command that is judged. */
function ownWords(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  return end < 0 ? args : args.slice(0, end);
}

/** Errors as one object a line, `{"error": "…"}`, for who reads the answers by a program. */
function withJsonErrors(terminal: Terminal): Terminal {
  return { ...terminal, error: (text) => terminal.error(`${JSON.stringify({ error: text.trimEnd() })}\n`) };
}

function overview(): string {
  const width = Math.max(...commands.map((one) => one.name.length));
  return overviewText(commands.map((one) => `  ${one.name.padEnd(width)}  ${one.summary}`));
}

/** This process as a command line. */
export function runProgram(): void {
  const terminal = processTerminal();
  main(process.argv.slice(2), terminal).then(
    (code) => {
      process.exitCode = code;
    },
    async (error: unknown) => {
      const spoken = isJsonAsked(process.argv.slice(2)) ? withJsonErrors(terminal) : terminal;
      process.exitCode = await fail(spoken, failedText(error instanceof Error ? error.message : undefined));
    },
  );
}
