import { harmlessNames, secretNames, valueLimit } from '../../protocol/environment.js';
import {
  offlineLimitMs,
  offlineLongestMs,
  registrationLimitBytes,
  registrationStaleMs,
  replyLimitCharacters,
  runFilesLimit,
  silenceLimitMs,
} from '../../protocol/limits.js';
import type { Runtime } from './launcher.js';
import type { Facts } from './perl-program.js';

/** What the relay leaves of the environment to the program that judges without a window. */
export const keptVariables = ['HOME', 'USER', 'LOGNAME', 'TMPDIR', 'TZ', 'LANG', 'LC_ALL'];

/** What the client of the gate in Perl has to know, whichever front it stands behind. */
export function relayFacts(root: string, runtime: Runtime, bin = `${root}/bin`): Facts {
  return {
    root,
    bin,
    runtime: runtime.executable,
    is_editor: runtime.isEditor ? '1' : '',
    kept: keptVariables,
    silence_s: String(silenceLimitMs / 1_000),
    stale_s: String(registrationStaleMs / 1_000),
    offline_s: String(offlineLimitMs / 1_000),
    offline_longest_s: String(offlineLongestMs / 1_000),
    registration_limit: String(registrationLimitBytes),
    files_limit: String(runFilesLimit),
    reply_limit: String(replyLimitCharacters),
    value_limit: String(valueLimit),
    secret: secretNames.source,
    harmless: harmlessNames.source,
  };
}
