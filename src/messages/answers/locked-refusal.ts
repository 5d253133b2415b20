import { refusalWordParts } from './refusal.js';

/** What the locked doorbell alone says, by its cause: the others, which are loaded for every call, do not carry it. */
export const lockedCauses = {
  'not-elevated':
    'expected the doorbell to be started as its own user, which a file system without setuid (nosuid), no_new_privs and namespaces prevent; start the agent without them, or an administrator leaves that user out: sudo countersign lock --without-user',
} as const;

export function lockedRefusalWords(cause: keyof typeof lockedCauses): string {
  const { before = '', after = '' } = refusalWordParts();
  return `${before}${lockedCauses[cause]}${after}`;
}
