import { runCode } from '../code.js';
import { isHarmlessHelper } from '../hooks.js';
import type { Value } from '../invocation.js';
import type { Call, Machine, Reader } from '../machine.js';
import { optionSet } from '../options.js';
import { Stream } from '../stream.js';
import { concat, isBlank, isKnown, opaque } from '../value.js';
import { scriptText } from './script-text.js';

/** Programs with options whose value runs, though they are known for something else. */
interface Hidden {
  readonly programs: string;
  /** Options whose value, the next word or after `=`, is a command. */
  readonly code: string;
  /** Those of them that are fed what lies in the file that the program reads. */
  readonly fed?: string;
  /** What the value looks like inside a word; group 1 is the command. */
  readonly inside?: RegExp;
  /** Options whose value is a file in the program's own language, which runs. */
  readonly runs?: string;
  /** Options whose value is a program that is given each file which is read. */
  readonly handed?: string;
  /** Its input is a script of its own: what `inside` finds in a line of it runs too. */
  readonly input?: true;
  /** So are the files that it is given. */
  readonly scripts?: true;
}

const rows: readonly Hidden[] = [
  {
    programs: 'tar gtar bsdtar',
    code: '--to-command --rsh-command -I --use-compress-program -F --info-script --new-volume-script',
    fed: '--to-command',
    inside: /^--checkpoint-action=exec=(.+)$/s,
  },
  { programs: 'rsync', code: '-e --rsh --rsync-path' },
  { programs: 'rg', code: '--hostname-bin', handed: '--pre' },
  { programs: 'ag ack', code: '--pager' },
  { programs: 'bat batcat delta', code: '--pager' },
  { programs: 'sort gsort', code: '--compress-program' },
  { programs: 'split gsplit', code: '--filter', fed: '--filter' },
  { programs: 'zip', code: '-TT --unzip-command' },
  { programs: 'less more most', code: '', inside: /^(?:\+|--cmd=)!?(?:[^!]*!)(.+)$/s },
  { programs: 'man', code: '-P --pager -H --html' },
  { programs: 'fzf', code: '--preview', inside: /execute(?:-silent)?[(:](.+?)\)?$/s },
  { programs: 'tcpdump', code: '-z' },
  { programs: 'nmap', code: '', runs: '--script' },
  { programs: 'mitmdump mitmproxy mitmweb', code: '', runs: '-s --scripts' },
  { programs: 'nc ncat netcat', code: '-e -c --exec --sh-exec' },
  { programs: 'socat', code: '', inside: /(?:EXEC|SYSTEM|exec|system):["']?([^"',]+)/ },
  { programs: 'apt apt-get dpkg', code: '', inside: /(?:Pre|Post)-Invoke(?:-Success)?::?=["']?([^"']+)/i },
  {
    programs: 'gdb lldb',
    code: '',
    inside: /^(?:!|shell |(?:call|print|p) \(?(?:void|int)?\)? ?system\(")([^"]+)/,
    input: true,
  },
  { programs: 'scp', code: '-S', inside: /^(?:-o)?ProxyCommand[= ](.+)$/is },
  { programs: 'sftp', code: '-S', inside: /^(?:(?:-o)?ProxyCommand[= ]|\s*!)(.+)$/is, input: true },
  {
    programs: 'ftp lftp telnet ncftp tnftp smbclient cadaver dc',
    code: '',
    inside: /(?:^|;) {0,8}!([^;\n]+)/,
    input: true,
  },
  {
    programs: 'gnuplot octave bc',
    code: '',
    inside: /(?:^|;) {0,8}(?:!|system\(?["'])([^;\n"']+)/,
    input: true,
  },
  { programs: 'dmesg journalctl systemctl', code: '--pager' },
  { programs: 'openvpn', code: '--up --down --route-up' },
  {
    programs: 'mutt neomutt mail mailx',
    code: '',
    inside: /^(?:~?!|(?:set \w{1,40} ?= ?|source )["'`]{0,2})([^"'|`]+)[|`]?/s,
    input: true,
  },
  { programs: 'm4 gm4', code: '', inside: /\be?syscmd\(`{0,2}([^')]+)/, input: true, scripts: true },
  { programs: 'psql', code: '', inside: /^\\!\s*(.+)$/s },
  { programs: 'sqlite3', code: '', inside: /^\s*\.(?:sh(?:el?l?)?|sys?t?e?m?)\s+(.+)$/s },
  { programs: 'kak', code: '-e -E', inside: /%sh ?\{([^}%]{1,2000})/ },
  { programs: 'mysql mariadb', code: '--pager', inside: /^(?:\\!|system)\s+(.+)$/s },
];

const noInside: Hidden = { programs: '', code: '' };

/** The program itself is reported; what its options run is read beside it. */
function readHidden(row: Hidden): Reader {
  const options = optionSet(row.code);
  const files = optionSet(row.runs ?? '');
  const fed = optionSet(row.fed ?? '');
  const handed = optionSet(row.handed ?? '');
  return (call, machine) => {
    if (row.input === true) runLines(row, call.place.input?.rest(), call, machine);
    if (row.scripts === true)
      for (const word of call.argv.slice(1))
        if (isKnown(word) && !word.text.startsWith('-'))
          runLines(row, scriptText(word, call.place, machine), call, machine);
    call.argv.forEach((word, index) => {
      if (index === 0) return;
      const file = files.size === 0 ? undefined : commandIn(word, call.argv[index + 1], files, noInside);
      // Names without a folder are those of scripts that came with it.
      if (file?.text.includes('/') === true)
        machine.report.anomaly('opaque-code', file.text, file.span ?? call.span);
      const taker = handed.size === 0 ? undefined : commandIn(word, call.argv[index + 1], handed, noInside);
      if (taker !== undefined && !isHarmlessHelper(taker.text))
        runBeside(
          concat([taker, opaque('input')], ' '),
          `${call.program} ${optionName(word)}`,
          call,
          machine,
        );
      const code = commandIn(word, call.argv[index + 1], options, row);
      if (code !== undefined && !isHarmlessHelper(code.text.replace(/^sudo rsync$/, 'rsync')))
        runBeside(code, `${call.program} ${optionName(word)}`, call, machine, fed.has(optionName(word)));
    });
    return machine.emit(call);
  };
}

/** What a program that is told what to do by its input hands on to a shell. */
function runLines(row: Hidden, input: Value | undefined, call: Call, machine: Machine): void {
  if (input === undefined || isBlank(input)) return;
  for (const line of input.text.split('\n')) {
    const code = row.inside?.exec(line)?.[1];
    if (code !== undefined) runBeside({ ...input, text: code }, call.program, call, machine);
  }
}

function optionName(word: Value): string {
  return /^-{1,2}[\w-]+/.exec(word.text)?.[0] ?? '';
}

export function runBeside(code: Value, label: string, call: Call, machine: Machine, isFed = false): void {
  runCode(
    code,
    label.trim(),
    call,
    {
      ...call.place,
      scope: call.place.scope.child(),
      input: isFed ? new Stream(opaque('command-output')) : undefined,
    },
    machine,
  );
}

function commandIn(
  word: Value,
  next: Value | undefined,
  options: ReadonlySet<string>,
  row: Hidden,
): Value | undefined {
  const found = row.inside?.exec(word.text)?.[1];
  if (found !== undefined) return { ...word, text: found };
  const equals = word.text.indexOf('=');
  if (equals > 0 && options.has(word.text.slice(0, equals)))
    return { ...word, text: word.text.slice(equals + 1) };
  if (options.has(word.text)) return next;
  const short = word.text.slice(0, 2);
  if (
    /^-[a-zA-Z]/.test(short) &&
    word.text.length > 2 &&
    options.has(short) &&
    !word.text.startsWith('--') &&
    !/^-[a-zA-Z]+$/.test(word.text)
  )
    return { ...word, text: word.text.slice(2) };
  // A cluster whose last letter takes the value: `rsync -avze CMD`.
  const last = `-${word.text.charAt(word.text.length - 1)}`;
  return /^-[a-zA-Z]{2,}$/.test(word.text) && options.has(last) ? next : undefined;
}

export function hiddenReaders(): readonly (readonly [string, Reader])[] {
  return rows.flatMap((row) => row.programs.split(' ').map((program) => [program, readHidden(row)] as const));
}
