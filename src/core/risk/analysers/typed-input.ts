import type { Invocation } from '../../command/invocation.js';
import type { CallerId } from '../../toolcall/toolcall.js';
import type { Finding } from '../assessment.js';
import type { Subject } from '../subject.js';

/** Agents that can type into a program that runs already without asking their hook. */
const typing: ReadonlySet<CallerId> = new Set(['codex']);

/** Programs that run what is typed into them, whatever it is. */
const interpreters =
  /^(?:(?:ba|z|da|k|fi|c|tc)?sh|nu|pwsh|powershell|python[\d.]*|ipython|node|deno|bun|ruby|irb|perl|php|lua|R|psql|mysql|mariadb|sqlite3|mongosh|redis-cli|tmux|screen)$/;

const finite = /^(?:-[a-zA-Z]*[cemEVvh]|--(?:eval|print|help|version|command)(?:=.*)?|-\?)$/;

/** To these, `-i` means something else. */
const editsInPlace = /^(?:perl|ruby|php)$/;

/** F: a program is started to be typed into, where no later call could be seen. */
export function typedInput({ call, invocations }: Subject): readonly Finding[] {
  if (!typing.has(call.agent)) return [];
  const waiting = invocations.find(isWaiting);
  if (waiting === undefined) return [];
  const data = { program: waiting.program };
  return [{ id: 'typed-input', term: 'F', weight: 45, data, span: waiting.span }];
}

/** No program of its own, no code on the command line, and the terminal as its input. */
function isWaiting({ program, argv, stdin, redirections }: Invocation): boolean {
  if (!interpreters.test(program) || stdin !== undefined) return false;
  if (redirections.some((one) => one.mode === 'read')) return false;
  const words = argv.slice(1).map((word) => word.text);
  const isPlain = words.every((word) => word.startsWith('-') && !finite.test(word));
  return isPlain || (words.includes('-i') && !editsInPlace.test(program));
}
