/** Where the locked install lies: programs and runtime, and what an organisation pins. Root's, and nobody else's to write. */
export const lockedFolder = '/opt/countersign';
export const lockedBin = `${lockedFolder}/bin`;
export const pinnedFolder = '/etc/countersign';
export const pinnedPolicy = `${pinnedFolder}/policy.json`;

export const lockedProgram = `${lockedBin}/countersign-hook`;
/** What judges is started by: only root reads it, so that nobody can attach to what it runs. */
export const lockedRuntime = `${lockedFolder}/runtime/node`;
