/** In Perl, RFC 9162 2.1.3.2: whether $entry stands at $index under the checkpoint $note, by @path. So it is when $last is 0 and $hash is $root. */
export const inclusionPerl = String.raw`my ($origin, $size, $root) = split /\n/, $note;
die "the entry is not within the tree\n" unless $index < $size;

my ($at, $last, $hash) = ($index, $size - 1, sha256("\0$entry"));
for my $step (map { decode_base64($_) } @path) {
  die "the proof is too long\n" if $last == 0;
  if ($at % 2 or $at == $last) {
    $hash = sha256("\1$step$hash");
    until ($at % 2 or $at == 0) { $at = int($at / 2); $last = int($last / 2) }
  } else {
    $hash = sha256("\1$hash$step");
  }
  ($at, $last) = (int($at / 2), int($last / 2));
}
`;
