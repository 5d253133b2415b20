/** What a window needs once its gate is open: a bundle of its own, so that who waits at the gate does not wait for it. */
export { registerPolicy } from '../vscode/policy/policy.js';
export * from '../vscode/team/team-flow.js';
export { Guard } from './guard.js';
export { httpBell } from './http-bell.js';
export { overviewOfRecord } from './overview.js';
export { keepRecord } from './retention.js';
export { openReviews } from './reviews.js';
