import type { ReceiptError, ReceiptProof } from '../../core/countersign/decode-receipt.js';
import type { Receipt } from '../../core/countersign/receipt.js';
import { inertLine } from '../../core/shared/inert.js';
import { dateAndTime } from '../text/time.js';
import { reviewVerdictText } from './review.js';

/** What a receipt that holds proves, on one line. */
export function receiptText({ statement, signers, reviews, decidedAt, roster }: ReceiptProof): string {
  const { name, requester, audience } = statement;
  const who = inertLine(requester.person);
  const by =
    statement.kind === 'break-glass'
      ? `broke the glass: ${inertLine(statement.reason)}, ${reviewsText(reviews)}`
      : `countersigned by ${signers.map(inertLine).join(', ')}`;
  const call = `${name} of ${who} on ${inertLine(audience.machine)}`;
  return `The receipt holds: ${call}, ${by}, at ${dateAndTime(decidedAt)}; roster ${roster.slice(0, 12)}.`;
}

function reviewsText(reviews: ReceiptProof['reviews']): string {
  if (reviews.length === 0) return 'no review of it is in the receipt';
  return reviews
    .map(
      ({ person, isRight }) =>
        `reviewed by ${inertLine(person)}: ${reviewVerdictText[isRight ? 'right' : 'wrong']}`,
    )
    .join(', ');
}

export function receiptErrorText({ code, detail }: ReceiptError): string {
  const lead: Readonly<Record<ReceiptError['code'], string>> = {
    'not-a-receipt': 'expected a receipt, got something else',
    'newer-version': 'the receipt was made by a newer version of Countersign: update to check it',
    roster: 'the roster in the receipt cannot be read',
    request: 'the request in the receipt does not hold',
    policy: 'the roster in the receipt is not the one that its request was signed under',
    'not-approved': 'the signatures in the receipt do not suffice',
  };
  return `${lead[code]} (${inertLine(detail)})`;
}

/** One file of an unpacked receipt. */
export interface ReceiptFile {
  readonly name: string;
  readonly text: string;
}

/** The receipt as files that stock ssh-keygen reads, with the commands that check them. */
export function receiptFiles(receipt: Receipt, proof: ReceiptProof): readonly ReceiptFile[] {
  const answers = receipt.answers.flatMap(({ statement, signatures }, index) => [
    { name: `answer-${index + 1}.json`, text: statement },
    { name: `answer-${index + 1}.json.sig`, text: signatures[0] ?? '' },
  ]);
  const files = [
    { name: 'request.json', text: receipt.request.statement },
    { name: 'request.json.sig', text: receipt.request.signatures[0] ?? '' },
    ...answers,
    { name: 'allowed_signers', text: receipt.roster },
  ];
  return [...files, { name: 'CHECK.md', text: howToCheck(receipt, proof) }];
}

function howToCheck(receipt: Receipt, { statement, decidedAt }: ReceiptProof): string {
  const at = new Date(decidedAt).toISOString().replace(/\D/g, '').slice(0, 14);
  const check = (file: string, person: string, namespace: string): string =>
    `ssh-keygen -Y verify -f allowed_signers -I '${person.replaceAll("'", '')}' -n ${namespace} -O verify-time=${at}Z -s ${file}.sig < ${file}`;
  const persons = receipt.answers.map(({ statement: text }) => fieldsOf(text));
  const lines = [
    check('request.json', statement.requester.person, 'countersign-request@v1'),
    ...persons.map(({ person, namespace }, index) => check(`answer-${index + 1}.json`, person, namespace)),
  ];
  return `# ${statement.name}

Each line must print "Good"; the roster must be the one that you know of this time.

    ${lines.join('\n    ')}

Every answer names the request by the SHA-256 of its bytes, in "subject":

    sha256sum request.json

ssh-keygen does not check that a security key was touched, that persons differ and that they suffice:

    countersign verify receipt.json
`;
}

function fieldsOf(text: string): { readonly person: string; readonly namespace: string } {
  const person = /"approver":\{"fingerprint":"[^"]*","person":"([^"]*)"\}/.exec(text)?.[1] ?? '';
  const isDenial = text.includes('"predicateType":"urn:countersign:denial:v1"');
  return { person, namespace: isDenial ? 'countersign-denial@v1' : 'countersign-approval@v1' };
}
