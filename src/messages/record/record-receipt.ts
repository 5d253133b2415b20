/** Words and files around what the record proves of one request. */

import { decodeEntry } from '../../core/record/decode-entry.js';
import type {
  RecordProof,
  RecordReceipt,
  RecordReceiptError,
} from '../../core/record/decode-record-receipt.js';
import { inertLine } from '../../core/shared/inert.js';
import { countText } from '../text/count.js';
import { dateAndTime } from '../text/time.js';
import { inclusionPerl } from './inclusion-perl.js';
import type { ReceiptFile } from './receipt.js';
import { entryText } from './record.js';

const errors: Readonly<Record<RecordReceiptError['code'], string>> = {
  'newer-version': 'the receipt was made by a newer version of Countersign: update to check it',
  'no-entry': 'a line of the receipt is no entry',
  'no-proof': 'an entry of the receipt has no proof of its own',
  'not-signed': "the checkpoint is not signed by the record's own key",
  'not-in-tree': 'an entry does not stand in the record',
  'other-request': 'an entry is about another request',
};

export function recordReceiptErrorText({ code, detail, seq }: RecordReceiptError): string {
  const number = seq === undefined ? '' : `, entry ${seq} by its own number`;
  return `${errors[code]} (${inertLine(detail)} in the receipt${number})`;
}

/** What such a receipt proves, one line an entry. */
export function recordProofText({ request, origin, size, entries }: RecordProof): string {
  const lines = entries.map((entry) => `  ${entry.seq}  ${dateAndTime(entry.ts)}  ${entryText(entry).label}`);
  const what = `${inertLine(request)}: ${countText(entries.length, 'entry stands', 'entries stand')}`;
  return [`The receipt holds: ${what} in the record ${inertLine(origin)} of ${size}`, ...lines].join('\n');
}

/** The receipt as files, with a script of another language that checks them. */
export function recordReceiptFiles(receipt: RecordReceipt): readonly ReceiptFile[] {
  const pairs = receipt.entries.flatMap(({ line, proof }) => {
    const name = `entry-${decodeEntry(line)?.seq ?? 0}`;
    return [
      { name: `${name}.json`, text: line },
      { name: `${name}.tlog-proof`, text: proof },
    ];
  });
  const names = pairs.map(({ name }) => name).filter((name) => name.endsWith('.json'));
  return [
    { name: 'record-receipt.json', text: `${JSON.stringify(receipt)}\n` },
    ...pairs,
    { name: 'check-entry.pl', text: checkScript },
    { name: 'CHECK-RECORD.md', text: howToCheck(receipt, names) },
  ];
}

function howToCheck({ request, key }: RecordReceipt, names: readonly string[]): string {
  const checks = names.map((name) => {
    const stem = name.replace(/\.json$/, '');
    return `perl check-entry.pl ${name} ${stem}.tlog-proof`;
  });
  return `# ${request} in the record

Each line must say that the entry stands in the record, and print the checkpoint as origin, size and root:

    ${checks.join('\n    ')}

The checkpoint is signed by the record's own key (C2SP signed-note, Ed25519):

    ${key}

Whoever has the account has that key. That nothing was rewritten since, only a witness shows: compare size and root with a
checkpoint that was kept elsewhere, or have countersign verify do that.
`;
}

/** Checks one entry, without anything of ours. */
const checkScript = String.raw`#!/usr/bin/perl
# Checks that an entry stands in the tree under a checkpoint: perl check-entry.pl ENTRY.json ENTRY.tlog-proof
use strict;
use warnings;
use Digest::SHA qw(sha256);
use MIME::Base64 qw(encode_base64 decode_base64);

my ($entry, $proof) = map { open my $file, '<:raw', $_ or die "$_: $!\n"; local $/; <$file> } @ARGV;
my ($head, $note) = split /\n\n/, $proof, 2;
my ($magic, $index, @path) = grep { !/^extra / } split /\n/, $head;
die "no tlog-proof\n" unless $magic eq 'c2sp.org/tlog-proof@v1' and $index =~ s/^index (\d+)$/$1/;
${inclusionPerl}die "the entry does not stand in the record\n" unless $last == 0 and encode_base64($hash, '') eq $root;
print "entry $index stands in the record: $origin $size $root\n";
`;
