/** What a window needs once its gate is open: a bundle of its own, so that who waits at the gate does not wait for it. */

export { ruledAsSeen } from '../desk/as-seen.js';
export { CopiesOnDisk } from '../node/copies/copies-on-disk.js';
export { lookAsOrdered } from '../node/looks/look-order.js';
export { ownSigner } from '../node/ssh/ssh-signer.js';
export { Witnessing } from '../node/witness/witnessing.js';
export { openDrillStep, registerDrill } from '../vscode/drill/drill.js';
export { registerPlaces } from '../vscode/places/place-commands.js';
export { registerPolicy } from '../vscode/policy/policy.js';
export { registerScore } from '../vscode/policy/score-command.js';
export * from '../vscode/record/record-items.js';
export * from '../vscode/team/team-flow.js';
export { openTeamSide } from '../vscode/team/team-side.js';
export { findHere } from './found-here.js';
export { Guard } from './guard.js';
export { httpBell } from './http-bell.js';
export { levelOfCaller } from './level.js';
export { overviewOfRecord } from './overview.js';
export { recordArchive } from './record-archive.js';
export { recordChecks } from './record-checks.js';
export { recordView } from './record-view.js';
export { keepRecord } from './retention.js';
export { openReviews } from './reviews.js';
export { terminalGuard } from './terminals.js';
