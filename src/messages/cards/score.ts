import type { Assessment } from '../../core/risk/assessment.js';
import { countText } from '../text/count.js';

/** The score in one sentence: what weighs, and what lifts it. The arithmetic itself stands below it. */
export function scoreSentence({ score, vector, findings }: Assessment): string {
  const terms = new Map(
    vector.split('/').map((part) => [part.slice(0, part.indexOf(':')), part.slice(part.indexOf(':') + 1)]),
  );
  const number = (name: string): number => Number((terms.get(name) ?? '').replace(/^[^\d.]+/, '')) || 0;
  const plus = number('P') + number('O') + number('V');
  const place = /^P/.test(terms.get('C') ?? '') ? 'in production' : 'where it would happen';
  const floor = number('F');
  const parts = [
    `what it does weighs ${number('D')} of 40`,
    number('R') < 1 ? 'less because it can be brought back' : '',
    terms.get('C') === undefined || terms.get('C') === '-' ? '' : `${place}`,
    number('B') > 1 ? 'and by how much it reaches' : '',
    plus > 0
      ? `plus ${countText(plus, 'point', 'points')} for what hides, for rights and for where it came from`
      : '',
  ].filter((part) => part !== '');
  const lifted =
    floor > 0 && findings.some(({ term }) => term === 'F') ? `; a call like this has ${floor} at least` : '';
  return `${score} of 100: ${parts.join(', ')}${lifted}.`;
}
