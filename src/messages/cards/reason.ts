import { type Change, type ChangeItem, isGone, isLost } from '../../core/change/change.js';
import type { Finding } from '../../core/risk/assessment.js';
import { inertLine } from '../../core/shared/inert.js';
import { findingText } from './finding.js';

/** Reasons that say that something is lost for good. */
const losing: ReadonlySet<string> = new Set(['unknown-loss', 'destroy']);

/** A reason in words that the change below does not contradict: the command alone could not be counted, what lies here could. */
export function cardReasonText(finding: Finding, change: Change): string {
  const words = inertLine(findingText(finding));
  const gone = change.items.filter(isGone);
  if (losing.has(finding.id) && gone.length > 0 && !gone.some(isLost)) {
    const isBack = gone.every(({ consequence }) => consequence === 'recoverable');
    const rest = isBack
      ? 'what would bring it back stands below'
      : 'whether it can be brought back is not known';
    return `${words.replace(' for good', '')}; ${rest}`;
  }
  if (finding.id === 'public-release' && change.items.some(isRestricted))
    return words.replace('to everybody', 'to all who may read it');
  if (finding.id === 'verb-replace' && change.items.length > 0 && gone.length === 0)
    return words.replace('Replaces', 'Overwrites').replace(': it is deleted first, then made anew', '');
  const isWhole = change.items.length > 0 && (change.unknown ?? []).length === 0 && change.gap === undefined;
  if (!isWhole) return words;
  if (finding.id === 'reach-uncountable')
    return 'The command does not say how much it reaches; below is what it reaches here';
  const keeps = change.items.every((item) => !isLost(item));
  if (finding.id === 'unsaved-loss' && keeps)
    return 'May lose work that is nowhere else; git has all that is listed below';
  return words;
}

/** Published, and not for everybody. */
function isRestricted(item: ChangeItem): boolean {
  return (
    item.kind === 'object' &&
    (item.about?.some(({ is, text }) => is === 'access' && text === 'restricted') ?? false)
  );
}
