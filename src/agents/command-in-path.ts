/** The command `countersign` in a folder of a person's PATH: which folder, and what would be written there. */
import { err, ok, type Result } from '../core/shared/result.js';
import { shellQuoted } from '../core/shared/shell-word.js';
import { commandGoneText, commandMark } from '../messages/agents/command-in-path.js';
import type { ConfigFiles } from '../ports/ports.js';
import type { ConfigEdit, PlanError } from './connect.js';

export const commandMode = 0o755;

/** What is known of the machine. */
export interface CommandGround {
  readonly platform: 'posix' | 'win32';
  /** The person's home. */
  readonly home: string;
  /** The PATH that the editor was started with. */
  readonly path: string;
  /** Absolute path of what is installed in Countersign's home, and started by what stands in PATH. */
  readonly launcher: string;
  isFolder(path: string): boolean;
  /** True where anything stands, a link that leads nowhere too. */
  isTaken(path: string): boolean;
}

export interface CommandPlace {
  readonly folder: string;
  readonly file: string;
  readonly isInPath: boolean;
  readonly state: 'free' | 'ours' | 'foreign';
}

/** Folders of programs that a person has by convention, the usual one first: no rights of an administrator's are needed there. */
const usual = ['.local/bin', 'bin'];

/** Those that PATH names come first; the first usual one is offered where it is not there yet, too. */
export function commandPlaces(ground: CommandGround, files: ConfigFiles): readonly CommandPlace[] {
  const all = usual.map((name) =>
    commandPlace(ground, joined(ground, ground.home, ...name.split('/')), files),
  );
  return all
    .filter(({ folder, isInPath }, at) => at === 0 || (isInPath && ground.isFolder(folder)))
    .sort((a, b) => Number(b.isInPath) - Number(a.isInPath));
}

/** A folder of a person's own choice. */
export function commandPlace(ground: CommandGround, folder: string, files: ConfigFiles): CommandPlace {
  const file = commandFile(ground, folder);
  const isInPath = pathFolders(ground).some((one) => isSameFolder(ground, one, folder));
  return { folder, file, isInPath, state: stateOf(ground, file, files) };
}

/** What writing the command there would change: a program of somebody else's stays. */
export function planCommand(
  ground: CommandGround,
  { file }: CommandPlace,
  files: ConfigFiles,
): Result<ConfigEdit, PlanError> {
  const before = files.read(file);
  if (!before.ok) return err({ ...before.error, path: file });
  if (before.value === null ? ground.isTaken(file) : !isOurs(before.value))
    return err({ code: 'foreign-file', line: 1, path: file });
  return ok({ path: file, before: before.value, after: commandText(ground) });
}

/** What takes the command away again; undefined for a file that is none, or that somebody has put in its place. */
export function planNoCommand(path: string, files: ConfigFiles): ConfigEdit | undefined {
  const text = files.read(path);
  return text.ok && text.value !== null && isOurs(text.value)
    ? { path, before: text.value, after: null }
    : undefined;
}

/** A program of this name that a terminal finds before the one in `folder`. */
export function hiddenBy(
  ground: CommandGround,
  folder: string,
  isFile: (path: string) => boolean,
): string | undefined {
  const inPath = pathFolders(ground);
  const at = inPath.findIndex((one) => isSameFolder(ground, one, folder));
  const before = inPath.slice(0, Math.max(0, at));
  return before.map((one) => commandFile(ground, one)).find(isFile);
}

/** Starts what the window keeps current: an editor's own program moves with each update, and this file stays. */
function commandText({ platform, launcher }: CommandGround): string {
  if (platform === 'win32')
    return [
      '@echo off',
      `rem ${commandMark}`,
      `if not exist "${percent(launcher)}" goto gone`,
      `"${percent(launcher)}" %*`,
      ':gone',
      `echo ${commandGoneText(percent(launcher), '%~f0')} 1>&2`,
      'exit /b 1',
      '',
    ].join('\r\n');
  return `#!/bin/sh
# ${commandMark}
launcher=${shellQuoted(launcher)}
[ -x "$launcher" ] && exec "$launcher" "$@"
echo "${commandGoneText('$launcher', '$0')}" >&2
exit 1
`;
}

function stateOf(ground: CommandGround, file: string, files: ConfigFiles): CommandPlace['state'] {
  if (!ground.isTaken(file)) return 'free';
  const text = files.read(file);
  return text.ok && text.value !== null && isOurs(text.value) ? 'ours' : 'foreign';
}

function isOurs(text: string): boolean {
  return text.split(/\r?\n/, 3)[1]?.endsWith(commandMark) === true;
}

function commandFile(ground: CommandGround, folder: string): string {
  return joined(ground, folder, ground.platform === 'win32' ? 'countersign.cmd' : 'countersign');
}

function pathFolders({ platform, path }: CommandGround): readonly string[] {
  const all = path
    .split(platform === 'win32' ? ';' : ':')
    .map((folder) => folder.replace(/(?<=.)[\\/]$/, ''));
  return [...new Set(all.filter((folder) => (platform === 'win32' ? /^[a-z]:\\/i : /^\//).test(folder)))];
}

function isSameFolder({ platform }: CommandGround, one: string, other: string): boolean {
  return platform === 'win32' ? one.toLowerCase() === other.toLowerCase() : one === other;
}

function joined({ platform }: CommandGround, ...parts: readonly string[]): string {
  return parts.join(platform === 'win32' ? '\\' : '/');
}

/** In a batch file a percent sign begins a variable. */
function percent(path: string): string {
  return path.replaceAll('%', '%%');
}
