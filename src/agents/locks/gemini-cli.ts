import { hookName } from '../switches.js';
import type { AgentLock } from './lock.js';
import { sharedLockFile, tomlLockFile, tomlMark } from './lock-file.js';
import { lockedEntries } from './locked-hook.js';

/**
 * Gemini CLI, measured on 0.61.0: any file of the user's or a repository's that names a system hook ends it, and so does a variable
 * that moves the system's file. A deny rule of the system's policies holds against both, so the worst is refused there.
 */
export const geminiCliLock: AgentLock = {
  agent: 'gemini-cli',
  lockable: {
    kind: 'removable',
    left: [
      'settings-file',
      'start-variable',
      'starting-hook',
      'own-cgroup',
      'preloaded-shell',
      'own-namespace',
      'patched-copy',
    ],
    withoutUser: ['killed-hook', 'traced-hook'],
    isTried: true,
  },
  files: (bell) => [
    sharedLockFile('/etc/gemini-cli/settings.json', {
      pins: [[['hooksConfig', 'enabled'], true]],
      entries: lockedEntries(bell, {
        agent: 'gemini-cli',
        before: 'BeforeTool',
        after: ['AfterTool'],
        unit: 1_000,
        name: hookName,
      }),
    }),
    tomlLockFile('/etc/gemini-cli/policies/countersign.toml', floor, () => false),
  ],
};

/** What takes a whole environment, by how it begins: the floor under a hook that can be taken away. */
const worst: readonly string[] = [
  'terraform destroy',
  'terraform apply',
  'tofu destroy',
  'tofu apply',
  'pulumi destroy',
  'kubectl delete namespace',
  'kubectl delete ns',
  'helm uninstall',
  'aws elasticbeanstalk rebuild-environment',
  'aws elasticbeanstalk terminate-environment',
  'aws cloudformation delete-stack',
  'aws rds delete-db-instance',
  'aws rds delete-db-cluster',
  'aws s3 rb',
  'aws ec2 terminate-instances',
  'gcloud projects delete',
  'gcloud sql instances delete',
  'gcloud container clusters delete',
  'az group delete',
  'dropdb',
];

const floor = `${tomlMark}
[[rule]]
toolName = "run_shell_command"
commandPrefix = ${JSON.stringify(worst)}
decision = "deny"
priority = 999
`;
