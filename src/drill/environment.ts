import { delimiter } from 'node:path';
import type { Kit } from './kit.js';

/** Of the person's environment only these reach the scripted agent: no credential, no profile, no proxy. */
const kept: readonly string[] = [
  'LANG',
  'LC_ALL',
  'TERM',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'USER',
  'XDG_RUNTIME_DIR',
  'COUNTERSIGN_HOME',
];

/** The environment of the agent, its hook and its tools. `outer` is the process's own. */
export function drillEnvironment(
  kit: Kit,
  outer: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const passed = kept.flatMap((name) => {
    const value = outer[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(passed),
    PATH: [kit.bin, outer['PATH'] ?? ''].filter((part) => part !== '').join(delimiter),
    HOME: kit.home,
    USERPROFILE: kit.home,
    AWS_PROFILE: 'cost-explorer-prod',
    AWS_EC2_METADATA_DISABLED: 'true',
    GIT_CONFIG_NOSYSTEM: '1',
    NO_COLOR: '1',
  };
}
