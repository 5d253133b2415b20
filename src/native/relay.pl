# The client of the gate, for what is written in Perl: the doorbell and the terminal guard. It finds the gate, asks it, and has
# the call judged by a process of its own where no window is open. What fails ends in the front's own `fail`.

# The answer to a call, checked: texts `stdout` and `stderr`, and `exitCode`.
sub answer_to {
  my ($call) = @_;
  my $gates = gates_for(@{ $call->{cwds} });
  while (my $gate = next_of($gates)) {
    my $answer = ring($gate, $call);
    return $answer if $answer;
  }
  return judge_alone($call);
}

# What waiting may cost: seconds in all, seconds of silence. Counted in ticks, and the clock as the last word on the first.
sub watch {
  my ($seconds) = @_;
  my $tick = $seconds < 4 ? $seconds / 4 : 1;
  return { seconds => $seconds, tick => $tick, waited => 0, ends => time + $seconds + 1, quiet => 0, parent => getppid };
}

# One tick has passed in which nothing came.
sub tick {
  my ($watch, $code) = @_;
  $watch->{waited} += $watch->{tick};
  # A machine that slept has not been silent.
  $watch->{quiet} += $watch->{tick};
  # Nobody hears the answer once whoever started this has gone.
  fail('signal', 'nobody waits') if $watch->{parent} && getppid != $watch->{parent};
  fail('deadline') if $watch->{waited} >= $watch->{seconds} || time >= $watch->{ends};
  fail($code) if $watch->{quiet} >= $cs{silence_s} && $code ne 'deadline';
  return 1;
}

# The working directory, without links.
sub working_directory {
  my $physical = readlink '/proc/self/cwd';
  return $physical if defined $physical;
  require Cwd;
  return Cwd::getcwd();
}

# A directory without links, where that can be told.
sub physical {
  my ($cwd) = @_;
  return $cwd unless chdir $cwd;
  my $found = working_directory();
  return defined $found ? $found : $cwd;
}

# The registered gates, those whose folder holds the directory most closely first; of equal standing the one that opened last.
sub gates_for {
  my (@cwds) = @_;
  my $run = "$cs{root}/run";
  my @folder = stat $run or return [];
  fail('home-unsafe') if $folder[4] != $> || $folder[2] & 022 || (stat $cs{root})[4] != $>;
  opendir my $names, $run or return [];
  my ($files, $room) = ($cs{files_limit}, $cs{registration_limit});
  my @gates;
  while (defined(my $name = readdir $names)) {
    fail('home-crowded') if $files-- < -1;
    next unless $name =~ s/\.json\z//;
    my ($content, $touched) = own_file("$run/$name.json", $cs{registration_limit});
    fail('home-crowded') if ($room -= length $content) < 0;
    my $gate = gate_in($content);
    next unless $gate && $gate->{id} eq $name && is_alive(${ $gate->{pid} });
    push @gates, { %$gate, touched => $touched, near => closeness($gate, @cwds) };
  }
  return [sort { $b->{near} <=> $a->{near} || ${ $b->{startedAt} } <=> ${ $a->{startedAt} } } @gates];
}

# The next of them that a window of this home made: at that socket, for those folders.
sub next_of {
  my ($gates) = @_;
  my ($salt) = own_file("$cs{root}/salt", 100);
  my ($secret) = $salt =~ /\A(\S+)/ or return undef;
  while (my $gate = shift @$gates) {
    next unless is_text($gate->{mac}) && is_text($gate->{identity});
    my $signed = join "\0", 'gate', $gate->{identity}, $gate->{socket}, @{ $gate->{folders} };
    return $gate if hmac_of($secret, $signed) eq $gate->{mac};
  }
  return undef;
}

# What stands at a socket's path: who puts another there cannot give it this time.
sub identity_of {
  my @found = lstat $_[0];
  return @found ? "$found[1]:$found[10]" : '';
}

# What digests is read once, and only by a ring that asks a window.
sub hmac_of {
  my ($key, $text) = @_;
  defined &hmac or eval "$cs{digest}; 1" or fail('broken');
  return hmac($key, $text);
}

sub gate_in {
  my ($content) = @_;
  my $gate = eval { decode($content) };
  return undef unless ref $gate eq 'HASH' && is_number($gate->{v}, 1);
  for my $field (qw(id socket seal knock)) {
    return undef unless is_text($gate->{$field});
  }
  return undef if $gate->{socket} eq '' || $gate->{seal} eq '';
  return undef unless ref $gate->{pid} eq 'SCALAR' && ${ $gate->{pid} } =~ /\A[1-9]\d*\z/;
  return undef unless ref $gate->{startedAt} eq 'SCALAR';
  return undef unless ref $gate->{folders} eq 'ARRAY' && !grep { !is_text($_) } @{ $gate->{folders} };
  return $gate;
}

# A file of this user's that nobody else can write to, and when it was written; nothing for any other.
sub own_file {
  my ($file, $limit) = @_;
  my $content = slurp($file, $limit);
  my @found = stat _;
  return ('', 0) unless @found && $found[4] == $> && !($found[2] & 022);
  return ($content, $found[9]);
}

# A regular file, of at most so many bytes. A pipe in its place would be waited for without end, so that it is opened without
# waiting.
sub slurp {
  my ($file, $limit) = @_;
  sysopen my $handle, $file, $^O eq 'linux' ? 04000 : 4 or return '';
  return '' unless stat $handle && -f _ && -s _ <= $limit;
  binmode $handle;
  read $handle, my $content, $limit;
  return defined $content ? $content : '';
}

sub is_alive {
  my ($pid) = @_;
  return kill(0, $pid) || $! == 1;
}

sub closeness {
  my ($gate, @cwds) = @_;
  my $closest = -1;
  for my $folder (@{ $gate->{folders} }) {
    (my $bare = $folder) =~ s{(?<!/)/+\z}{};
    for my $cwd (@cwds) {
      my $holds = $cwd eq $bare || index($cwd, "$bare/") == 0;
      $closest = length $folder if $holds && length $folder > $closest;
    }
  }
  return $closest;
}

# The gate's answer; nothing when its window is gone; everything else ends here.
sub ring {
  my ($gate, $call) = @_;
  local $SIG{PIPE} = sub { };
  my $watch = $call->{watch};
  my $nonce = nonce();
  my $socket = connected($gate->{socket});
  unless ($socket) {
    # A window that crashed leaves its registration behind; one that is there and fails is a no.
    fail('gate-unreachable') if time - $gate->{touched} < $cs{stale_s};
    return undef;
  }
  fail('gate-not-itself') unless identity_of($gate->{socket}) eq $gate->{identity};
  $watch->{quiet} = 0;
  send_all($socket, ring_of($gate, $call, $nonce), $watch);
  my $read = '';
  while (1) {
    fail('deadline') if time >= $watch->{ends};
    tick($watch, 'gate-silent') and next unless is_ready($socket, 0, $watch->{tick});
    $watch->{quiet} = 0;
    fail('gate-hung-up') unless sysread $socket, $read, 65_536, length $read;
    fail('gate-garbage') if length $read > $cs{reply_limit};
    while ($read =~ s/\A([^\n]*)\n//) {
      my $reply = eval { decode($1) };
      fail('gate-garbage') unless ref $reply eq 'HASH' && is_number($reply->{v}, 1);
      fail('gate-not-itself') unless is_same($reply->{nonce}, $nonce) && is_same($reply->{seal}, $gate->{seal});
      return checked($reply->{answer}, 'gate-garbage') if is_same($reply->{kind}, 'answer');
      fail('gate-garbage') unless is_same($reply->{kind}, 'held');
      $call->{held}($reply->{request}) if $call->{held} && is_text($reply->{request});
    }
  }
}

# The header as one line, then the bytes.
sub ring_of {
  my ($gate, $call, $nonce) = @_;
  my $header = object(
    v => 1,
    nonce => text($nonce),
    knock => text($gate->{knock}),
    agent => text($call->{agent}),
    (defined $call->{event} ? (event => text($call->{event})) : ()),
    budgetMs => int(($call->{watch}{seconds} - $call->{watch}{waited}) * 1000),
    pid => $$,
    cwd => text($call->{cwds}[0]),
    env => environment(),
    (is_text($gate->{salt}) ? (credentials => credentials($gate->{salt})) : ()),
    bytes => length $call->{payload},
  );
  return "$header\n$call->{payload}";
}

# An answer that an agent can read: one JSON object with exit code 0, or words with exit code 2. Nothing else.
sub checked {
  my ($answer, $code) = @_;
  fail($code) unless ref $answer eq 'HASH' && is_text($answer->{stdout}) && is_text($answer->{stderr});
  if (is_number($answer->{exitCode}, 2)) {
    fail($code) unless $answer->{stderr} =~ /\S/;
    return { %$answer, stdout => '' };
  }
  fail($code) unless is_number($answer->{exitCode}, 0) && ref eval { decode($answer->{stdout}) } eq 'HASH';
  return $answer;
}

sub connected {
  my ($path) = @_;
  return undef if length $path > 103;
  my $address = $^O eq 'linux' ? pack('Sa108', 1, $path) : pack('CCa104', length($path) + 3, 1, $path);
  socket my $socket, 1, 1, 0 or return undef;
  connect $socket, $address or return undef;
  # PERL_UNICODE makes handles of characters.
  binmode $socket;
  return $socket;
}

# Small pieces, each once there is room: a gate that does not read is not waited for without end.
sub send_all {
  my ($socket, $bytes, $watch) = @_;
  my $done = 0;
  while ($done < length $bytes) {
    tick($watch, 'gate-silent') and next unless is_ready($socket, 1, $watch->{tick});
    my $sent = syswrite $socket, $bytes, 2048, $done;
    fail('gate-hung-up') unless $sent;
    ($done, $watch->{quiet}) = ($done + $sent, 0);
  }
}

sub is_ready {
  my ($handle, $for_writing, $seconds) = @_;
  vec(my $bits = '', fileno $handle, 1) = 1;
  return $for_writing ? select(undef, $bits, undef, $seconds) > 0 : select($bits, undef, undef, $seconds) > 0;
}

# No window is open: what is needed then is read only then, since every line that is read costs each call.
sub judge_alone {
  eval "$cs{alone}; 1" or fail('broken');
  return judge_in_process(@_);
}

# The environment without what looks like a secret: it decides which target is reached.
sub environment {
  return object(map { $_ => text($ENV{$_}) } grep { !is_withheld($_) } keys %ENV);
}

# The rest, each as a digest under the gate's salt.
sub credentials {
  my ($salt) = @_;
  my @withheld = grep { is_withheld($_) } keys %ENV;
  return object(map { $_ => text(hmac_of($salt, "$_\0$ENV{$_}")) } @withheld);
}

sub is_withheld {
  my ($variable) = @_;
  return 1 if length $ENV{$variable} > $cs{value_limit};
  return $variable =~ /$cs{secret}/io && $variable !~ /$cs{harmless}/io;
}

# What a reply has to repeat: nobody who has not read this ring can know it.
sub nonce {
  my $bytes = '';
  open my $source, '<:raw', '/dev/urandom' or fail('broken');
  fail('broken') unless -c $source && sysread $source, $bytes, 16;
  fail('broken') unless length $bytes == 16;
  return unpack 'H*', $bytes;
}

sub is_text { return defined $_[0] && !ref $_[0] }

sub is_number { return ref $_[0] eq 'SCALAR' && ${ $_[0] } eq $_[1] }

sub is_same { return is_text($_[0]) && $_[0] eq $_[1] }

sub text {
  my ($bytes) = @_;
  utf8::encode($bytes) if utf8::is_utf8($bytes);
  $bytes =~ s/(["\\\x00-\x1f])/sprintf '\\u%04x', ord $1/ge;
  return "\"$bytes\"";
}

sub list { return '[' . join(',', map { text($_) } @_) . ']' }

sub object {
  my @fields;
  while (my ($field, $value) = splice @_, 0, 2) {
    push @fields, text($field) . ":$value";
  }
  return '{' . join(',', @fields) . '}';
}

# JSON as RFC 8259 has it, and nothing else: dies. Texts are scalars, numbers references to their text, true, false and null
# undefined.
sub decode {
  my ($json) = @_;
  my $value = value(\$json, 0);
  $json =~ /\G[ \t\r\n]*\z/gc or die;
  return $value;
}

sub value {
  my ($in, $depth) = @_;
  die if $depth > 100;
  $$in =~ /\G[ \t\r\n]*/gc;
  return quoted($in) if $$in =~ /\G"/gc;
  return \(my $number = $1) if $$in =~ /\G(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)/gc;
  return undef if $$in =~ /\G(?:true|false|null)/gc;
  if ($$in =~ /\G\[/gc) {
    my @items;
    return \@items if $$in =~ /\G[ \t\r\n]*\]/gc;
    while (1) {
      push @items, value($in, $depth + 1);
      return \@items if $$in =~ /\G[ \t\r\n]*\]/gc;
      $$in =~ /\G[ \t\r\n]*,/gc or die;
    }
  }
  $$in =~ /\G\{/gc or die;
  my %fields;
  return \%fields if $$in =~ /\G[ \t\r\n]*\}/gc;
  while (1) {
    $$in =~ /\G[ \t\r\n]*"/gc or die;
    my $field = quoted($in);
    $$in =~ /\G[ \t\r\n]*:/gc or die;
    $fields{$field} = value($in, $depth + 1);
    return \%fields if $$in =~ /\G[ \t\r\n]*\}/gc;
    $$in =~ /\G[ \t\r\n]*,/gc or die;
  }
}

sub quoted {
  my ($in) = @_;
  my $bytes = '';
  while (1) {
    if ($$in =~ /\G([^"\\\x00-\x1f]+)/gc) { $bytes .= $1 }
    elsif ($$in =~ /\G"/gc) { return $bytes }
    elsif ($$in =~ /\G\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})/gc) {
      $bytes .= character(0x10000 + ((hex($1) & 0x3ff) << 10) + (hex($2) & 0x3ff));
    }
    elsif ($$in =~ /\G\\u([0-9a-fA-F]{4})/gc) { $bytes .= character(hex $1) }
    elsif ($$in =~ /\G\\(["\\\/bfnrt])/gc) {
      (my $sign = $1) =~ tr/bfnrt/\x08\x0c\n\r\t/;
      $bytes .= $sign;
    }
    else { die }
  }
}

sub character {
  my $sign = chr $_[0];
  utf8::encode($sign);
  return $sign;
}
