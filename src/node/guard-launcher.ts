import { join } from 'node:path';
import { shellQuoted } from '../core/shared/shell-word.js';
import { agentMarkers, agentPrograms, sessionVariables } from '../protocol/agent-markers.js';
import { harmlessNames, secretNames, valueLimit } from '../protocol/environment.js';
import {
  doorbellBudgetMs,
  registrationStaleMs,
  replyLimitCharacters,
  silenceLimitMs,
} from '../protocol/limits.js';
import { launcherWords } from '../words/terminal-guard.js';
import type { Home } from './home.js';

/** What each launcher has in its second line, so that launchers pass each other over when they look for a program. */
const mark = '# Countersign terminal guard';

/** The program that judges for a launcher which cannot ask the gate by itself. */
export function judgePath(home: Home): string {
  return join(home.bin, 'countersign-judge');
}

/** The launcher in Perl: `body` is that of src/launch, and what it has to know of this program stands in front of it. */
export function perlLauncher(perl: string, root: string, body: string): string {
  const facts = {
    root,
    mark,
    budget_s: String(doorbellBudgetMs('terminal') / 1_000),
    silence_s: String(silenceLimitMs / 1_000),
    stale_s: String(registrationStaleMs / 1_000),
    reply_limit: String(replyLimitCharacters),
    value_limit: String(valueLimit),
    secret: secretNames.source,
    harmless: harmlessNames.source,
  };
  return `#!${perl} -t
${mark}
our %words = (${perlPairs(launcherWords)});
our %cs = (${perlPairs(facts)});
$cs{markers} = ${perlList(agentMarkers)};
$cs{agents} = ${perlList(agentPrograms)};
$cs{sessions} = ${perlList(sessionVariables)};
${body}`;
}

/** The launcher for machines without Perl: slower, since each call of an agent starts Node. */
export function shellLauncher(root: string): string {
  const markers = agentMarkers.map((name) => `"\${${name}-}"`).join(' ');
  return `#!/bin/sh
${mark}
countersign_name=\${0##*/}
countersign_root=${shellQuoted(root)}
countersign_real=
countersign_ifs=$IFS
IFS=:
set -f
for countersign_folder in \${PATH-/usr/local/bin:/usr/bin:/bin}; do
  countersign_file=\${countersign_folder:-.}/$countersign_name
  if [ -f "$countersign_file" ] && [ -x "$countersign_file" ] && ! [ "$countersign_file" -ef "$0" ] &&
    ! [ -f "$countersign_folder/../launcher" ]; then
    countersign_real=$countersign_file
    break
  fi
done
IFS=$countersign_ifs
set +f
if [ -z "$countersign_real" ]; then
  echo "$countersign_name: command not found" >&2
  exit 127
fi
countersign_mode=agents
[ -r "$countersign_root/guard/mode" ] && IFS= read -r countersign_mode <"$countersign_root/guard/mode"
if [ "$countersign_mode" != everyone ] && [ "$countersign_mode" != off ]; then
  countersign_mode=off
  for countersign_marker in ${markers}; do
    case $countersign_marker in '' | 0 | false) ;; *) countersign_mode=agents ;; esac
  done
fi
if [ "$countersign_mode" != off ]; then
  countersign_stdin=
  [ -c /dev/stdin ] || countersign_stdin=/dev/stdin
  countersign_said=$(COUNTERSIGN_STDIN=$countersign_stdin "$countersign_root/bin/countersign-judge" "$countersign_name" "$@" </dev/null)
  countersign_code=$?
  [ "$countersign_code" = 0 ] || exit "$countersign_code"
  [ "$countersign_said" = run ] || exit 126
fi
exec "$countersign_real" "$@"
`;
}

function perlPairs(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${perlQuoted(name)}, ${perlQuoted(value)}`)
    .join(', ');
}

function perlList(values: readonly string[]): string {
  return `[${values.map(perlQuoted).join(', ')}]`;
}

/** A single-quoted text, in which Perl reads nothing but these two escapes. */
function perlQuoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
