import type { Request } from '../../core/approval/request.js';
import type { Obstacle } from '../../core/countersign/progress.js';
import type { GlassRefusal } from '../../protocol/decision.js';
import { titleOf } from '../cards/effect.js';
import { editorLine } from '../text/editor-line.js';
import { obstacleText } from './countersign.js';
import { refusalText } from './refusal.js';

export interface GlassText {
  readonly question: string;
  readonly detail: string;
  readonly goOn: string;
  readonly reasonTitle: string;
  readonly reasonPrompt: string;
  readonly nameTitle: string;
  readonly namePrompt: string;
  readonly signing: string;
  readonly done: string;
}

/** The ceremony of going without peers: what it does, and what is asked for. */
export function glassText(request: Request): GlassText {
  const { id, ceremony } = request;
  const name = ceremony.kind === 'confirm' ? '' : ceremony.name;
  return {
    question: `Break the glass for ${id}?`,
    detail: `${editorLine(titleOf(request.assessment, request.call))}\n\nIt runs without the countersignatures that your team asks for. You sign it with your own key. Everyone who could have countersigned is told, the record marks it, and a review is due.`,
    goOn: 'Go On',
    reasonTitle: `Why ${id} cannot wait (1 of 2)`,
    reasonPrompt: 'Your team reads it, and the record keeps it. At least ten characters.',
    nameTitle: `Type the name to run ${id} without peers (2 of 2)`,
    namePrompt: `Type ${editorLine(name)}`,
    signing: `Signing ${id}. Touch your security key, or confirm, if it asks.`,
    done: `${id} runs without countersignatures. Your team is told, and a review is due.`,
  };
}

export const glassReasonShort = 'Say in at least ten characters why it cannot wait.';
export const glassNameDiffers = 'Type the whole name as shown.';

/** Why the glass stayed whole. Nothing was released. */
export function glassRefusalText(refusal: GlassRefusal | Obstacle, now: number): string {
  switch (refusal.code) {
    case 'glass-forbidden':
      return 'The team\u2019s policy does not let anyone go without peers. Nothing was released.';
    case 'reason-missing':
      return `${glassReasonShort} Nothing was released.`;
    case 'presence-too-low':
      return 'The team\u2019s policy asks for a security key that is touched, and your signature shows none. Nothing was released.';
    default:
      return isObstacle(refusal) ? obstacleText(refusal, now) : refusalText[refusal.code];
  }
}

function isObstacle(refusal: GlassRefusal | Obstacle): refusal is Obstacle {
  return !Object.hasOwn(refusalText, refusal.code) || 'detail' in refusal;
}
