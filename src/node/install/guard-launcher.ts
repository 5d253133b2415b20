import { join } from 'node:path';
import { shellQuoted } from '../../core/shared/shell-word.js';
import { launcherText } from '../../messages/agents/terminal-guard.js';
import { agentMarkers, agentPrograms, sessionVariables } from '../../protocol/agent-markers.js';
import { doorbellBudgetMs } from '../../protocol/limits.js';
import type { Home } from '../files/home.js';
import type { Runtime } from './launcher.js';
import { type PerlProgram, perlProgram } from './perl-program.js';
import { relayFacts } from './relay-facts.js';

/** What each launcher has in its second line, so that launchers pass each other over when they look for a program. */
const mark = '# Countersign terminal guard';

/** The program that judges for a launcher which cannot ask the gate by itself. */
export function judgePath(home: Home): string {
  return join(home.bin, 'countersign-judge');
}

/** The launcher in Perl: the sources are those of src/native. */
export function perlLauncher(
  perl: string,
  root: string,
  runtime: Runtime,
  sources: Pick<PerlProgram, 'bodies' | 'later'>,
): string {
  return perlProgram({
    perl,
    mark,
    words: launcherText,
    facts: {
      ...relayFacts(root, runtime),
      mark,
      budget_s: String(doorbellBudgetMs('terminal') / 1_000),
      markers: agentMarkers,
      agents: agentPrograms,
      sessions: sessionVariables,
    },
    ...sources,
  });
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
