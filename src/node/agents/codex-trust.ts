import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { err, ok, type Result } from '../../core/shared/result.js';
import type { AskForTrust, HooksToTrust, TrustFailure } from '../../ports/ports.js';
import { errorCode } from '../files/disk.js';
import { type AskCodex, withCodex } from './codex-app-server.js';

/** What is read of `hooks/list`: a hook's key in the settings, what it runs, and the hash of its definition. */
const listed = v.looseObject({
  data: v.array(
    v.looseObject({
      hooks: v.array(
        v.looseObject({
          key: v.string(),
          command: v.nullish(v.string()),
          sourcePath: v.nullish(v.string()),
          currentHash: v.string(),
          trustStatus: v.string(),
        }),
      ),
    }),
  ),
});

type ListedHook = v.InferOutput<typeof listed>['data'][number]['hooks'][number];

/**
 * Trust in our hook, as Codex itself keeps it: Codex names the hook's key and hash, and its own writer makes the text of
 * the settings, in a folder aside, so that the change can be shown before it is made.
 */
export function codexTrust(program = 'codex'): AskForTrust {
  return {
    async plan(wanted, settings) {
      const hooks = await ourHooks(program, wanted);
      if (!hooks.ok) return hooks;
      const untrusted = hooks.value.filter((hook) => hook.trustStatus !== 'trusted');
      if (untrusted.length === 0) return ok(settings ?? '');
      return withTrust(program, untrusted, settings);
    },
    async isTrusted(wanted) {
      const hooks = await ourHooks(program, wanted);
      return hooks.ok ? ok(hooks.value.every((hook) => hook.trustStatus === 'trusted')) : hooks;
    },
  };
}

/** Exactly the hooks that Countersign wrote: from this file, with these commands. */
function ourHooks(
  program: string,
  wanted: HooksToTrust,
): Promise<Result<readonly ListedHook[], TrustFailure>> {
  return withCodex(program, dirname(wanted.settingsFile), wanted.cwd, async (ask) => {
    const all = await list(ask, wanted.cwd);
    if (!all.ok) return all;
    const ours = all.value.filter(
      ({ sourcePath, command }) =>
        sourcePath === wanted.hookFile && wanted.commands.some((one) => one === command),
    );
    const isWhole = wanted.commands.every((one) => ours.some(({ command }) => command === one));
    return isWhole ? ok(ours) : err({ code: 'not-listed', detail: wanted.hookFile });
  });
}

async function list(ask: AskCodex, cwd: string): Promise<Result<readonly ListedHook[], TrustFailure>> {
  const answer = await ask('hooks/list', { cwds: [cwd] });
  if (!answer.ok) {
    return answer.error.code === 'refused' ? err({ code: 'too-old', detail: answer.error.detail }) : answer;
  }
  const read = v.safeParse(listed, answer.value);
  return read.success
    ? ok(read.output.data.flatMap(({ hooks }) => hooks))
    : err({ code: 'too-old', detail: read.issues[0].message });
}

async function withTrust(
  program: string,
  hooks: readonly ListedHook[],
  settings: string | null,
): Promise<Result<string, TrustFailure>> {
  let aside: string | undefined;
  try {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-codex-'));
    aside = folder;
    const file = join(folder, 'config.toml');
    if (settings !== null) writeFileSync(file, settings, { mode: 0o600 });
    const value = Object.fromEntries(
      hooks.map(({ key, currentHash }) => [key, { trusted_hash: currentHash }]),
    );
    const edits = [{ keyPath: 'hooks.state', value, mergeStrategy: 'upsert' }];
    const written = await withCodex(program, folder, folder, (ask) => ask('config/batchWrite', { edits }));
    return written.ok ? ok(readFileSync(file, 'utf8')) : written;
  } catch (error) {
    return err({ code: 'no-answer', detail: errorCode(error) });
  } finally {
    if (aside !== undefined) rmSync(aside, { recursive: true, force: true, maxRetries: 5 });
  }
}
