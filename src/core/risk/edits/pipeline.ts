import type { ResolvedEdit } from '../../change/resolve-edit.js';
import { lineChange } from './lines.js';

/** What gives a pipeline more power than it had: its secrets, its rights, who may start it, code from elsewhere. */
const power =
  /\bsecrets\.|\bpull_request_target\b|\bpermissions\s*:|\b(?:contents|packages|id-token|actions|deployments|pull-requests)\s*:\s*write\b|\bwrite-all\b|\bself-hosted\b|\benvironment\s*:\s*['"]?prod|\|\s*(?:sudo\s+)?(?:ba|z|da)?sh\b|\bskip_verify\b|\bcontinue-on-error\s*:\s*true|--no-verify|\bpersist-credentials\s*:\s*true/i;

/** Guards of a pipeline whose loss lets more through. */
const guard =
  /\benvironment\s*:\s*\S|\bneeds\s*:|\bif\s*:|\bpermissions\s*:\s*(?:read|\{\s*\})|\bwhen\s*:\s*manual|\brequired_reviewers\b|\bbranches\s*:/i;

/** True when an edit of a pipeline's file changes its rights or its guards, not only its steps. */
export function widensPipeline(edit: ResolvedEdit): boolean {
  const { removed, added } = lineChange(edit.before, edit.after);
  return (
    added.some((line) => power.test(line)) ||
    (edit.before !== null && removed.some((line) => guard.test(line)))
  );
}
