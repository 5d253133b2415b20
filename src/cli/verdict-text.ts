import type { Assessment, Finding } from '../core/risk/assessment.js';
import { inertLine } from '../core/shared/inert.js';
import type { ToolCall } from '../core/toolcall/toolcall.js';
import { titleOf } from '../messages/cards/effect.js';
import { findingText } from '../messages/cards/finding.js';
import { evidenceText, targetText } from '../messages/cards/target.js';
import { type Decision, decisionOf } from './verdict-line.js';

/** The verdict for a person's eyes: decision and title, targets, reasons, a safer way. Text of the call is made inert. */
export function verdictText(
  call: ToolCall,
  assessment: Assessment,
  decision: Decision = decisionOf(assessment.band),
): string {
  const lines = [
    `${decision}  ${inertLine(titleOf(assessment, call))}`,
    `${assessment.score} of 100, ${assessment.band}  ${assessment.vector}`,
    ...assessment.targets.flatMap((target) => {
      const evidence = evidenceText(target);
      return [`  ${targetText(target)}`, ...(evidence === '' ? [] : [`    because ${evidence}`])];
    }),
    ...assessment.findings.map(
      (finding) => `${signOf(finding).padStart(6)}  ${inertLine(findingText(finding))}`,
    ),
    ...assessment.safer.map((command) => ` safer  ${inertLine(command)}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** `+40` points, `x1.5` a factor, `>=95` a floor. */
function signOf(finding: Finding): string {
  if (finding.term === 'F') return `>=${finding.weight}`;
  return finding.factor === undefined ? `+${finding.weight}` : `x${finding.factor}`;
}
