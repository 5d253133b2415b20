/** Where the locked install lies: programs and runtime, and what an organisation pins. Root's, and nobody else's to write. */
export const lockedFolder = '/opt/countersign';
export const lockedBin = `${lockedFolder}/bin`;
export const pinnedFolder = '/etc/countersign';
export const pinnedPolicy = `${pinnedFolder}/policy.json`;

export const lockedProgram = `${lockedBin}/countersign-hook`;
/** What the doorbell in C gives calls to, where that is the program; else there is none. */
export const lockedRelay = `${lockedBin}/countersign-relay`;
