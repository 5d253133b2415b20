import type { Request } from '../../core/approval/request.js';
import { inertLine } from '../../core/shared/inert.js';
import { agentNames } from '../agents/agent-names.js';
import { bandText } from '../cards/card.js';
import { titleOf } from '../cards/effect.js';
import { countText } from '../text/count.js';
import { editorLine } from '../text/editor-line.js';

/** What a screen reader is told when a request has come: "Production request from Claude Code: …; 2 of 2." */
export function arrivalText(request: Request, place: number, of: number): string {
  const title = inertLine(titleOf(request.assessment, request.call));
  const band = bandText[request.assessment.band];
  return `${band} request from ${agentNames[request.call.agent]}: ${title}; ${place} of ${of}.`;
}

export function requestsWaitingText(waiting: number): string {
  return countText(waiting, 'request waits for your decision', 'requests wait for your decision');
}

/** The one notification: what waits, never how to let it pass. */
export function noticeText(requests: readonly Request[]): string {
  const [first] = requests;
  if (first === undefined) return '';
  const agent = agentNames[first.call.agent];
  if (requests.length > 1)
    return `${countText(requests.length, 'request waits', 'requests wait')} for your decision.`;
  return `${agent} waits for your decision: ${editorLine(titleOf(first.assessment, first.call))}.`;
}

export interface StatusText {
  readonly text: string;
  readonly tooltip: string;
  /** For screen readers, without icons. */
  readonly spoken: string;
}

/** The status bar: the product's name, or how many requests wait, or that the gate is down. */
export function statusText(
  pending: readonly Request[],
  gateProblem: string | undefined,
  alarm?: { readonly text: string; readonly tooltip: string },
  /** Requests of other persons that wait for this one's countersignature. */
  peers = 0,
): StatusText {
  if (gateProblem !== undefined) {
    const tooltip = `The gate is down: ${gateProblem}. Whatever would need your decision is denied.`;
    return { text: '$(error) gate down', tooltip, spoken: `Countersign: ${tooltip}` };
  }
  const asked =
    peers === 0
      ? ''
      : `${countText(peers, 'request of a colleague waits', 'requests of colleagues wait')} for your countersignature.`;
  if (pending.length === 0 && peers > 0) {
    const spoken = `Countersign: ${asked}`;
    return { text: `$(verified) ${peers} to countersign`, tooltip: spoken, spoken };
  }
  if (pending.length === 0 && alarm !== undefined) {
    const spoken = `Countersign: ${alarm.tooltip.replaceAll('\n', ' ')}`;
    return { text: `$(warning) ${editorLine(alarm.text)}`, tooltip: alarm.tooltip, spoken };
  }
  if (pending.length === 0) {
    const tooltip = 'Countersign: agents of this window are watched; nothing waits.';
    return { text: '$(verified) Countersign', tooltip, spoken: tooltip };
  }
  const production = pending.filter((request) => request.assessment.band === 'production').length;
  const waits = countText(pending.length, 'request waits', 'requests wait');
  const tooltip =
    production === 0
      ? `Countersign: ${waits} for you.`
      : `Countersign: ${waits} for you, ${production} on production.`;
  const also = [tooltip, asked, alarm?.tooltip ?? ''].filter((part) => part !== '').join('\n');
  return { text: `$(verified) ${pending.length} pending`, tooltip: also, spoken: also };
}
