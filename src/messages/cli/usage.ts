/** Errors of use: what was expected, what was got, what to do. Each is one line without a full stop. */
import { inertLine } from '../../core/shared/inert.js';
import { fileFailureText } from '../text/file-failure.js';

/** What went wrong, as a line on standard error. */
export function problemLine(problem: string): string {
  return `countersign: ${problem}\n`;
}

export function unknownOptionText(known: readonly string[], got: string): string {
  const names = known.map((name) => `--${name}`);
  const wanted =
    names.length === 0 ? 'no options' : names.length === 1 ? `${names[0]}` : `one of ${names.join(', ')}`;
  return `expected ${wanted}, got ${inertLine(got)}; words of another command go behind --`;
}

export function valueExpectedText(option: string, got: string | undefined): string {
  return got === undefined
    ? `expected a value behind ${option}, got none`
    : `expected a value behind ${option}, got the option ${inertLine(got)}; if it is meant, write ${option}=${inertLine(got)}`;
}

export function noValueText(option: string, got: string): string {
  return `expected ${option} alone, got the value ${inertLine(got)} with it`;
}

/** A variable that says where Countersign's home is, or that home itself. */
export function homeText(home: string, named: boolean): string {
  return `expected ${named ? 'COUNTERSIGN_HOME' : "Countersign's home"} to be a folder, or nothing yet, got ${inertLine(home)}, which is something else: ${named ? 'name another, or unset it' : 'move that away'}`;
}

export function relativeHomeText(got: string): string {
  return `expected COUNTERSIGN_HOME to be an absolute path, got ${inertLine(got)}`;
}

export function seeHelpText(problem: string, command: string): string {
  return `${problem}; see countersign ${command} --help`;
}

export const agentsSayNothingText =
  'expected a person, or a script of theirs, got an agent, which says so by a variable (such as CLAUDECODE); run it in a terminal of your own';

export const commandExpectedText = 'expected a command, got none; see countersign --help';

export const removedDirectoryText =
  'expected a working directory that is there, got one that was removed: change to another';

export function unknownCommandText(known: readonly string[], got: string): string {
  return `expected one of ${known.join(', ')}, got ${got}; see countersign --help`;
}

export function laterCommandText(name: string): string {
  return `expected a command of this version, got ${name}, which comes with a later one; see countersign --help`;
}

export function versionText(version: string, build: string): string {
  return `countersign ${version}, build ${build}\n`;
}

/** `lines`: one for each command. */
export function overviewText(lines: readonly string[]): string {
  return `countersign COMMAND [OPTIONS]\n\n${lines.join('\n')}\n\ncountersign COMMAND --help tells more; --version says which this is.\n`;
}

/** What nobody expected: `message` is the error's own, where it has one. */
export function failedText(message: string | undefined): string {
  return `failed: ${message ?? 'unknown failure'}`;
}

export function noWordsExpectedText(got: readonly string[]): string {
  return `expected no words, got ${got.join(' ')}`;
}

export function limitText(got: string): string {
  return `expected --limit to be a number from 1, got ${got}`;
}

export function noDirectoryText(got: string): string {
  return `expected --cwd to be a directory, got ${got}, which does not exist`;
}

export const commandsFromInputText = '--jsonl reads commands from standard input: leave out the command';
export const judgedCommandExpectedText =
  'expected a command after --, got none; see countersign check --help';

export function shellExpectedText(known: readonly string[], got: readonly string[]): string {
  return seeHelpText(`expected one of ${known.join(', ')}, got ${got.join(' ') || 'nothing'}`, 'completion');
}

export function policyWhatText(got: string | undefined): string {
  return seeHelpText(`expected explain or replay, got ${got ?? 'nothing'}`, 'policy');
}

export function onePolicyFileText(got: number): string {
  return seeHelpText(`expected one policy file, got ${got} words`, 'policy');
}

export function policyTooLongText(most: number, got: number, path: string): string {
  return `expected a policy of at most ${most} bytes, got ${got} in ${path}`;
}

/** `code`: the system's, undefined where the bytes are no text. */
export function policyUnreadableText(code: string | undefined, path: string): string {
  return `expected a policy file that can be read, got ${code === undefined ? 'bytes that are not UTF-8' : fileFailureText(code)}: ${path}`;
}

export const mcpWhatText =
  'expected one of --connect, --disconnect and --list, or -- and an MCP server; see countersign mcp --help';

export const oneAgentText =
  'expected the name of one agent, and of one event at most; see countersign hook --help';

export function agentExpectedText(known: readonly string[], got: readonly string[]): string {
  const list = known.join(', ').replace(/, (?=[^,]*$)/, ' or ');
  return `expected one agent, ${list}, got ${got.length === 0 ? 'none' : got.join(' ')}`;
}

export function scopeExpectedText(scopes: readonly string[], got: string | undefined): string {
  return `expected --scope ${scopes.join(' or ')}, got ${got}`;
}

export const strictText = 'expected --strict with codex, got another agent';
