import { inertLine } from '../../core/shared/inert.js';
import { sizeText } from '../cards/copy.js';

const shownRequests = 8;

function requestsText(requests: readonly string[]): string {
  const shown = requests.slice(0, shownRequests).map(inertLine).join(', ');
  return requests.length > shownRequests ? `${shown} and ${requests.length - shownRequests} more` : shown;
}

/** An erasure, as the record tells it. */
export function erasedText({
  requests,
  person,
  ground,
}: {
  readonly requests: readonly string[];
  readonly person: string;
  readonly ground: string;
}): string {
  return `${requestsText(requests)}: card and copies erased by ${inertLine(person)}, ${inertLine(ground)}`;
}

export const eraseText = {
  needsGround: 'expected a ground behind --ground, got none: it stands in the record',
  needsPerson:
    'expected a person at a terminal of their own who says yes to it, got none: an agent, or a pipe, cannot',
  needsWhich: 'expected requests (CS-142) or --from and --to, and not both',
  declined: 'nothing was erased',
  nothing: 'expected a request of which something lies beside the record, got none: nothing to erase',
  underHold: (hold: string): string => `nothing was erased: ${hold}`,
  noRequest: (got: string): string => `expected a request like CS-142, got ${inertLine(got)}`,
  range: (got: string): string =>
    `expected times like 2026-11-29 or 2026-11-29T10:00:00Z, --from before --to, got ${inertLine(got)}`,
  disk: (code: string): string => `not everything could be erased (${inertLine(code)}); run it again`,
  waits: (requests: readonly string[]): string =>
    `expected requests that are decided and used, got ${requestsText(requests)}, which can still be answered or run: deny or wait first`,
  newer: (requests: readonly string[]): string =>
    `expected requests that this version knows, got ${requestsText(requests)} of a newer one: update first`,
} as const;

export function eraseQuestion(
  requests: readonly string[],
  going: { readonly files: number; readonly bytes: number },
): string {
  return `${requestsText(requests)}: ${sizeText(going)} will be erased and cannot be brought back: the cards as they were shown and the
copies of what the calls took. The entries of the record stay, and say that it was you. Type yes to go on: `;
}

export function erasedNowText(going: { readonly files: number; readonly bytes: number }): string {
  return `Erased: ${sizeText(going)}. The record says so, and verify holds.`;
}
