/** What `verify` says of an export, and the files that an export is handed over with. */
import type { CheckedExport, ExportProblem } from '../../core/record/export/check-export.js';
import type { ExportProofError } from '../../core/record/export/export-proof.js';
import { inertLine } from '../../core/shared/inert.js';
import { inclusionPerl } from '../record/inclusion-perl.js';
import { countText } from '../text/count.js';

export const exportCheckText = {
  one: (more: string) => `expected one export, got ${inertLine(more)} besides`,
  table:
    'expected the record that the table was made from, got none: a table can be checked only where the record lies; take events with a proof instead (countersign export --dir DIR)',
  more: (count: number) => `${countText(count, 'more line', 'more lines')} do not hold`,
  unproven:
    'nothing shows that a record held these lines: they agree with each other, and could all have been made up. Have them exported with their proof (countersign export --dir DIR), or check them on the machine that has the record',
  gone: (count: number) =>
    `${countText(count, 'line is', 'lines are')} of entries that this record no longer has, so that nothing shows them: have them exported with their proof (countersign export --dir DIR)`,
  noProof: 'expected a proof beside the export for --checkpoint, got none (countersign export --dir DIR)',
  otherSize: (kept: number, size: number) =>
    `the checkpoint that was kept is of ${kept} entries, that of the export's proof of ${size}: whether one continues the other, countersign verify --checkpoint says where the record lies`,
  otherRoot: (size: number) =>
    `the record was rewritten: the checkpoint that was kept and that of the export's proof are both of ${size} entries, and differ`,
  problem: (file: string, { line, seq, code, detail }: ExportProblem) =>
    `${inertLine(file)}, line ${line}${seq === undefined ? '' : ` (entry ${seq})`}: ${problemText(code, inertLine(detail), seq ?? 0)}`,
  proof: ({ code, detail }: ExportProofError, first: number, last: number) =>
    proofText(code, inertLine(detail), first, last),
  holds: (
    { count, first, last, origin, record }: CheckedExport,
    proof: { readonly size: number; readonly line: string; readonly isKept: boolean } | undefined,
  ) =>
    [
      `The export holds: ${countText(count, 'line', 'lines')}, entries ${first} to ${last.seq}${origin === '' ? '' : ` of the record ${inertLine(origin)}`}, none missing between them`,
      ...(record === undefined
        ? []
        : [
            `Each is as the record on this machine has it; ${countText(record.behind, 'entry stands', 'entries stand')} behind them. Whether the record itself was rewritten: countersign verify`,
          ]),
      ...(proof === undefined
        ? []
        : [
            `The last stands in the tree over ${proof.size} entries that the record's own key signed, and each has the hash of the one before:\n  ${proof.line}`,
            proof.isKept
              ? 'That is the checkpoint that was kept.'
              : 'Whoever has the account has that key: compare this line with one that was kept elsewhere (--checkpoint LINE).',
          ]),
      `Not shown: what stood before entry ${first}, and which machine and version exported it.`,
    ].join('\n'),
};

function problemText(code: ExportProblem['code'], detail: string, seq: number): string {
  switch (code) {
    case 'not-an-event':
      return 'expected a line that countersign export wrote, got another';
    case 'no-raw':
      return 'it carries no raw_data, so that nothing can be shown of it: an older version exported it, or it was taken out';
    case 'no-entry':
      return 'its raw_data is no entry of a record';
    case 'changed':
      return `it was changed: ${detail === 'row' ? 'the row' : detail} is not what the entry makes of it`;
    case 'missing':
      return `missing before it: ${detail.includes(' ') ? 'entries' : 'entry'} ${detail}`;
    case 'moved':
      return 'it stands behind a later one, or twice';
    case 'added':
      return 'it was added: the record has no entry of that number';
    case 'other-record':
      return `it is of another record (${detail})`;
    case 'wrong-previous':
      return `entry ${seq - 1} was changed, or this one is another: the hash that it has of the one before is not that of the line before`;
  }
}

function proofText(code: ExportProofError['code'], detail: string, first: number, last: number): string {
  switch (code) {
    case 'no-proof':
      return 'expected a C2SP tlog-proof beside the export, got something else';
    case 'not-signed':
      return "the checkpoint of the proof is not signed by the record's own key";
    case 'not-in-tree':
      return `entry ${last} does not stand in the record: it, or a line before it, was changed`;
    case 'other-record':
      return `the proof is of another record (${detail})`;
    case 'other-start':
      return `missing at the beginning, or added: the export was made from entry ${detail} on, and begins with entry ${first}`;
    case 'other-end':
      return Number(detail) > last
        ? `missing at the end: what stands behind entry ${last}, up to entry ${detail}, of which the proof is`
        : `entries behind ${detail} were added: the proof is of entry ${detail}, and the export ends with ${last}`;
  }
}

export const exportFiles = {
  events: 'export.jsonl',
  proof: 'export.tlog-proof',
  script: 'check-export.pl',
  how: 'CHECK-EXPORT.md',
} as const;

export const nothingToExportText = 'expected an entry to export, got none';

export const noExportProofText =
  'expected a record that its last checkpoint fits, got none, so that there is no proof; see countersign verify';

export const howToCheckExport = `# This export

    countersign verify export.jsonl

on any machine, without a network, or without anything of ours:

    perl check-export.pl export.jsonl export.tlog-proof

Either says whether a line was changed, is missing, was added or moved, and prints the checkpoint under which the last line stands in the
record, as origin, size and root. The script reads raw_data, the record's own line, number and time; that the rest of an event is what
raw_data makes of it, only countersign verify says. Whoever has the account has the key that signed it: compare that line with a checkpoint that was kept
elsewhere. An export does not show what stood before its first entry.
`;

/** The hash chain over raw_data, and where its last line stands. */
export const exportScript = String.raw`#!/usr/bin/perl
# Checks an export of events: perl check-export.pl export.jsonl export.tlog-proof
use strict;
use warnings;
use Digest::SHA qw(sha256 sha256_hex);
use Encode qw(encode_utf8);
use JSON::PP qw(decode_json);
use MIME::Base64 qw(encode_base64 decode_base64);

my ($events, $proof) = map { open my $file, '<:raw', $_ or die "$_: $!\n"; local $/; <$file> } @ARGV;
my ($number, $next, $head, $entry);
for my $line (split /\n/, $events) {
  $number++;
  my $event = eval { decode_json($line) } or die "line $number is no event\n";
  $entry = encode_utf8($event->{raw_data} // die "line $number has no raw_data\n");
  my $body = eval { decode_json($entry) } or die "line $number: raw_data is no entry\n";
  my $seq = $body->{seq};
  die "line $number: expected entry $next, got $seq\n" if defined $next and $seq != $next;
  die "line $number: entry $seq is not behind the line before\n" if defined $head and $body->{prev} ne $head;
  $head = sha256_hex($entry);
  my $said = $event->{metadata};
  die "line $number: not what its raw_data says\n"
    unless $said->{original_event_uid} eq $head and $said->{sequence} == $seq and $event->{time} == $body->{ts};
  $next = $seq + 1;
}
my ($lines, $note) = split /\n\n/, $proof, 2;
my ($magic, $index, @path) = grep { !/^extra / } split /\n/, $lines;
die "no tlog-proof\n" unless $magic eq 'c2sp.org/tlog-proof@v1' and $index =~ s/^index (\d+)$/$1/;
die "the proof is of entry $index, the export ends with " . ($next - 1) . "\n" unless $index == $next - 1;
${inclusionPerl}die "the last entry does not stand in the record\n" unless $last == 0 and encode_base64($hash, '') eq $root;
print "$number lines hold, up to entry $index: $origin $size $root\n";
`;
