import { joinWords, runCode, withLabel } from '../code.js';
import type { Value } from '../invocation.js';
import type { Call, Machine, Reader, ReaderOutcome } from '../machine.js';
import { hasScanned, optionSet, scannedValue, scanOptions } from '../options.js';
import { concat, isBlank, known } from '../value.js';
import { runBeside } from './hidden.js';
import { scriptText } from './script-text.js';

/** `at` and `batch`: standard input, or `-f FILE`, runs later. */
export const readAt: Reader = (call, machine) => {
  const scanned = scanOptions(call.argv, 1, optionSet('-f -q -t'));
  if (hasScanned(scanned, '-l -d -r -c -V')) return undefined;
  const path = scannedValue(scanned, '-f');
  const code = path === undefined ? undefined : scriptText(path, call.place, machine);
  machine.emit(call);
  if (code !== undefined) runBeside(code, call.program, call, machine);
  else readLater(call.place.input?.rest(), call, machine);
  return { status: 'unknown', output: { text: '', opaque: [] } };
};

function readLater(input: Value | undefined, call: Call, machine: Machine): void {
  if (input === undefined || input.text === '') return;
  if (isBlank(input)) machine.report.anomaly('opaque-code', call.program, call.span);
  else runBeside({ ...input, span: input.span ?? call.span }, call.program, call, machine);
}

/** `crontab -` and `crontab FILE`: every line's command. */
export const readCrontab: Reader = (call, machine) => {
  const scanned = scanOptions(call.argv, 1, optionSet('-u -n -s'));
  const path = call.argv[scanned.end] ?? call.argv.slice(1).find((word) => word.text === '-');
  if (hasScanned(scanned, '-l -r -e -V') || (path === undefined && call.place.input === undefined))
    return undefined;
  const table =
    path === undefined || path.text === '-'
      ? call.place.input?.rest()
      : scriptText(path, call.place, machine);
  if (table !== undefined && !isBlank(table)) {
    for (const line of table.text.split('\n')) {
      const code = /^\s*(?:@\w+|(?:[\d*/,A-Za-z-]+\s+){4}[\d*/,A-Za-z-]+\s)\s*(\S.*)$/s.exec(line)?.[1];
      if (code !== undefined && !line.trim().startsWith('#'))
        runBeside({ ...table, text: code }, 'cron', call, machine);
    }
  } else if (table !== undefined) machine.report.anomaly('opaque-code', 'crontab', path?.span ?? call.span);
  return machine.emit(call);
};

/** `tmux new-session 'cmd'`, `tmux send-keys 'cmd' Enter`, `screen -dm cmd`, `screen -X stuff 'cmd'`. */
export const readTmux: Reader = (call, machine) => {
  const valued = optionSet('-t -s -n -c -F -x -y -e -f -L -S -l -b -p -T -d');
  const global = scanOptions(call.argv, 1, optionSet('-L -S -f -c -T'));
  const sub = call.argv[global.end]?.text ?? '';
  const after = scanOptions(
    call.argv,
    global.end + 1,
    sub === 'send-keys' || sub === 'send'
      ? optionSet('-t -N')
      : optionSet([...valued].filter((name) => name !== '-d').join(' ')),
  );
  const words = call.argv.slice(after.end);
  for (const word of call.argv)
    for (const [, code = ''] of word.text.matchAll(/#\(([^()]{1,2000})\)/g))
      runBeside({ ...word, text: code }, 'tmux', call, machine);
  if (/^(?:if(?:-shell)?|bind(?:-key)?|set-hook)$/.test(sub)) {
    // A condition of the shell, or a key or an event; then commands of tmux itself.
    const [condition, ...commands] = words;
    if (sub.startsWith('if') && condition !== undefined) runBeside(condition, 'tmux', call, machine);
    const own = sub.startsWith('if') ? commands : [joinWords(commands)];
    for (const command of own) runBeside(concat([known('tmux'), command], ' '), 'tmux', call, machine);
    return machine.emit(call);
  }
  if (
    /^(?:new(?:-session|-window)?|neww|split-window|splitw|respawn-(?:pane|window)|respawnp|run(?:-shell)?|display-popup|popup|pipe-pane)$/.test(
      sub,
    )
  ) {
    return words.length === 0
      ? undefined
      : runCode(joinWords(words), 'tmux', call, { ...call.place, scope: call.place.scope.child() }, machine);
  }
  if (sub !== 'send-keys' && sub !== 'send') return undefined;
  const typed = words.filter(
    (word) => !/^(?:Enter|C-[a-z]|Space|Tab|Escape|Up|Down|KPEnter)$/.test(word.text),
  );
  return typed.length === 0
    ? undefined
    : runCode(
        joinWords(typed),
        'tmux send-keys',
        call,
        { ...call.place, scope: call.place.scope.child() },
        machine,
      );
};

export const readScreen: Reader = (call, machine) => {
  const stuff = call.argv.findIndex((word) => word.text === 'stuff');
  if (stuff >= 0) {
    const code = call.argv[stuff + 1];
    return code === undefined
      ? undefined
      : runCode(
          { ...code, text: code.text.replace(/\^M|\\[rn]/g, '\n') },
          'screen',
          call,
          { ...call.place, scope: call.place.scope.child() },
          machine,
        );
  }
  const scanned = scanOptions(call.argv, 1, optionSet('-S -c -e -h -p -s -t -T -x -X -L -Logfile'));
  const words = call.argv.slice(scanned.end);
  if (words.length === 0 || hasScanned(scanned, '-r -ls -X')) return undefined;
  return machine.start(
    words,
    withLabel({ ...call.place, scope: call.place.scope.child() }, 'screen'),
    call.span,
    call.redirections,
  );
};

/** `expect -c 'spawn CMD; send "text\r"'`. */
export const readExpect: Reader = (call, machine) => {
  const at = call.argv.findIndex((word) => word.text === '-c');
  const code = at < 0 ? call.place.input?.rest() : call.argv[at + 1];
  if (code === undefined || isBlank(code)) return undefined;
  let found = 0;
  for (const line of code.text.split(/[;\n]/)) {
    const spawned = /^\s*(?:spawn|exec)\s+(\S.*)$/s.exec(line)?.[1];
    const sent = /^\s*send\s+(?:--\s+)?"(.+)"/.exec(line)?.[1]?.replace(/\\[rn]/g, '');
    const text = spawned ?? sent;
    if (text === undefined || /^\$|^(?:y|n|yes|no)$/i.test(text)) continue;
    found += 1;
    runBeside({ ...code, text }, spawned === undefined ? 'expect send' : 'expect spawn', call, machine);
  }
  return found === 0 ? undefined : machine.emit(call);
};

/** `launchctl submit -l NAME -- CMD`. */
export const readLaunchctl: Reader = (call, machine): ReaderOutcome | undefined => {
  const at = call.argv.findIndex((word) => word.text === '--');
  if (at < 0 || call.argv[1]?.text !== 'submit') return undefined;
  return machine.start(
    call.argv.slice(at + 1),
    withLabel(call.place, 'launchctl submit'),
    call.span,
    call.redirections,
  );
};
