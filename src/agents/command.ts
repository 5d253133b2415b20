import { shellQuoted } from '../core/shared/shell-word.js';
import type { AgentId } from '../core/toolcall/toolcall.js';
import { watchdogSeconds } from '../protocol/limits.js';
import { bellName, type Doorbell } from './adapter.js';

/** What an agent is told where the doorbell itself cannot speak. */
export const notAvailable =
  'Countersign is not available: blocked. Open your editor with Countersign once, then retry the same call.';

/** The same in a file of a workspace, which a colleague has who never heard of Countersign. */
export function notHere(launcher: string): string {
  return `Agents in this folder are supervised by Countersign, and ~/${launcher} is not on this machine or did not answer: blocked. Install the Countersign extension in your editor and open it once, then retry the same call.`;
}

/** How an agent is told no: by what its hook prints, by exit code 2 with words alone, or only by an object. */
type Telling = 'printed' | 'exit-code' | { readonly object: (words: string) => object };

/** What a command is for: whose hook it is, and for which of the agent's events. */
export interface Hook {
  readonly agent: AgentId;
  readonly event: string;
}

/**
 * Runs the doorbell and passes on one JSON object. Whatever else happens blocks, in words: a launcher that is missing,
 * broken, killed, replaced, or still running when the agent's own limit comes near, and output that the agent would not
 * read, which it would take for a yes.
 */
export function guardedCommand(doorbell: Doorbell, hook: Hook, telling: Telling = 'printed'): string {
  const rung = doorbell.platform === 'win32' ? captured(started(doorbell, hook)) : watched(doorbell, hook);
  // An agent that reads no output is given none.
  return `${rung}${telling === 'exit-code' ? ' >/dev/null' : ''} || ${blocked(telling, doorbell)}`;
}

function blocked(telling: Telling, { portable }: Doorbell): string {
  const words = portable === undefined ? notAvailable : notHere(portable);
  if (typeof telling === 'object')
    return `printf '%s\\n' ${shellQuoted(JSON.stringify(telling.object(words)))}`;
  const broken = portable === undefined ? `echo "${words}" >&2` : `echo ${shellQuoted(words)} >&2`;
  // The doorbell has said why; exit code 2 without any words would be no block for some agents.
  const said = telling === 'exit-code' ? `[ $? = 2 ] && echo "Blocked by Countersign." >&2 || ` : '';
  return `{ ${said}${broken}; exit 2; }`;
}

/**
 * Starts the doorbell in a process group of its own, and ends the group when the time is up: whatever the doorbell does,
 * nothing of it is left. `timeout` does so for the one in C, where that is installed, and where there is no Perl.
 */
function watched(doorbell: Doorbell, hook: Hook): string {
  const seconds = watchdogSeconds(hook.agent);
  const words = started(doorbell, hook);
  const bell = programOf(doorbell, bellName);
  const timeout = '/usr/bin/timeout';
  return [
    `if [ -x ${bell} ] && [ -x ${timeout} ]`,
    `then ${captured(`${timeout} -s KILL ${seconds} ${bell} ${hook.agent} ${hook.event}`)}`,
    `elif [ -x /usr/bin/perl ]`,
    `then /usr/bin/perl -te '${watchdog}' ${seconds} ${words}`,
    `else set -- ${timeout} -s KILL ${seconds}`,
    `[ -x "$1" ] || set --`,
    `${captured(`"$@" ${words}`)}`,
    'fi',
  ].join('; ');
}

/** Prints what begins and ends like an object and was printed by a program that ended well; fails with its exit code otherwise. */
function captured(command: string): string {
  return `out=$(${command}); case $?:$out in 0:{*}) printf '%s\\n' "$out";; 2:*) (exit 2);; *) false;; esac`;
}

/** In Perl, for a shell's single quotes. A doorbell in Perl is read here, in the forked process, which saves a second start. */
const watchdog = [
  '$SIG{__WARN__}=sub{};($s,@c)=@ARGV;pipe R,W and defined($p=fork)or exit 1;',
  'if(!$p){setpgrp;close R;open STDOUT,">&W"or exit 1;close W;',
  'if(-x$c[0]and open F,"<",$c[0]and<F>=~m{^#!/usr/bin/perl}){close F;$0=shift@c;@ARGV=@c;do$0;exit 1}',
  'exec{$c[0]}@c;exit 1}',
  'close W;$SIG{ALRM}=sub{kill 9,-$p};alarm$s;',
  '$SIG{$_}=sub{kill$_[0],-$p}for qw(TERM INT HUP);',
  'undef$/;binmode R;binmode STDOUT;$o=<R>;waitpid$p,0;$c=$?;kill 9,-$p;',
  'exit($c==512?2:1)if$c||$o!~/^\\{.*\\}\\s*\\z/s;print$o',
].join('');

/** Runs the doorbell, and passes on whatever comes of it: for what cannot be blocked. */
export function plainCommand(doorbell: Doorbell, hook: Hook): string {
  const other = started(doorbell, hook);
  if (doorbell.platform === 'win32') return other;
  const bell = programOf(doorbell, bellName);
  return `if [ -x ${bell} ]; then ${bell} ${hook.agent} ${hook.event}; else ${other}; fi`;
}

function started(doorbell: Doorbell, { agent, event }: Hook): string {
  return `${programOf(doorbell)} ${agent} ${event}`;
}

/** The launcher, or a program beside it. */
function programOf({ launcher, platform, portable }: Doorbell, name?: string): string {
  const beside = (path: string): string =>
    name === undefined ? path : `${path.slice(0, path.lastIndexOf('/'))}/${name}`;
  if (portable !== undefined) return `"$HOME"/${shellQuoted(beside(portable))}`;
  // Agents on Windows start hooks in Git Bash, which reads forward slashes.
  return shellQuoted(platform === 'win32' ? launcher.replaceAll('\\', '/') : beside(launcher));
}

/** The same for PowerShell, in which Copilot CLI starts hooks on Windows. */
export function powershellCommand(doorbell: Doorbell, { agent, event }: Hook): string {
  const quoted = `'${doorbell.launcher.replaceAll("'", "''")}'`;
  const ring = `$out = & ${quoted} ${agent} ${event} | Out-String`;
  const pass = `if ($LASTEXITCODE -eq 0 -and $out.Trim() -match '^(?s)\\{.*\\}$') { $out }`;
  return `${ring}; ${pass} else { [Console]::Error.WriteLine('${notAvailable}'); exit 2 }`;
}

/**
 * The same for `cmd /C`. It begins with a word, not with a quote: cmd takes a first quote and the last one off. A launcher that ends
 * with 0 has printed its whole answer; every other end, a negative one too, and its absence are said and block.
 */
export function cmdCommand(doorbell: Doorbell, { agent, event }: Hook): string {
  const well = '(if errorlevel 0 if not errorlevel 1 exit 0)';
  return `call "${doorbell.launcher}" ${agent} ${event} & ${well} & echo ${notAvailable} 1>&2 & exit 2`;
}
