import { isOverdue, type Review } from '../../core/record/reviews.js';
import { inertLine } from '../../core/shared/inert.js';
import { countText } from '../text/count.js';
import { dateAndTime, duration } from '../text/time.js';

/** More names are counted. */
const namesShown = 3;

/** Who may look at it: "ada@example.com, ben@example.com or 2 more". */
export function reviewersText(from: readonly string[]): string {
  if (from.length === 0) return 'anybody else who may countersign';
  const named = from.slice(0, namesShown).map(inertLine);
  const more = from.length - named.length;
  if (more > 0) return `${named.join(', ')} or ${more} more`;
  return named.length === 1 ? named.join('') : `${named.slice(0, -1).join(', ')} or ${named.at(-1)}`;
}

/** One review that is due: what ran, who broke the glass, who has to look, by when. */
export function reviewDueText(review: Review, now: number): string {
  const { request, person, from, by } = review;
  const when = isOverdue(review, now)
    ? `overdue since ${dateAndTime(by)}`
    : `due by ${dateAndTime(by)}, in ${duration(by - now)}`;
  return `${inertLine(request)}: ${inertLine(person)} broke the glass; the review is ${when}, by ${reviewersText(from)}`;
}

/** The row above the record's entries. */
export function reviewRow(
  review: Review,
  now: number,
): {
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  readonly isOverdue: boolean;
} {
  const late = isOverdue(review, now);
  const left = late ? `for ${duration(now - review.by)}` : `in ${duration(review.by - now)}`;
  return {
    label: late ? `Review overdue: ${inertLine(review.request)}` : `Review due: ${inertLine(review.request)}`,
    description: `${left} ${inertLine(review.summary)}`,
    tooltip: [
      reviewDueText(review, now),
      `What ran: ${inertLine(review.summary)}`,
      `Reason: ${inertLine(review.reason)}`,
      'It is closed by the signed word of another person: on the notice in their view For My Countersignature, or with countersign approve or deny in a terminal.',
    ].join('\n'),
    isOverdue: late,
  };
}

/** What the status bar says while a review is overdue; undefined while none is. */
export function overdueAlarm(
  reviews: readonly Review[],
  now: number,
): { readonly text: string; readonly tooltip: string } | undefined {
  const late = reviews.filter((review) => isOverdue(review, now));
  if (late.length === 0) return undefined;
  return {
    text: countText(late.length, 'review overdue', 'reviews overdue'),
    tooltip: late.map((review) => reviewDueText(review, now)).join('\n'),
  };
}

/** What another person's signed word was. */
export const reviewVerdictText = {
  right: 'it was right',
  wrong: 'it should not have run',
} as const;
