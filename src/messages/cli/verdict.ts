import type { Said } from '../../core/policy/strictest.js';
import type { CallDecision } from '../../core/record/replay.js';
import type { Assessment, Finding } from '../../core/risk/assessment.js';
import { inertLine } from '../../core/shared/inert.js';
import type { ToolCall } from '../../core/toolcall/toolcall.js';
import { titleOf } from '../cards/effect.js';
import { findingText } from '../cards/finding.js';
import { evidenceText, targetText } from '../cards/target.js';
import { saidText } from '../policy/policy.js';
import { ruleText } from '../policy/rule.js';

/** The verdict for a person's eyes: decision and title, targets, reasons, a safer way. Text of the call is made inert. */
export function verdictText(call: ToolCall, assessment: Assessment, decision: CallDecision): string {
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

/** Every rule that fitted, the one that spoke first. */
export function fittedText(fitted: readonly Said[]): string {
  if (fitted.length === 0) return '  no rule fits\n';
  return fitted
    .map(
      ({ rule, ceremony }, index) =>
        `  ${index === 0 ? 'spoke ' : 'fitted'}  ${saidText(ceremony)}  ${ruleText(rule)}\n`,
    )
    .join('');
}
