import type { Assessment } from '../../core/risk/assessment.js';
import { inertLine } from '../../core/shared/inert.js';
import type { ToolCall } from '../../core/toolcall/toolcall.js';
import { bandText, weightOf } from './card.js';
import { titleOf } from './effect.js';
import { findingText } from './finding.js';
import { payloadView } from './payload.js';
import { evidenceText, targetText } from './target.js';

/** A judgement as a page of text, for a command that nobody has asked to run. */
export function judgementText(call: ToolCall, assessment: Assessment): string {
  const payload = payloadView(call.payload, []);
  const reasons = assessment.findings.map((finding) => {
    const weight = weightOf(finding);
    return `- ${inertLine(findingText(finding))}${weight === '' ? '' : ` (${weight})`}`;
  });
  const targets = assessment.targets.map((target) => {
    const evidence = evidenceText(target);
    return `- ${targetText(target)}${evidence === '' ? '' : ` (${evidence})`}`;
  });
  const parts = [
    [inertLine(titleOf(assessment, call))],
    [`${bandText[assessment.band]}. Score ${assessment.score} of 100. ${assessment.vector}`],
    [
      'Command:',
      payload.pieces.map(({ text, mark }) => (mark === 'hidden' ? `\u27E8${text}\u27E9` : text)).join(''),
    ],
    reasons.length === 0 ? [] : ['Reasons:', ...reasons],
    targets.length === 0 ? [] : ['Targets:', ...targets],
    assessment.safer.length === 0 ? [] : ['A safer way:', ...assessment.safer.map(inertLine)],
    ['Nothing was run, and nothing was recorded.'],
  ];
  const shown = parts.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${shown.join('\n\n')}\n`;
}
