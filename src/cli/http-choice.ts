import type { Doorbell } from '../agents/adapter.js';
import { type ConfigEdit, connectionOf } from '../agents/connect.js';
import { compareVersions } from '../agents/versions.js';
import { err, ok, type Result } from '../core/shared/result.js';
import { bellText } from '../messages/answers/bell.js';
import { versionOf } from '../node/agents/version-of.js';
import { httpBellOf, keepHttpBell, newHttpBell, removeHttpBell } from '../node/gate/http-bell-file.js';
import { systemRandom } from '../node/random.js';
import type { HttpBell } from '../protocol/http-bell.js';
import { type AgentSetup, diffOf } from './agent-setup.js';

/** The doorbell as it is to be named: with the bell that `--http` asks for, or without one. Nothing is written. */
export async function chosenDoorbell(setup: AgentSetup): Promise<Result<Doorbell, string>> {
  const { adapter, doorbell, home, scope } = setup;
  if (adapter.id !== 'claude-code') return ok(doorbell);
  if (scope === 'workspace') return httpBellOf(home) ? err(bellText.both) : ok(doorbell);
  if (!setup.isHttp) return ok({ ...doorbell, http: undefined });
  if (isInWorkspace(setup)) return err(bellText.both);
  const version = await versionOf(adapter.program ?? '');
  if (version !== undefined && compareVersions(version, adapter.leastVersion ?? '0') < 0) {
    return err(bellText.tooOld(version));
  }
  const http: HttpBell | undefined = httpBellOf(home) ?? (await newHttpBell(systemRandom));
  return http ? ok({ ...doorbell, http }) : err(bellText.noPort);
}

/** The change as it is printed: a token is nobody's to read there, and a port that is not taken yet is none to go by. */
export function shownDiff(setup: AgentSetup, edit: ConfigEdit, bell: HttpBell | undefined): string {
  const { isDryRun, doorbell } = setup;
  const diff = [bell, doorbell.http].reduce(
    (text, one) => (one === undefined ? text : text.replaceAll(one.token, bellText.hiddenToken)),
    diffOf(edit),
  );
  const isTaken = !isDryRun || doorbell.http !== undefined || bell === undefined;
  return isTaken ? diff : diff.replaceAll(`:${bell.port}/`, `:${bellText.freePort}/`);
}

/** Both would ring for one call: the second would find the one run given to the first, and block it. */
function isInWorkspace({ adapter, places, doorbell, files }: AgentSetup): boolean {
  const found = connectionOf(adapter, 'workspace', places, doorbell, files);
  return found.ok && found.value !== 'absent';
}

/** Makes the choice hold: windows listen where there is a bell, and stop where there is none. */
export function keepChoice({ adapter, home, scope }: AgentSetup, doorbell: Doorbell | undefined): void {
  if (adapter.id !== 'claude-code' || scope !== 'user') return;
  if (doorbell?.http) keepHttpBell(home, doorbell.http);
  else removeHttpBell(home);
}
